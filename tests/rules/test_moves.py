"""The buttons: exactly what state and role allow, every problem of an attempt, and nothing the loop would refuse."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.packs import Pack
from data.rules.cases import Case, Listing, advance_case, advance_listing
from data.rules.errors import HistoryRefused, MoveRefused, Problem
from data.rules.events import CASE, HAZARD, LISTING
from data.rules.guards import Around
from data.rules.hazards import STEPS_BY_WHAT, Hazard, advance
from data.rules.move import Move
from data.rules.moves import MOVES, MOVES_BY_KEY, body_of, check, may_report, offered
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import CaseEnd, Role, State
from data.words import LANGUAGES, speaking, t
from tests.rules.histories import Told, after, event

TODAY = date(2021, 6, 10)
WHOLE = Scope.whole("C")
DEPARTMENT = Actor("李某", "D01", Role.DEPARTMENT)
ENTERPRISE = Actor("王某", "", Role.ENTERPRISE)
TOWN = Actor("赵某", "T1", Role.TOWN)
COMMISSION = Actor("钱某", "AWB", Role.COMMISSION)
GOOD: dict[str, Any] = {
    "level": "0", "judge_basis": "判定标准第3条", "category": "消防", "cause_type": "12", "deadline": "2021-06-20",
    "doc_no": "责改1号",
    "note": "已更换", "evidence": "照片", "person": "王某", "measures": "更换", "funds_yuan": 100, "plan": "预案",
    "cost_yuan": 90, "reason": "理由", "interim_measures": "看护", "opinion": "同意", "opinion_no": "1号",
    "result": "pass", "basis": "passed", "approver": "局长", "case_no": "AJ1", "cause": "案由", "law": "第102条",
    "to": "D09", "list_level": "区", "notice_no": "1号", "due": "2021-09-01", "org": "D01", "responsible": "镇政府",
    "requirements": "限期治理", "media": "区政府网站", "progress": "已停产", "report": "评估报告", "experts": "甲、乙",
    "stage": "C3", "fine_yuan": 1000, "penalties": "罚款、警告", "decision_no": "1号", "end": "结案",
    "application": "已整改",
}  # fmt: skip
SUBMITTED: tuple[Told, ...] = ("found", "noticed", "rectifying", ("submitted", {"by": "王某"}))


def keys(moves: tuple[Move, ...]) -> set[str]:
    return {move.key for move in moves}


def buttons(hazard: Hazard, actor: Actor, pack: Pack, today: date = TODAY, *cases: Case) -> set[str]:
    return keys(offered(hazard, actor, WHOLE, today, Around(pack.rules, cases)))


def problems(key: str, hazard: Hazard, actor: Actor, pack: Pack, **values: Any) -> list[Problem]:
    return check(MOVES_BY_KEY[key], hazard, actor, values, TODAY, Around(pack.rules))


def names(found: list[Problem]) -> set[str]:
    return {problem.reason.name for problem in found}


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.key)
def test_every_move_has_words_known_fields_and_an_event_of_the_loop(move: Move) -> None:
    for lang in LANGUAGES:
        assert t(move.label, lang)
        for field in move.fields:
            assert t(field.label, lang)
            assert all(t(key, lang) for _value, key in field.choices)
    assert {field.kind for field in move.fields} <= {"text", "date", "money", "choice", "bool", "org", "code"}
    assert {field.name for field in move.fields} <= set(GOOD)
    if move.stream == HAZARD:
        assert move.from_states <= STEPS_BY_WHAT[move.what].states, "a button never leads where the loop refuses"


def test_keys_of_moves_are_unique_and_every_open_state_has_a_way_on() -> None:
    assert len(MOVES_BY_KEY) == len(MOVES)
    leaving = {state for move in MOVES if move.primary for state in move.from_states}
    assert {state for state in State if state.is_open} <= leaving


def test_every_role_and_state_has_a_name() -> None:
    for lang in LANGUAGES:
        assert all(t(f"role.{role}", lang) for role in Role)
        assert all(t(f"state.{state}", lang) for state in State)


@pytest.mark.parametrize(
    ("told", "actor", "expected"),
    [
        (("found",), DEPARTMENT, {"notice", "void", "suspend", "file_case", "hand_over"}),
        (("found",), TOWN, {"notice", "void", "hand_over"}),
        (("found",), ENTERPRISE, set()),
        (("found", "noticed"), ENTERPRISE, {"rectify", "update_five", "submit"}),
        (("found", "noticed", "rectifying"), ENTERPRISE, {"update_five", "submit", "request_extension"}),
        (SUBMITTED, DEPARTMENT, {"reinspect", "suspend", "file_case", "hand_over"}),
        (SUBMITTED, ENTERPRISE, set()),
        ((*SUBMITTED, "reinspected"), TOWN, {"close", "hand_over"}),
        (
            (*SUBMITTED, ("reinspected", {"result": "fail"})),
            DEPARTMENT,
            {"new_round", "suspend", "file_case", "not_file_case", "hand_over"},
        ),
        ((*SUBMITTED, "reinspected", "closed"), Actor("孙某", "DCS", Role.INSPECTORATE), {"reopen"}),
        (("found", "voided"), DEPARTMENT, set()),
    ],
)
def test_buttons_are_those_that_state_and_role_allow(
    told: tuple[Told, ...], actor: Actor, expected: set[str], pack: Pack
) -> None:
    assert buttons(after(*told), actor, pack) == expected


def test_what_lies_outside_the_scope_offers_nothing(pack: Pack) -> None:
    assert offered(after("found"), DEPARTMENT, Scope.of_towns("C", "T2"), TODAY, Around(pack.rules)) == ()


def test_fixing_on_the_spot_is_offered_on_the_day_of_discovery_only(pack: Pack) -> None:
    assert "fix_on_the_spot" in buttons(after("found"), TOWN, pack, date(2021, 6, 1))
    assert "fix_on_the_spot" not in buttons(after("found"), TOWN, pack, date(2021, 6, 2))


def test_a_town_neither_confirms_nor_reinspects_nor_closes_a_major_hazard(pack: Pack) -> None:
    reported = after("found", source=6)
    assert names(problems("confirm", reported, TOWN, pack, level="1", judge_basis="第3条")) == {"town_proposes_major"}
    assert problems("confirm", reported, TOWN, pack, level="0") == []
    major = after(*SUBMITTED, level=1)
    assert "reinspect" not in buttons(major, TOWN, pack)
    assert "close" not in buttons(after(*SUBMITTED, "reinspected", level=1), TOWN, pack)


def test_only_the_commission_closes_a_major_hazard(pack: Pack) -> None:
    major, general = after(*SUBMITTED, "reinspected", level=1), after(*SUBMITTED, "reinspected")
    assert "close" in buttons(major, COMMISSION, pack)
    assert "close" not in buttons(major, DEPARTMENT, pack)
    assert "close" not in buttons(general, COMMISSION, pack)


def test_calling_it_major_needs_its_basis(pack: Pack) -> None:
    reported = after("found", source=6)
    assert names(problems("confirm", reported, DEPARTMENT, pack, level="1")) == {"major_needs_basis"}


def test_a_major_hazard_needs_all_five_and_every_missing_one_is_named(pack: Pack) -> None:
    found = problems("rectify", after("found", "noticed", level=1), ENTERPRISE, pack, person="王某", funds_yuan=0)
    assert {problem.field for problem in found} == {"measures", "deadline", "plan"}
    general = problems("rectify", after("found", "noticed"), ENTERPRISE, pack, person="王某", measures="更换")
    assert general == []


def test_who_submitted_does_not_reinspect(pack: Pack) -> None:
    same = Actor("王某", "D01", Role.DEPARTMENT)
    assert names(problems("reinspect", after(*SUBMITTED), same, pack, result="pass", opinion="合格")) == {"four_eyes"}
    assert problems("reinspect", after(*SUBMITTED), DEPARTMENT, pack, result="pass", opinion="合格") == []


def test_an_unsubmitted_hazard_is_reinspected_once_its_deadline_has_passed(pack: Pack) -> None:
    running = after("found", "noticed", "rectifying")
    assert "reinspect" not in buttons(running, DEPARTMENT, pack, date(2021, 6, 12))
    assert "reinspect" in buttons(running, DEPARTMENT, pack, date(2021, 6, 13))


def test_an_extension_is_asked_for_in_the_last_days_and_at_most_twice(pack: Pack) -> None:
    running = after("found", ("noticed", {"deadline": "2021-06-30"}), "rectifying")
    assert "request_extension" not in buttons(running, ENTERPRISE, pack, date(2021, 6, 19))
    assert "request_extension" in buttons(running, ENTERPRISE, pack, date(2021, 6, 20))
    assert "request_extension" not in buttons(running, ENTERPRISE, pack, date(2021, 7, 1))
    running.extensions = 2
    assert "request_extension" not in buttons(running, ENTERPRISE, pack, date(2021, 6, 25))


def test_a_new_deadline_lies_after_the_old_one(pack: Pack) -> None:
    pending = after("found", "noticed", "rectifying", "extension_requested")
    assert names(problems("approve_extension", pending, DEPARTMENT, pack, deadline="2021-06-11")) == {
        "deadline_not_later"
    }


def test_an_order_is_withdrawn_by_who_gave_it_with_approval(pack: Pack) -> None:
    noticed = after("found", "noticed")
    assert "void" not in buttons(noticed, TOWN, pack)
    assert names(problems("void", noticed, DEPARTMENT, pack, reason="查无此事")) == {"missing"}
    assert problems("void", noticed, DEPARTMENT, pack, reason="查无此事", approver="局长") == []


def test_only_who_may_penalise_files_a_case(pack: Pack) -> None:
    failed = after(*SUBMITTED, ("reinspected", {"result": "fail"}))
    values = {"case_no": "AJ1", "cause": "拒不整改", "law": "第102条"}
    move = MOVES_BY_KEY["file_case"]
    refused = check(move, failed, DEPARTMENT, values, TODAY, Around(pack.rules, penalising=frozenset({"YJJ"})))
    assert names(refused) == {"no_power_to_penalise"}
    assert check(move, failed, DEPARTMENT, values, TODAY, Around(pack.rules, penalising=frozenset({"D01"}))) == []


@pytest.mark.parametrize(("length", "problem"), [(64, set()), (65, {"bad_text"}), (2001, {"bad_text"})])
def test_the_number_of_a_case_names_its_stream_and_is_no_longer_than_such_a_name(
    pack: Pack, length: int, problem: set[str]
) -> None:
    failed = after(*SUBMITTED, ("reinspected", {"result": "fail"}))
    assert names(problems("file_case", failed, DEPARTMENT, pack, **GOOD | {"case_no": "案" * length})) == problem


def test_a_case_runs_beside_the_hazard_to_its_end(pack: Pack) -> None:
    failed = after(*SUBMITTED, ("reinspected", {"result": "fail"}))
    assert "file_case" in buttons(failed, DEPARTMENT, pack)
    case = advance_case(None, event("case_filed", TODAY, {"case_no": "AJ1"}, CASE))
    assert {"case_stage", "decide_case", "close_case"} <= buttons(failed, DEPARTMENT, pack, TODAY, case)
    assert "file_case" not in buttons(failed, DEPARTMENT, pack, TODAY, case)
    ending = check(MOVES_BY_KEY["close_case"], failed, DEPARTMENT, {"end": "结案"}, TODAY, Around(pack.rules, [case]))
    assert names(ending) == {"case_not_decided"}
    other = {"end": CaseEnd.NO_PENALTY.value}
    assert check(MOVES_BY_KEY["close_case"], failed, DEPARTMENT, other, TODAY, Around(pack.rules, [case])) == []


def test_a_decision_is_served_and_executed_only_once_there_is_one(pack: Pack) -> None:
    failed = after(*SUBMITTED, ("reinspected", {"result": "fail"}))
    case = advance_case(None, event("case_filed", TODAY, {"case_no": "AJ1"}, CASE))
    for stage in ("C7", "C8"):
        found = check(
            MOVES_BY_KEY["case_stage"], failed, DEPARTMENT, {"stage": stage}, TODAY, Around(pack.rules, [case])
        )
        assert names(found) == {"stage_undecided"}
    advance_case(case, event("case_decided", TODAY, {"fine_yuan": 100}, CASE))
    served = {"stage": "C7"}
    assert check(MOVES_BY_KEY["case_stage"], failed, DEPARTMENT, served, TODAY, Around(pack.rules, [case])) == []


def test_a_case_is_brought_to_its_end_beside_a_hazard_that_turned_out_to_be_none(pack: Pack) -> None:
    case = advance_case(None, event("case_filed", TODAY, {"case_no": "AJ1"}, CASE))
    shown = buttons(after("found", "voided"), DEPARTMENT, pack, TODAY, case)
    assert shown == {"case_stage", "decide_case", "close_case", "transfer_case"}


def test_every_kind_of_field_has_a_sentence_for_what_cannot_be_read() -> None:
    for kind in {field.kind for move in MOVES for field in move.fields}:
        for lang in LANGUAGES:
            assert t(f"error_rules.reason.bad_{kind}", lang, field="x", value="y")


def test_all_problems_of_an_attempt_are_told_at_once(pack: Pack) -> None:
    found = problems("notice", after("found", "voided"), ENTERPRISE, pack, deadline="明天", doc_no="x" * 3000)
    assert names(found) == {"state", "role", "bad_date", "bad_text"}
    refused = MoveRefused("YH-1", "notice", found)
    for lang in LANGUAGES:
        with speaking(lang):
            sentence = refused.sentence()
            assert all(problem.sentence() in sentence for problem in found)


@pytest.mark.parametrize(("name", "value"), [("result", "maybe"), ("opinion", 5), ("opinion", "a\0b")])
def test_a_value_of_the_wrong_kind_is_told_beside_its_field(name: str, value: Any, pack: Pack) -> None:
    values = {"result": "pass", "opinion": "合格"} | {name: value}
    assert [one.field for one in problems("reinspect", after(*SUBMITTED), DEPARTMENT, pack, **values)] == [name]


def test_everybody_but_nobody_may_report() -> None:
    assert all(may_report(Actor("某", "", role)) for role in Role)


ACTORS = st.builds(
    Actor, st.sampled_from(("王某", "李某")), st.sampled_from(("D01", "D02", "T1")), st.sampled_from(Role)
)
VALUES = st.fixed_dictionaries(
    {
        "result": st.sampled_from(("pass", "fail")),
        "level": st.sampled_from(("0", "1")),
        "stage": st.sampled_from(("C2", "C7")),
    }
)


@settings(max_examples=150, deadline=None)
@given(st.data(), st.integers(0, 1), st.integers(1, 10))
def test_whatever_passes_the_check_is_accepted_by_the_loop(
    pack: Pack, data: st.DataObject, level: int, source: int
) -> None:
    hazard = after("found", level=level, source=source)
    hazard.judge_basis = "判定标准第3条"
    cases: list[Case] = []
    listing: Listing | None = None
    today = date(2021, 6, 2)
    for _step in range(12):
        today += timedelta(days=data.draw(st.integers(0, 8)))
        move, actor = data.draw(st.sampled_from(MOVES)), data.draw(ACTORS)
        values = GOOD | {"deadline": str(today + timedelta(days=9)), "case_no": f"AJ{len(cases)}"} | data.draw(VALUES)
        if hazard.deadline is not None and "extension" in move.key:
            values["deadline"] = str(date.fromordinal(max(hazard.deadline, today.toordinal()) + 5))
        found = check(move, hazard, actor, values, today, Around(pack.rules, cases, listing))
        if found:
            continue
        assert hazard.state in move.from_states
        happened = event(move.what, today, body_of(move, values), move.stream)
        happened.body = body_of(move, values)
        happened.actor, happened.org = actor.person, actor.org
        try:
            if move.stream == HAZARD:
                hazard = advance(hazard, happened)
            elif move.stream == LISTING:
                listing = advance_listing(listing, happened)
            elif move.what == "case_filed":
                cases.append(advance_case(None, happened))
            else:
                advance_case(cases[-1], happened)
        except HistoryRefused as refused:
            pytest.fail(str(refused))


def test_the_button_to_file_a_case_is_shown_to_who_may_penalise(pack: Pack) -> None:
    failed = after(*SUBMITTED, ("reinspected", {"result": "fail"}))
    able, unable = frozenset({"D01"}), frozenset({"YJJ"})
    assert "file_case" in keys(offered(failed, DEPARTMENT, WHOLE, TODAY, Around(pack.rules, penalising=able)))
    assert "file_case" not in keys(offered(failed, DEPARTMENT, WHOLE, TODAY, Around(pack.rules, penalising=unable)))


def test_a_handed_over_hazard_waits_for_its_recipient_alone(pack: Pack) -> None:
    waiting = after("found", ("transferred", {"to": "D02"}))
    recipient = Actor("吴某", "D02", Role.DEPARTMENT)
    assert buttons(waiting, recipient, pack) >= {"accept_transfer", "refuse_transfer"}
    assert buttons(waiting, DEPARTMENT, pack) == {"file_case"}
