"""The switches of the map: what belongs to a hidden layer is hidden, and every count tells exactly what shows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from data.packs import Pack
from data.readmodel import ReadModel
from data.readmodel.schema import Hazards
from data.rules.filters import Filter
from data.rules.scope import Scope
from data.rules.vocabulary import STATES as LOOP
from data.rules.vocabulary import SubjectKind
from layers.shown import EVERYTHING, KINDS, Shown, kind_mask, shown_counts
from layers.tileset_of import tileset_of
from tests.factories import found, happening, hazard_no
from tests.layers.test_tiles import read, told
from tests.layers.test_tileset_of import PLACED, TODAY, write

ROUGH = {"lon": 117.2, "lat": 37.0, "place_quality": 4}
choices = st.builds(Shown, st.frozensets(st.sampled_from(KINDS)))


@given(choices)
def test_text_and_choice_are_inverse(shown: Shown) -> None:
    assert Shown.parse(shown.text()) == shown
    assert Shown.of(set(KINDS) - shown.hidden) == shown


@pytest.mark.parametrize("text", ["%00", "a.b.c", "...", "OPEN", "none"])
def test_nonsense_hides_nothing(text: str) -> None:
    assert Shown.parse(text) == EVERYTHING


@pytest.fixture
def hazards(sqlite_engine: Engine, pack: Pack) -> tuple[ReadModel, Hazards]:
    """Open, overdue and 重大, closed, of a public facility, at an imprecise place, and one without any place."""
    late, done = hazard_no(), hazard_no()
    public = {"kind": SubjectKind.PUBLIC_FACILITY.value, "name": "示例公园", "uscc": None}
    write(
        sqlite_engine,
        pack,
        [
            found(at="2021-06-20", **PLACED),
            found(late, level=1, **PLACED),
            happening(late, "noticed", "2021-06-02", deadline="2021-06-12", doc_no="责改〔2021〕1号"),
            found(done, **PLACED),
            happening(done, "fixed_on_the_spot", "2021-06-02"),
            found(at="2021-06-20", subject=public, **PLACED),
            found(at="2021-06-20", **ROUGH),
            found(at="2021-06-20", lon=None, lat=None),
        ],
    )
    model = ReadModel(sqlite_engine, pack, lambda: TODAY)
    return model, model.snapshot.hazards


def layers_of(hazards: Hazards, row: int) -> set[str]:
    """The layers that one hazard belongs to, said in plain Python."""
    state = LOOP[hazards.state[row]]
    public = list(SubjectKind)[hazards.subject_kind[row]] is SubjectKind.PUBLIC_FACILITY
    return {
        "closed" if not state.is_open else "overdue" if hazards.overdue[row] else "open",
        "major" if hazards.level[row] == 1 else "general",
        "public" if public else "premises",
        *([] if hazards.precise[row] else ["imprecise"]),
    }


def test_states_levels_and_subjects_part_all_hazards_among_them(hazards: tuple[ReadModel, Hazards]) -> None:
    _, rows = hazards
    for kinds in (KINDS[:3], KINDS[3:5], KINDS[5:7]):
        assert np.array_equal(sum(kind_mask(rows, kind).astype(int) for kind in kinds), np.ones(len(rows)))
    assert EVERYTHING.mask(rows).all()


def test_tiles_of_every_choice_tell_what_the_columns_say_and_the_counts_agree(
    hazards: tuple[ReadModel, Hazards], pack: Pack
) -> None:
    model, rows = hazards
    tiles = tileset_of(model.snapshot, pack)
    passing = model.snapshot.mask(Scope.whole(pack.code), Filter())
    for bits in range(2 ** len(KINDS)):
        shown = Shown(frozenset(kind for place, kind in enumerate(KINDS) if bits >> place & 1))
        expected = [r for r in range(len(rows)) if rows.morton[r] >= 0 and not layers_of(rows, r) & shown.hidden]
        mask = passing & shown.mask(rows)
        assert told(read(tiles.tile("hazards", 0, 0, 0, mask))) == len(expected)
        assert shown_counts(rows, passing, shown)["all"] == len(expected)


def test_counts_of_layers_are_of_what_has_a_place(hazards: tuple[ReadModel, Hazards]) -> None:
    _, rows = hazards
    counts = shown_counts(rows, np.ones(len(rows), bool), EVERYTHING)
    assert counts == {
        "open": 3, "overdue": 1, "closed": 1, "major": 1, "general": 4, "public": 1, "premises": 4, "imprecise": 1,
        "all": 5,
    }  # fmt: skip
