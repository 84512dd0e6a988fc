"""One spelling for words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.names import normalise_place, normalise_text, village_core

typed = st.text(st.sampled_from("太平街道１２A b\u3000\u200b（）%％：〇零-—, éÑ\ufeff\t\n王"), max_size=20)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("　济南　 ", "济南"),
        ("９１３７０１１５ＭＡ", "91370115MA"),
        ("太平\u200b街道\ufeff", "太平街道"),
        ("（１００％）：", "(100%):"),
        ("a \t\n b", "a b"),
        ("", ""),
    ],
)
def test_text_becomes_half_width_trimmed_and_single_spaced(text: str, plain: str) -> None:
    assert normalise_text(text) == plain


@pytest.mark.parametrize(
    ("text", "plain"),
    [("太平 街道", "太平街道"), ("二〇一所", "二零一所"), ("San  Brezo", "sanbrezo"), ("Pto. Hondo", "ptohondo"),
     ("A区－1、2号", "a区12号"), ("PUERTO", "puerto")],
)  # fmt: skip
def test_places_compare_without_spaces_and_punctuation(text: str, plain: str) -> None:
    assert normalise_place(text) == plain


@given(typed)
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise_text(normalise_text(text)) == normalise_text(text)
    assert normalise_place(normalise_place(text)) == normalise_place(text)


@given(typed)
def test_a_place_does_not_depend_on_how_its_text_was_cleaned_before(text: str) -> None:
    assert normalise_place(normalise_text(text)) == normalise_place(text)


@pytest.mark.parametrize(
    ("name", "core"),
    [("贺铺村", "贺铺"), ("张辛居民委员会", "张辛"), ("安大社区居民委员会", "安大"), ("王家村村民委员会", "王家"),
     ("村", "村"),
     ("店子街村", "店子街"), ("许庄", "许庄")],
)  # fmt: skip
def test_a_village_has_a_core_name(name: str, core: str) -> None:
    assert village_core(name) == core
