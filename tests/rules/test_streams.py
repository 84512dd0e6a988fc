"""Cases, clues, listings and objects as their events left them."""

from typing import Any

import pytest

from data.rules.accidents import advance_accident
from data.rules.attachments import advance_attachment
from data.rules.boundaries import advance_boundary
from data.rules.cases import Case, Listing, Transfer, advance_case, advance_listing, advance_transfer
from data.rules.equipment import Equipment, advance_equipment, is_overdue
from data.rules.errors import HistoryRefused
from data.rules.events import (
    ACCIDENT_EVENTS,
    ATTACHMENT,
    ATTACHMENT_EVENTS,
    BOUNDARY_EVENTS,
    CASE,
    CASE_EVENTS,
    EQUIPMENT,
    EQUIPMENT_EVENTS,
    INSPECTION,
    INSPECTION_EVENTS,
    LISTING,
    LISTING_EVENTS,
    OBJECT,
    OBJECT_EVENTS,
    PERSON_EVENTS,
    TRANSFER,
    TRANSFER_EVENTS,
)
from data.rules.inspections import Inspection, advance_inspection
from data.rules.objects import SupervisedObject, advance_object, name_key
from data.rules.persons import advance_person
from data.rules.vocabulary import CaseEnd
from tests.rules.histories import day, event

Told = tuple[str, str, dict[str, Any]]


def case_after(*told: Told) -> Case:
    case = None
    for what, at, body in told:
        case = advance_case(case, event(what, at, body, CASE))
    assert case is not None
    return case


def transfer_after(*told: Told) -> Transfer:
    transfer = None
    for what, at, body in told:
        transfer = advance_transfer(transfer, event(what, at, body, TRANSFER))
    assert transfer is not None
    return transfer


def listing_after(*told: Told) -> Listing:
    listing = None
    for what, at, body in told:
        listing = advance_listing(listing, event(what, at, body, LISTING))
    assert listing is not None
    return listing


def inspection_after(*told: Told) -> Inspection:
    row = None
    for what, at, body in told:
        row = advance_inspection(row, event(what, at, body, INSPECTION))
    assert row is not None
    return row


def equipment_after(*told: Told) -> Equipment:
    row = None
    for what, at, body in told:
        row = advance_equipment(row, event(what, at, body, EQUIPMENT))
    assert row is not None
    return row


def object_after(*told: Told) -> SupervisedObject:
    row = None
    for what, at, body in told:
        row = advance_object(row, event(what, at, body, OBJECT))
    assert row is not None
    return row


FILED: Told = ("case_filed", "2021-06-01", {"case_no": "YH-1", "hazard_no": "YH-9", "town": "T1", "sector": "H03"})
HANDED: Told = ("handed_over", "2021-05-02", {"from": "甲局", "to": "乙局", "town": "T1"})
VISIT: Told = ("recorded", "2021-06-01", {"object_id": "DX-1", "type": "专项", "findings": 2, "hazards": ["YH-1"]})
PHOTO: Told = (
    "attached", "2021-06-01",
    {"of_kind": "hazard", "of_id": "YH-1", "sha256": "a" * 64, "name": "照片.jpg", "media_type": "image/jpeg",
     "size": 9, "purpose": "before"},
)  # fmt: skip
LIFT: Told = (
    "registered", "2021-06-30",
    {"object_id": "DX-1", "kind": "电梯", "next_inspection_due": "2021-09-07", "in_96333": True},
)  # fmt: skip
ROSTER: Told = ("registered", "2021-01-04", {"name": "示例（有限）责任公司", "kind": "企业", "colour": "橙"})


def test_a_case_is_decided_and_ends() -> None:
    case = case_after(
        FILED, ("case_stage", "2021-06-05", {"stage": "C3"}),
        ("case_decided", "2021-07-01", {"fine_yuan": 20000, "penalties": ["罚款", "警告"]}),
        ("case_closed", "2021-07-20", {"end": "结案"}),
    )  # fmt: skip
    assert (case.hazard_no, case.org, case.stage) == ("YH-9", "D01", "C9")
    assert (case.decided_day, case.fine_fen, case.penalties) == (day("2021-07-01"), 2_000_000, "罚款、警告")


@pytest.mark.parametrize("end", list(CaseEnd))
def test_each_of_the_four_ends_is_an_end(end: CaseEnd) -> None:
    assert case_after(FILED, ("case_closed", "2021-06-09", {"end": end.value})).end == end


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        (
            (("case_stage", "2021-06-05", {"stage": "C4"}), ("case_stage", "2021-06-06", {"stage": "C2"})),
            "case_backwards",
        ),
        ((("case_stage", "2021-06-05", {"stage": "C9"}),), "case_stage_by_own_event"),
        ((("case_stage", "2021-06-05", {"stage": "C0"}),), "field"),
        ((("case_closed", "2021-06-05", {}), ("case_decided", "2021-06-06", {})), "case_over"),
        ((("case_decided", "2021-06-05", {}), ("case_decided", "2021-06-06", {})), "already_decided"),
        ((("case_closed", "2021-05-05", {}),), "backwards"),
        ((("case_decided", "2021-06-05", {"penalties": "罚款"}),), "field"),
        ((("noticed", "2021-06-05", {}),), "unknown_event"),
    ],
)
def test_a_case_refuses_what_its_course_does_not_allow(told: tuple[Told, ...], reason: str) -> None:
    with pytest.raises(HistoryRefused) as caught:
        case_after(FILED, *told)
    assert (caught.value.reason.name, caught.value.event) == (reason, told[-1][0])


def test_a_clue_handed_over_is_received_filed_decided_and_closed() -> None:
    transfer = transfer_after(
        HANDED, ("received", "2021-05-03", {}), ("filed", "2021-05-20", {}),
        ("decided", "2021-06-20", {"fine_yuan": 1.5}), ("closed", "2021-06-30", {}),
    )  # fmt: skip
    assert (transfer.from_org, transfer.to_org, transfer.fine_fen) == ("甲局", "乙局", 150)
    assert transfer.filed_day == day("2021-05-20")


def test_a_listing_may_begin_with_a_stage_and_can_be_listed_again() -> None:
    listing = listing_after(
        ("listing_stage", "2021-06-01", {"stage": "L2"}), ("listed", "2021-06-03", {"level": "区"}),
        ("delisted", "2021-07-01", {}), ("listed", "2021-08-01", {"level": "市"}),
    )  # fmt: skip
    assert (listing.is_listed, listing.level, listing.listed_day) == (True, "市", day("2021-08-01"))


def test_what_is_not_listed_is_not_delisted() -> None:
    with pytest.raises(HistoryRefused, match="未挂牌"):
        listing_after(("listing_stage", "2021-06-01", {"stage": "L2"}), ("delisted", "2021-06-02", {}))


def test_an_object_is_amended_and_its_matching_key_follows_the_name() -> None:
    row = object_after(ROSTER, ("amended", "2021-02-01", {"fields": {"name": "新 名（有限）公司", "phone": None}}))
    assert (row.name, row.name_key, row.colour, row.row_version) == ("新 名（有限）公司", "新名有限公司", "橙", 2)


@pytest.mark.parametrize(
    "body",
    [{}, {"name": ""}, {"name": "某", "kind": "星球"}, {"name": "某", "owner": "x"}, {"name": "某", "colour": "紫"}],
)
def test_an_object_needs_a_name_and_known_fields(body: dict[str, Any]) -> None:
    with pytest.raises(HistoryRefused, match="第 1 个事件（registered）"):
        object_after(("registered", "2021-01-04", body))


def test_nothing_follows_a_merged_object_but_withdrawal() -> None:
    merged = ("merged", "2021-03-01", {"into": "DX-2"})
    assert object_after(ROSTER, merged, ("withdrawn", "2021-03-02", {})).status == "已撤回"
    with pytest.raises(HistoryRefused, match="已合并或撤回"):
        object_after(ROSTER, merged, ("amended", "2021-03-02", {"fields": {"phone": "1"}}))


def test_names_are_matched_without_spaces_brackets_width_and_local_prefixes() -> None:
    local = ("某省某市", "某省", "某市")
    assert name_key("某省某市安达化工（集团）有限责任公司", local) == name_key("安达化工(集团) 有限公司", local)


@pytest.mark.parametrize(
    ("events", "advance", "first"),
    [
        (CASE_EVENTS, advance_case, FILED),
        (TRANSFER_EVENTS, advance_transfer, HANDED),
        (LISTING_EVENTS, advance_listing, ("listed", "2021-06-01", {})),
        (OBJECT_EVENTS, advance_object, ROSTER),
        (INSPECTION_EVENTS, advance_inspection, ("recorded", "2021-06-01", {"object_id": "DX-1"})),
        (ATTACHMENT_EVENTS, advance_attachment, PHOTO),
        (EQUIPMENT_EVENTS, advance_equipment, LIFT),
        (
            BOUNDARY_EVENTS,
            advance_boundary,
            (
                "drawn",
                "2021-06-01",
                {"layer": "town", "code": "1", "name": "甲镇", "geometry": "POLYGON EMPTY"},
            ),
        ),
        (PERSON_EVENTS, advance_person, ("named", "2021-06-01", {"name": "甲示例"})),
        (ACCIDENT_EVENTS, advance_accident, ("registered", "2021-06-01", {"deaths": 1})),
    ],
)
def test_every_event_of_a_stream_is_known_to_its_fold(events: tuple[str, ...], advance: Any, first: Told) -> None:
    told: dict[str, str] = {}
    for what in events:
        try:
            advance(None if what == first[0] else advance(None, event(*first)), event(what, "2021-12-01"))
        except HistoryRefused as refused:
            told[what] = refused.reason.name
    assert "unknown_event" not in told.values(), told


def test_a_merge_is_undone_and_the_status_comes_back() -> None:
    merged = (ROSTER, ("closed_down", "2021-02-01", {"status": "停业"}), ("merged", "2021-03-01", {"into": "DX-2"}))
    assert (object_after(*merged).status, object_after(*merged).merged_into) == ("已合并", "DX-2")
    parted = object_after(*merged, ("unmerged", "2021-03-02", {}))
    assert (parted.status, parted.merged_into, parted.row_version) == ("停业", None, 4)


@pytest.mark.parametrize(
    ("told", "reason"),
    [(("unmerged", "2021-03-01", {}), "没有被合并"), (("reopened", "2021-03-01", {}), "无须恢复")],
)
def test_only_what_was_done_to_an_object_is_undone(told: Told, reason: str) -> None:
    with pytest.raises(HistoryRefused, match=reason):
        object_after(ROSTER, told)


def test_an_inspection_keeps_what_was_found_and_is_amended_or_withdrawn() -> None:
    row = inspection_after(VISIT, ("amended", "2021-06-02", {"fields": {"hazards": ["YH-1", "YH-2"]}}))
    assert (row.object_id, row.day, row.findings, row.hazards) == ("DX-1", day("2021-06-01"), 2, "YH-1 YH-2")
    assert inspection_after(VISIT, ("withdrawn", "2021-06-02", {})).withdrawn


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"object_id": "DX-1", "type": "闲逛"},
        {"object_id": "DX-1", "findings": -1},
        {"object_id": "DX-1", "findings": 1, "hazards": ["YH-1", "YH-2"]},
        {"object_id": "DX-1", "findings": 1, "hazards": "YH-1"},
        {"object_id": "DX-1", "findings": 9, "hazards": ["a b"]},
    ],
)
def test_an_inspection_that_says_nothing_usable_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(HistoryRefused, match="第 1 个事件（recorded）"):
        inspection_after(("recorded", "2021-06-01", body))


@pytest.mark.parametrize(
    "wrong", [{"sha256": "A" * 64}, {"of_kind": "case"}, {"purpose": "fun"}, {"name": ""}, {"size": 10**9}]
)
def test_an_attachment_that_says_nothing_usable_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(HistoryRefused, match="attached"):
        advance_attachment(None, event("attached", "2021-06-01", {**PHOTO[2], **wrong}, ATTACHMENT))


def test_equipment_is_amended_and_its_inspection_runs_out_the_day_after_it_is_due() -> None:
    row = equipment_after(LIFT, ("amended", "2021-07-01", {"fields": {"result": "pass", "in_96333": False}}))
    assert (row.object_id, row.kind, row.result, row.in_96333, row.is_key_place) == (
        "DX-1",
        "电梯",
        "pass",
        False,
        None,
    )
    assert [is_overdue(row.status, row.due_day, day(at)) for at in ("2021-09-07", "2021-09-08")] == [False, True]
    assert not is_overdue("停用", row.due_day, day("2021-09-08"))


def test_withdrawn_equipment_may_be_registered_again_under_its_code() -> None:
    again = ("registered", "2021-07-03", {"object_id": "DX-2"})
    row = equipment_after(LIFT, ("withdrawn", "2021-07-02", {}), again)
    assert (row.object_id, row.kind, row.withdrawn, row.row_version) == ("DX-2", None, False, 3)
    with pytest.raises(HistoryRefused, match="已经登记"):
        equipment_after(LIFT, again)
    with pytest.raises(HistoryRefused, match="时间早于"):
        equipment_after(LIFT, ("withdrawn", "2021-07-04", {}), again)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"object_id": "DX-1", "kind": "飞船"},
        {"object_id": "DX-1", "status": "休眠"},
        {"object_id": "DX-1", "in_96333": "是"},
        {"object_id": "DX-1", "next_inspection_due": "2021-02-30"},
        {"object_id": "DX-1", "colour": "红"},
    ],
)
def test_equipment_that_says_nothing_usable_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(HistoryRefused, match="第 1 个事件（registered）"):
        equipment_after(("registered", "2021-06-30", body))
