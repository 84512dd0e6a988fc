"""What the table of the loop says, sentence by sentence."""

import json
from typing import Any

import pytest

from data.rules.errors import HistoryRefused
from data.rules.events import FIVE, HAZARD_EVENTS, five_deadline, five_funds_fen, five_mask, five_value
from data.rules.hazards import STEPS, advance
from data.rules.vocabulary import Source, State
from data.words import speaking
from tests import INPUTS
from tests.rules.histories import FIVE as STATED
from tests.rules.histories import FOUND, Told, after, day, event, shorts

MAIN_PATH: tuple[Told, ...] = ("found", "noticed", "rectifying", "submitted", "reinspected", "closed")
FAILED: tuple[Told, ...] = ("found", "noticed", "rectifying", "submitted", ("reinspected", {"result": "fail"}))


def refusal(*told: Told, **kwargs: Any) -> HistoryRefused:
    with pytest.raises(HistoryRefused) as caught:
        after(*told, **kwargs)
    return caught.value


def test_every_event_of_the_history_format_has_a_line_in_the_table() -> None:
    assert {"found", *(step.what for step in STEPS)} == set(HAZARD_EVENTS)


@pytest.mark.parametrize("source", list(Source))
def test_finding_confirms_only_where_an_official_or_expert_saw_it(source: Source) -> None:
    expected = State.CONFIRMED if source in (2, 3, 5, 7) else State.REPORTED
    assert after("found", source=source).state is expected


def test_the_main_path_ends_closed_in_round_one() -> None:
    hazard = after(*MAIN_PATH)
    assert (hazard.state, hazard.round, hazard.closed_day) == (State.CLOSED, 1, day("2021-06-06"))
    assert [(one.submitted_day, one.result) for one in hazard.rounds] == [(day("2021-06-04"), "pass")]


@pytest.mark.parametrize("what", ["noticed", "rectifying", "submitted"])
def test_order_measures_or_submission_after_a_failed_reinspection_begin_the_next_round(what: str) -> None:
    hazard = after(*FAILED, what)
    assert hazard.round == 2
    assert hazard.state is (State.SUBMITTED if what == "submitted" else State.RECTIFYING)


def test_partly_passed_counts_as_failed() -> None:
    assert after(*FAILED[:-1], ("reinspected", {"result": "partial"})).state is State.FAILED


def test_an_order_after_reopening_begins_the_next_round() -> None:
    assert after(*MAIN_PATH, "reopened").state is State.RECTIFYING
    assert after(*MAIN_PATH, "reopened", "noticed").round == 2


def test_a_general_hazard_may_be_submitted_without_the_steps_between() -> None:
    assert after("found", "submitted", source=6).state is State.SUBMITTED


def test_a_major_hazard_is_submitted_only_after_its_measures() -> None:
    told = refusal("found", "noticed", "submitted", level=1)
    assert (told.stream, told.index, told.event, told.reason.name) == ("YH-1", 3, "submitted", "major_without_measures")


def test_reinspection_without_submission_counts_as_submitted_that_day() -> None:
    hazard = after("found", "noticed", "rectifying", ("reinspected", {"at": "2021-06-20"}))
    assert (hazard.submitted_day, hazard.passed) == (day("2021-06-20"), True)


def test_a_pass_waits_for_closure_and_is_not_overdue() -> None:
    hazard = after("found", "noticed", "rectifying", "submitted", "reinspected")
    assert hazard.awaits_closure()
    assert not hazard.is_overdue(day("2021-12-31"))


@pytest.mark.parametrize("told", [("found",), ("found", "noticed"), FAILED, FAILED[:-1]])
def test_what_did_not_pass_is_not_closed(told: tuple[Told, ...]) -> None:
    assert refusal(*told, "closed").event == "closed"


def test_a_suspension_ends_by_closing_once_resumption_is_approved() -> None:
    assert after("found", "suspended", "resumed", "closed").state is State.CLOSED
    assert refusal("found", "suspended", "closed").reason.name == "not_resumed"


def test_fixed_on_the_spot_is_due_submitted_passed_and_closed_that_day() -> None:
    hazard = after("found", "fixed_on_the_spot")
    fixed = day("2021-06-02")
    assert (hazard.deadline, hazard.submitted_day, hazard.closed_day) == (fixed, fixed, fixed)
    assert (hazard.manage_type, hazard.passed, hazard.state) == (0, True, State.CLOSED)


def test_a_transfer_counts_at_the_sender_until_it_is_accepted() -> None:
    waiting = after("found", "noticed", "transferred")
    assert (waiting.state, waiting.dept) == (State.TRANSFERRED, None)
    accepted = after("found", "noticed", "transferred", "transfer_accepted")
    assert (accepted.state, accepted.dept, accepted.town) == (State.CONFIRMED, "D02", "T1")
    assert after("found", "noticed", "transferred", "transfer_refused").state is State.NOTICED


def test_an_extension_moves_the_deadline_and_returns_to_rectifying() -> None:
    hazard = after("found", "noticed", "rectifying", "extension_requested", "extended")
    assert (hazard.state, hazard.deadline, hazard.extensions) == (State.RECTIFYING, day("2021-07-05"), 1)
    refused = after("found", "noticed", "rectifying", "extension_requested", "extension_refused")
    assert (refused.state, refused.deadline) == (State.RECTIFYING, day("2021-06-12"))


def test_the_five_give_the_deadline_only_where_no_order_did() -> None:
    assert after("found", "rectifying").deadline == day("2021-06-12")
    ordered = after("found", ("noticed", {"deadline": "2021-06-30"}), "rectifying")
    assert ordered.deadline == day("2021-06-30")


def test_null_leaves_a_stated_measure_as_it_is() -> None:
    hazard = after("found", "rectifying", ("five_updated", {"five": {"person": None, "plan": "新预案"}}))
    assert (hazard.five_person, hazard.five_plan, hazard.five_mask) == ("张某", "新预案", 31)


def test_funds_of_zero_are_stated_funds() -> None:
    assert after("found", ("rectifying", {"five": {"funds_yuan": 0}})).five_mask == 1 << FIVE.index("funds_yuan")


def test_costs_of_all_rounds_add_up() -> None:
    told = (*FAILED[:3], ("submitted", {"cost_yuan": 10.5}), FAILED[4], ("submitted", {"cost_yuan": 2}))
    assert after(*told).cost_fen == 1250


def test_what_waits_for_the_reinspector_is_not_overdue_and_a_failed_one_is_again() -> None:
    late = day("2021-08-01")
    assert after(*FAILED[:3]).is_overdue(late)
    assert not after(*FAILED[:4]).is_overdue(late)
    assert after(*FAILED).is_overdue(late)
    assert not after(*FAILED[:3]).is_overdue(day("2021-06-12"))


@pytest.mark.parametrize("last", ["voided", "merged", "withdrawn"])
def test_nothing_but_withdrawal_follows_the_end_of_a_record(last: str) -> None:
    assert not after("found", last).state.counts
    assert refusal("found", last, "noticed").event == "noticed"


def test_time_never_runs_backwards_but_plain_dates_keep_their_order() -> None:
    assert refusal("found", ("noticed", {"at": "2021-05-31"})).reason.name == "backwards"
    after(("found", {"at": "2021-06-01T15:00:00+08:00"}), ("noticed", {"at": "2021-06-01"}))
    late, early = {"at": "2021-06-01T15:00:00+08:00"}, {"at": "2021-06-01T09:00:00+08:00"}
    assert refusal(("found", late), ("noticed", early)).reason.name == "backwards"


def test_an_amendment_changes_the_fields_it_names_and_no_others() -> None:
    hazard = after("found", ("amended", {"fields": {"level": 1, "subject": {"name": "新名"}, "lon": 117.1}}))
    assert (hazard.level, hazard.subject_name, hazard.lon, hazard.sector) == (1, "新名", 117.1, "H08")
    assert refusal("found", ("amended", {"fields": {"deadline": "2021-01-01"}})).reason.name == "field"


@pytest.mark.parametrize(
    ("what", "body"),
    [
        ("noticed", {"deadline": "2021-02-30"}),
        ("noticed", {"deadline": 20210612}),
        ("noticed", {"deadline": ["2021-06-12"]}),
        ("noticed", {"doc_no": 5}),
        ("noticed", {"by_org": 5}),
        ("submitted", {"by": 5}),
        ("fixed_on_the_spot", {"by": 5}),
        ("rectifying", {"five": {"deadline": "下周"}}),
        ("rectifying", {"five": "全部"}),
        ("rectifying", {"five": {"funds_yuan": -1}}),
        ("rectifying", {"five": {"funds_yuan": "2万"}}),
        ("rectifying", {"five": {"funds_yuan": float("nan")}}),
        ("rectifying", {"five": {"person": "张" * 201}}),
        ("confirmed", {"level": 2}),
        ("confirmed", {"level": True}),
        ("submitted", {"cost_yuan": True}),
        ("amended", {"fields": {"lat": 300.0}}),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_name_and_changes_nothing(what: str, body: dict[str, Any]) -> None:
    hazard = after("found")
    before = repr(hazard)
    with pytest.raises(HistoryRefused) as caught:
        advance(hazard, event(what, "2021-06-02", body))
    assert caught.value.reason.name == "field"
    assert repr(hazard) == before


@pytest.mark.parametrize("missing", ["source", "subject"])
def test_a_history_without_source_or_subject_is_refused_at_its_first_event(missing: str) -> None:
    happened = event("found")
    happened.body = {key: value for key, value in FOUND.items() if key != missing}
    with pytest.raises(HistoryRefused, match="YH-1 第 1 个事件（found）"):
        advance(None, happened)


def test_a_history_begins_with_found() -> None:
    assert refusal("noticed").reason.name == "begins_with_found"


def test_a_refusal_names_hazard_event_and_reason_in_both_languages() -> None:
    told = refusal("found", "closed")
    assert told.sentence() == (
        "YH-1 第 2 个事件（closed）不符合闭环规则：当前状态为“已确认”，不允许这一步，请检查是否缺少中间环节。"
    )
    with speaking("en"):
        assert "“Confirmed”" in told.sentence()


def test_the_worked_example_folds_to_the_states_of_its_table() -> None:
    document = json.loads((INPUTS / "histories" / "worked_example.json").read_text("utf-8"))
    states = []
    for item in document["hazards"]:
        hazard = None
        for step in item["events"]:
            body = {key: value for key, value in step.items() if key not in ("at", "kind")}
            if step["kind"] != "listed":
                hazard = advance(hazard, event(step["kind"], step["at"], item | body))
        assert hazard is not None
        states.append(hazard.state.name)
    assert states == [
        "CLOSED", "CLOSED", "CLOSED", "CLOSED", "RECTIFYING", "RECTIFYING", "RECTIFYING", "SUBMITTED", "NOTICED",
        "VOID",
    ]  # fmt: skip


def test_short_forms_carry_state_round_and_the_one_number_of_each_event() -> None:
    due = day("2021-06-12")
    given = five_value(31, 100_000, due)
    told = shorts(
        "found", "rectifying", ("submitted", {"cost_yuan": 1.5}), ("reinspected", {"result": "fail"}), "noticed",
        ("five_updated", {"five": {"funds_yuan": 5}}), "submitted", "reinspected", "closed",
    )  # fmt: skip
    assert told == [
        (1, 1, 0), (3, 1, given), (5, 1, 150), (6, 1, 1), (3, 2, due), (3, 2, five_value(31, 500)), (5, 2, None),
        (5, 2, 0), (9, 2, None),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("mask", "funds", "due"), [(0, None, None), (31, 0, None), (7, 10**12, 737953), (1, None, 730120)]
)
def test_packed_five_come_back_as_they_went_in(mask: int, funds: int | None, due: int | None) -> None:
    packed = five_value(mask, funds, due)
    assert (five_mask(packed), five_funds_fen(packed), five_deadline(packed)) == (mask, funds, due)
    assert packed < 1 << 63


def test_the_masks_bits_follow_the_order_of_the_five() -> None:
    for bit, name in enumerate(FIVE):
        assert after("found", ("rectifying", {"five": {name: STATED[name]}})).five_mask == 1 << bit
