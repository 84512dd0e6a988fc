"""A form is its rows of fields; problems stand beside them and values are never drawn again."""

from typing import Any

import pytest

from dashboard import forms
from data.rules.errors import Problem, Reason, Word
from data.rules.move import Field, Move
from data.rules.moves import MOVES
from data.rules.vocabulary import Level
from data.words import t

NOTE = Field("note", "text", True, "evidence.note")
FUNDS = Field("funds_yuan", "money", label="evidence.funds_yuan", major_only=True)


def ids(*names: str) -> list[dict[str, Any]]:
    return [forms.field_id("move", name) for name in names]


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.key)
def test_every_field_of_every_move_is_drawn_with_its_words(move: Move) -> None:
    drawn = forms.draw("move", move.fields, {})
    assert [vars(control)["id"]["name"] for control in drawn] == [field.name for field in move.fields]
    assert all(t(field.label) for field in move.fields)
    assert t(f"page_hazard.hint.{move.key}")


def test_blank_text_is_nothing_and_text_loses_only_its_margins() -> None:
    assert forms.collect(ids("a", "b", "c"), ["  ", " 更换 灭火器 ", None]) == {
        "a": None,
        "b": "更换 灭火器",
        "c": None,
    }


def test_a_ticked_box_is_true_and_an_empty_one_false() -> None:
    assert forms.collect(ids("a", "b"), [[forms.YES], []]) == {"a": True, "b": False}


def test_money_of_zero_is_stated() -> None:
    assert forms.problems([FUNDS], {"funds_yuan": 0}, Level.MAJOR) == []
    assert len(forms.problems([FUNDS], {"funds_yuan": None}, Level.MAJOR)) == 1
    assert forms.problems([FUNDS], {"funds_yuan": None}, Level.GENERAL) == []


def test_every_problem_stands_beside_its_field_and_the_rest_above() -> None:
    missing = Reason("missing", {"field": Word("evidence.note")})
    told = forms.by_field(
        [Problem(missing, "note"), Problem(missing, "elsewhere"), Problem(missing)], ["note", "funds_yuan"]
    )
    assert set(told) == {"note", forms.GENERAL}
    assert forms.errors(["funds_yuan", "note"], told) == [False, told["note"]]
    assert told[forms.GENERAL] == told["note"]


def test_without_problems_nothing_stands_above_the_form() -> None:
    assert forms.notice({}) == []
    assert t("page_form.look_below", count=1) in str(forms.notice({"note": "缺"}))
