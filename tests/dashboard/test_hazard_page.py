"""The hazard page shows exactly the buttons of the move table, one of them primary, and what gave each due date."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from dash.development.base_component import Component

from dashboard.ids import Hazard as Ids
from dashboard.names import Names
from dashboard.pages.hazard_body import ON_CASE, ON_LISTING, body
from dashboard.pages.hazard_facts import deadline_by
from dashboard.pages.hazard_moves import first_values, form_of, roles_in_turn
from dashboard.viewer import Viewer
from data.packs import Pack
from data.rules.cases import Case
from data.rules.moves import MOVES, offered
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import Colour, Role, State
from data.store.past import around
from data.store.reads import HazardPage, dues
from data.words import t
from tests.rules.histories import Told, after

TODAY = date(2021, 6, 8)
PASTS: dict[State, tuple[Told, ...]] = {
    State.REPORTED: (("found", {"source": 6}),),
    State.CONFIRMED: ("found",),
    State.NOTICED: ("found", "noticed"),
    State.RECTIFYING: ("found", "noticed", "rectifying"),
    State.EXT_PENDING: ("found", "noticed", "rectifying", "extension_requested"),
    State.SUBMITTED: ("found", "noticed", "rectifying", "submitted"),
    State.FAILED: ("found", "noticed", "rectifying", "submitted", ("reinspected", {"result": "fail"})),
    State.SUSPENDED: ("found", "noticed", "suspended"),
    State.TRANSFERRED: ("found", "transferred"),
    State.CLOSED: ("found", "noticed", "rectifying", "submitted", "reinspected", "closed"),
    State.VOID: ("found", "voided"),
    State.MERGED: ("found", "merged"),
    State.WITHDRAWN: ("found", "withdrawn"),
}
ROLES = [role for role in Role if role is not Role.SYSTEM]
CASE = Case("罚案〔2021〕1号", TODAY.toordinal(), stage="C2", org="D09")


def page_of(pack: Pack, told: tuple[Told, ...], level: int, cases: tuple[Case, ...] = ()) -> HazardPage:
    hazard = after(*told, level=level)
    return HazardPage(hazard, Colour.RED, cases, None, (), dues(pack, hazard, cases), hazard.row_version)


def viewer_of(role: Role) -> Viewer:
    return Viewer("test", "测试", Scope.whole("370115"), Actor("赵某", "D09", role))


def drawn(pack: Pack, page: HazardPage, role: Role) -> list[Component]:
    return body(page, pack, Names(pack), viewer_of(role), TODAY)


def inside(parts: Any) -> Iterator[Component]:
    for part in parts if isinstance(parts, list | tuple) else [parts]:
        if isinstance(part, Component):
            yield part
            yield from inside(getattr(part, "children", None))


def buttons(parts: Any) -> list[Any]:
    return [
        part
        for part in inside(parts)
        if isinstance(found := getattr(part, "id", None), dict) and found.get("type") == Ids.MOVE.value
    ]


def test_every_state_of_the_loop_is_walked() -> None:
    assert set(PASTS) == set(State)
    assert all(after(*told).state is state for state, told in PASTS.items())


@pytest.mark.parametrize("level", [0, 1])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", State)
def test_buttons_are_exactly_the_moves_of_state_and_role(pack: Pack, state: State, role: Role, level: int) -> None:
    if level and state in (State.SUBMITTED, State.FAILED, State.CLOSED):
        assert "rectifying" in PASTS[state]
    page, someone = page_of(pack, PASTS[state], level), viewer_of(role)
    allowed = offered(page.hazard, someone.actor, someone.scope, TODAY, around(pack, page.cases, page.listing))
    shown = buttons(drawn(pack, page, role))
    assert sorted(button.id["move"] for button in shown) == sorted(
        move.key for move in allowed if move.key not in ON_CASE | ON_LISTING
    )
    assert sum(button.variant == "filled" for button in shown) == any(move.primary for move in allowed)


def test_moves_of_a_case_stand_beside_the_open_case(pack: Pack) -> None:
    page = page_of(pack, PASTS[State.FAILED], 0, (CASE,))
    shown = buttons(drawn(pack, page, Role.DEPARTMENT))
    assert {button.id["move"] for button in shown if button.id["case"] == CASE.case_no} == ON_CASE - {"publish_case"}


def test_a_decision_after_its_ninety_days_is_shown_as_late_with_its_rule(pack: Pack) -> None:
    day = date(2022, 3, 1).toordinal()
    case = replace(CASE, filed_day=day, decided_day=day + 91, stage="C6")
    page = page_of(pack, PASTS[State.FAILED], 0, (case,))
    shown = drawn(pack, page, Role.DEPARTMENT)
    assert t("page_hazard.decided_late", day="2022-05-30") in str(shown)
    assert "第六十条" in str(shown)
    assert t("page_hazard.due.case_publication") in str(shown)
    assert "publish_case" in {button.id["move"] for button in buttons(shown)}


def test_who_has_nothing_to_do_reads_who_has(pack: Pack) -> None:
    page = page_of(pack, PASTS[State.NOTICED], 1)
    assert Role.ENTERPRISE in roles_in_turn(page.hazard, TODAY, around(pack))
    assert t("role.enterprise") in str(drawn(pack, page, Role.GRID)[1])
    closed = page_of(pack, PASTS[State.CLOSED], 0)
    assert t("page_hazard.nothing_to_do") in str(drawn(pack, closed, Role.GRID)[1])


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.key)
def test_every_move_has_a_form_that_starts_with_what_is_known(pack: Pack, move: Any) -> None:
    hazard = after("found", "noticed", "rectifying", "extension_requested")
    form = form_of(move, first_values(move, hazard, pack.rules, TODAY), hazard.level)
    assert len(form) == 1 + len(move.fields)


def test_an_order_starts_with_the_deadline_of_the_rule(pack: Pack) -> None:
    values = first_values(next(move for move in MOVES if move.key == "notice"), after("found"), pack.rules, TODAY)
    assert date.fromisoformat(values["deadline"]) > TODAY


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (("found", ("noticed", {"deadline": "2021-06-12", "doc_no": "责改1号"})), "责改1号"),
        (("found", "noticed"), t("page_hazard.due_by_order_plain")),
        (
            ("found", "noticed", "rectifying", "extension_requested", "extended"),
            t("page_hazard.due_by_extension", count=1),
        ),
        (("found", "fixed_on_the_spot"), t("page_hazard.due_by_spot")),
    ],
)
def test_a_deadline_says_what_gave_it(told: tuple[Told, ...], words: str) -> None:
    assert words in deadline_by(after(*told))


def test_a_submitted_hazard_counts_down_to_its_reinspection_by_the_rule(pack: Pack) -> None:
    page = page_of(pack, (("found", {"at": "2022-06-01"}), ("noticed", {"deadline": "2022-06-12", "at": "2022-06-02"}),
                          ("submitted", {"at": "2022-06-03"})), 0)  # fmt: skip
    text = str(drawn(pack, page, Role.TOWN))
    assert t("page_hazard.due.reinspection") in text
    assert "2022-06-13" in text
