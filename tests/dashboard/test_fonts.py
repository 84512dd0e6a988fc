"""The pieces of the Chinese font: nothing twice, nothing that the program says left out, small enough to send."""

import json

from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from dashboard.fonts import PIECES, file_name, pieces, ranges
from dashboard.vendor import FONT_PIECES, FONT_RANGES, ROOT, WHOLE_FONTS
from data.words import LANGUAGES, speaking, t


def test_no_character_is_in_two_pieces_and_the_common_ones_are_in_one() -> None:
    cut = pieces(ROOT / "data")
    assert tuple(cut) == PIECES
    assert sum(map(len, cut.values())) == len(set().union(*cut.values()))
    assert set("安全生产隐患排查治理的一是在") <= cut["core"] | cut["common"]
    assert set("鑫淼濉") <= set().union(*cut.values())


def test_the_first_piece_has_a_glyph_for_every_word_of_the_frame() -> None:
    font = TTFont(FONT_PIECES / file_name("core", "regular"))
    for name in LANGUAGES:
        with speaking(name):
            assert set(map(ord, t("ui.product") + t("ui.navigation"))) <= set(font.getBestCmap())


def test_each_piece_is_a_small_file_in_every_weight() -> None:
    sizes = [(FONT_PIECES / file_name(piece, weight)).stat().st_size for piece in PIECES for weight in WHOLE_FONTS]
    assert max(sizes) < 1_000_000
    assert set(json.loads(FONT_RANGES.read_text())) == {*PIECES, "rest"}


@given(st.sets(st.characters(codec="utf-8"), min_size=1))
def test_ranges_say_exactly_the_characters(characters: set[str]) -> None:
    said = [part.removeprefix("U+").split("-") for part in ranges(characters).split(",")]
    assert {chr(code) for part in said for code in range(int(part[0], 16), int(part[-1], 16) + 1)} == characters
