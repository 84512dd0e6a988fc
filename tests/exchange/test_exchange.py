"""Records of the national 双重预防 exchange: their codes, whom they are about, their own acceptance, and bad files."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from data.exchange.errors import FileRefused, NoTable
from data.exchange.outcome import ImportReport
from data.packs import Pack
from data.store.doctor import examine
from data.store.models import EventRow, HazardRow
from tests.exchange import books
from tests.exchange.books import objects, only, roster

CODE = "91370115MAWTN9KU4L"
RECORD = {
    "id": "e1", "companyCode": CODE, "hazardCode": "YHPC-0001", "riskMeasureId": "m7", "checkRecordId": "c9",
    "dangerName": "灭火器", "dangerLevel": "0", "registTime": "2021-05-12 09:30:00", "registrant": "示例甲",
    "dangerSrc": "1", "dangerManageType": "1", "hazardDangerType": "5", "hazardCategory": "1",
    "dangerDesc": "三号仓库灭火器压力不足", "dangerReason": "未按期检查", "controlMeasures": "更换灭火器", "cost": 0.25,
    "liablePerson": "示例乙", "dangerManageDeadline": "2021-05-20", "checkAcceptPerson": None, "checkAcceptTime": None,
    "checkAcceptComment": None, "dangerState": "0", "deleted": "0", "createDate": "2021-05-12 09:30:00",
    "createBy": "a",
}  # fmt: skip


def sent(engine: Engine, pack: Pack, tmp: Path, *records: Any, wrap: Any = None, **more: Any) -> ImportReport:
    """Import records, as a bare list or within ``wrap``."""
    path = tmp / "交换.json"
    path.write_text(json.dumps(wrap(list(records)) if wrap else list(records), ensure_ascii=False), "utf-8")
    return books.imported(engine, pack, path, more.pop("kind", "exchange"), **more)


@pytest.fixture
def known(engine: Engine, pack: Pack, tmp_path: Path) -> Engine:
    """The enterprise of the records."""
    objects(engine, pack, tmp_path, [roster()])
    return engine


def test_a_record_becomes_a_hazard_of_the_enterprise_with_its_codes_in_words(
    known: Engine, pack: Pack, tmp_path: Path
) -> None:
    row = only(sent(known, pack, tmp_path, RECORD))
    assert row.outcome == "OK", row.problems
    assert row.values is not None
    wanted = {
        "subject": "示例机械厂", "uscc": CODE, "found_on": "2021-05-12", "deadline": "2021-05-20", "level": 0,
        "description": "三号仓库灭火器压力不足", "measures": "更换灭火器", "responsible": "示例乙", "funds_yuan": 2500,
        "manage_type": 1, "category": "消防", "inspector": "示例甲", "status": "RECTIFYING", "code": "YHPC-0001",
    }  # fmt: skip
    assert {key: row.values[key] for key in wanted} == wanted
    (hazard,) = books.stored(known, HazardRow.source, HazardRow.town, HazardRow.ext_code, HazardRow.place_quality)
    assert hazard[:3] == (1, "370115006", "YHPC-0001")
    found = [text for (text,) in books.stored(known, EventRow.text) if '"what":"found"' in text]
    assert '"riskMeasureId":"m7"' in found[0]
    assert '"dangerReason":"未按期检查"' in found[0]
    assert examine(known, pack) == []


@pytest.mark.parametrize(
    "wrap", [lambda records: {"data": records}, lambda records: {"code": 0, "result": {"rows": records}}]
)
def test_records_are_found_inside_an_envelope(known: Engine, pack: Pack, tmp_path: Path, wrap: Any) -> None:
    assert sent(known, pack, tmp_path, RECORD, wrap=wrap, kind=None).counts["OK"] == 1


def test_the_same_records_again_change_nothing_and_a_later_state_moves_the_hazard_on(
    known: Engine, pack: Pack, tmp_path: Path
) -> None:
    sent(known, pack, tmp_path, RECORD)
    assert sent(known, pack, tmp_path, RECORD).batch is None
    later = RECORD | {"dangerDesc": "三号仓库灭火器失压", "dangerState": "1"}
    row = only(sent(known, pack, tmp_path, later))
    assert row.flags == ["CLAIM_WITHOUT_REINSPECTION"]
    assert set(row.changes or {}) == {"description", "status"}
    done = later | {"dangerState": "9", "checkAcceptTime": "2021-05-19 16:00:00", "checkAcceptPerson": "示例丙"}
    assert only(sent(known, pack, tmp_path, done)).outcome == "UPDATE"
    assert [row.state for row in books.stored(known, HazardRow.state)] == ["CLOSED"]


@pytest.mark.parametrize(
    ("record", "state"),
    [
        ({"dangerState": 0}, "RECTIFYING"),
        ({"dangerState": 1}, "SUBMITTED"),
        ({"dangerState": 9}, "SUBMITTED"),
        ({"dangerState": 9, "checkAcceptTime": "2021-05-19"}, "CLOSED"),
        ({"dangerState": 9, "checkAcceptTime": 1621411200000}, "CLOSED"),
        ({"dangerState": 9, "checkAcceptTime": "2021-05-19", "dangerLevel": 1}, "SUBMITTED"),
    ],
)
def test_the_enterprises_own_acceptance_closes_only_with_its_day_and_never_what_is_major(
    known: Engine, pack: Pack, tmp_path: Path, record: dict[str, Any], state: str
) -> None:
    sent(known, pack, tmp_path, RECORD | record)
    row = only(sent(known, pack, tmp_path, RECORD | record | {"hazardCode": "YHPC-0009"}))
    assert ("企业自行验收" in str(row.problems)) == ("checkAcceptTime" in record)
    assert {row.state for row in books.stored(known, HazardRow.state)} == {state}


def test_two_records_that_say_the_same_under_two_codes_are_two_hazards(
    known: Engine, pack: Pack, tmp_path: Path
) -> None:
    twice = (RECORD, RECORD | {"hazardCode": "YHPC-0002"})
    assert sent(known, pack, tmp_path, *twice).counts["OK"] == 2
    assert sent(known, pack, tmp_path, *twice).counts["UNCHANGED"] == 2


def test_a_deleted_record_is_left_out_and_ends_nothing(known: Engine, pack: Pack, tmp_path: Path) -> None:
    sent(known, pack, tmp_path, RECORD)
    row = only(sent(known, pack, tmp_path, RECORD | {"deleted": "1", "dangerState": "9"}))
    assert row.outcome == "UNCHANGED"
    assert "已删除" in row.problems[0].message
    assert [row.state for row in books.stored(known, HazardRow.state)] == ["RECTIFYING"]


def test_every_problem_names_the_record_and_the_field(known: Engine, pack: Pack, tmp_path: Path) -> None:
    bad = RECORD | {"companyCode": "370115001", "registTime": "2021-02-30", "dangerState": "5", "dangerLevel": "7"}
    report = sent(known, pack, tmp_path, RECORD, bad)
    assert [row.outcome for row in report.rows] == ["OK", "ERROR"]
    row = report.rows[1]
    assert {"BAD_DATE", "BAD_VALUE", "MISSING_FIELD"} <= set(row.flags)
    cells = {problem.cell for problem in row.problems}
    assert {"$[1].registTime", "$[1].dangerState", "$[1].dangerLevel", "$[1].companyCode"} <= cells
    assert any("370115001" in problem.message for problem in row.problems)


def test_an_enterprise_that_nobody_knows_is_created_when_the_record_names_it(
    engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    row = only(sent(engine, pack, tmp_path, RECORD | {"companyName": "示例化工厂"}, as_town="370115006"))
    assert "OBJECT_CREATED" in row.flags


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('[{"companyCode": "a"', "第"),
        ('[{"a": 1}, 7]', "第 2 项"),
        ("[" * 100_000 + '{"a": 1}' + "]" * 100_000, "JSON"),
        ('{"a":' * 50_000 + "1" + "}" * 50_000, "JSON"),
        ("[]", "空"),
        ("{" + ",".join(f'"k{n}": 1' for n in range(2_000)) + "}", "列"),
    ],
)
def test_files_that_are_no_records_are_refused_with_the_reason(
    engine: Engine, pack: Pack, tmp_path: Path, text: str, why: str
) -> None:
    path = tmp_path / "交换.json"
    path.write_text(text, "utf-8")
    with pytest.raises(FileRefused) as refused:
        books.imported(engine, pack, path, "exchange")
    assert why in refused.value.sentence()


def test_json_of_something_else_says_what_is_needed(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    with pytest.raises(NoTable, match="隐患内容"):
        sent(engine, pack, tmp_path, {"name": "x", "value": 3})


@pytest.mark.parametrize("time", ["9" * 400, "9" * 15, "²" * 12])
def test_a_time_that_is_none_refuses_its_record_only(known: Engine, pack: Pack, tmp_path: Path, time: str) -> None:
    other = RECORD | {"hazardCode": "YHPC-0002", "registTime": time}
    report = sent(known, pack, tmp_path, RECORD, other)
    assert [(row.outcome, row.flags) for row in report.rows][1] == ("ERROR", ["BAD_DATE"])
    assert report.counts["OK"] == 1
