"""Histories in and out are the identity, and a file that breaks a rule is refused whole."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from data.errors import OneMapError
from data.exchange.histories import export_histories, import_histories
from data.packs import Pack
from data.rules.scope import SYSTEM, Scope
from data.store.models import EventRow, HazardRow
from tests import INPUTS

EXAMPLE = INPUTS / "histories" / "worked_example.json"
FIVE = {"person": "李某", "measures": "分区存放", "funds_yuan": 1200.5, "deadline": "2021-06-12", "plan": "处置方案"}
LONG = {
    "hazard_no": "YH370115007202106010777",
    "subject": {"kind": "enterprise", "name": "示例企业77号", "uscc": None},
    "town": "370115007", "sector": "H08", "level": 1, "source": 6, "manage_type": 1,
    "description": "举报反映仓库违规储存", "address": None, "lon": None, "lat": None, "repeat": False,
    "events": [
        {"at": "2021-06-01T09:00:00+08:00", "kind": "found", "by": "张某"},
        {"at": "2021-06-01T15:00:00+08:00", "kind": "confirmed", "level": 1},
        {"at": "2021-06-02", "kind": "noticed", "deadline": "2021-06-12", "doc_no": "济应急责改〔2021〕77号"},
        {"at": "2021-06-02", "kind": "rectifying", "five": FIVE},
        {"at": "2021-06-03", "kind": "listed", "level": "区"},
        {"at": "2021-06-10", "kind": "extension_requested", "deadline": "2021-07-05"},
        {"at": "2021-06-11", "kind": "extended", "deadline": "2021-07-05"},
        {"at": "2021-06-20", "kind": "submitted", "cost_yuan": 1200},
        {"at": "2021-06-25", "kind": "reinspected", "result": "partial"},
        {"at": "2021-06-26", "kind": "case_filed", "case_no": "济应急罚立〔2021〕7号"},
        {"at": "2021-06-27", "kind": "noticed", "deadline": "2021-07-10"},
        {"at": "2021-07-01", "kind": "case_stage", "stage": "C3"},
        {"at": "2021-07-08", "kind": "submitted", "cost_yuan": 300},
        {"at": "2021-07-09", "kind": "reinspected", "result": "pass"},
        {"at": "2021-07-10", "kind": "case_decided", "fine_yuan": 20000, "penalties": ["罚款"]},
        {"at": "2021-07-12", "kind": "closed"},
        {"at": "2021-07-20", "kind": "case_closed", "end": "结案"},
        {"at": "2021-07-21", "kind": "delisted"},
    ],
}  # fmt: skip
TRANSFER = {
    "no": "T01", "hazard_no": None, "town": "370115002", "sector": "H03", "from": "区住建局", "to": "区城市管理局",
    "transferred_at": "2021-05-02", "received_at": "2021-05-02", "filed_at": "2021-05-20", "decided_at": None,
    "closed_at": None, "fine_yuan": None,
}  # fmt: skip


def document(*hazards: Any, transfers: tuple[Any, ...] = ()) -> dict[str, Any]:
    return {"format": "onemap-histories/1", "pack": "370115", "hazards": list(hazards), "transfers": list(transfers)}


@pytest.fixture
def take(engine: Engine, pack: Pack, tmp_path: Path) -> Callable[[Any], dict[str, int]]:
    def _take(content: Any) -> dict[str, int]:
        file = tmp_path / "in.json"
        file.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False), "utf-8")
        return import_histories(engine, pack, Scope.whole(pack.code), SYSTEM, file).counts

    return _take


@pytest.fixture
def give(engine: Engine, pack: Pack, tmp_path: Path) -> Callable[[], dict[str, Any]]:
    def _give() -> dict[str, Any]:
        with engine.connect() as connection:
            numbers = list(connection.scalars(select(HazardRow.hazard_no).order_by(HazardRow.hazard_no)))
            export_histories(connection, pack, Scope.whole(pack.code), numbers, tmp_path / "out.json")
        loaded: dict[str, Any] = json.loads((tmp_path / "out.json").read_text("utf-8"))
        return loaded

    return _give


def count(engine: Engine, table: type) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def test_the_worked_example_comes_back_as_it_went_in(take: Any, give: Any) -> None:
    told = json.loads(EXAMPLE.read_text("utf-8"))
    assert take(told)["OK"] == 10
    assert give() == told


def test_every_kind_of_step_and_a_transfer_come_back_as_they_went_in(take: Any, give: Any) -> None:
    told = document(LONG, transfers=(TRANSFER,))
    take(told)
    assert give() == told


def test_a_point_inside_a_town_does_not_invent_a_declared_town(take: Any, give: Any) -> None:
    told = document(LONG | {"town": None, "lon": 117.169, "lat": 36.975})
    take(told)
    assert give() == told


def test_a_point_outside_the_county_is_kept_as_it_was_told(take: Any, give: Any) -> None:
    told = document(LONG | {"lon": 118.05, "lat": 36.81})
    take(told)
    assert give() == told


def test_the_same_file_twice_changes_nothing(take: Any, engine: Engine) -> None:
    take(document(LONG, transfers=(TRANSFER,)))
    before = count(engine, EventRow)
    assert take(document(LONG, transfers=(TRANSFER,)))["UNCHANGED"] == 2
    assert count(engine, EventRow) == before


def test_a_longer_past_adds_what_is_new(take: Any, give: Any) -> None:
    take(document(LONG | {"events": LONG["events"][:8]}))
    assert take(document(LONG))["UPDATE"] == 1
    assert give() == document(LONG)


def test_another_past_of_a_known_hazard_is_refused(take: Any) -> None:
    take(document(LONG))
    other = LONG | {"events": [LONG["events"][0], {"at": "2021-06-02", "kind": "voided", "reason": "不属实"}]}
    with pytest.raises(OneMapError, match=r"YH370115007202106010777.*第 2 步"):
        take(document(other))


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        ({"town": "999999999"}, "town"),
        ({"sector": "X9"}, "sector"),
        ({"hazard_no": ""}, "hazard_no"),
        ({"events": []}, "events"),
        ({"level": 7}, "level"),
        ({"source": "six"}, "source"),
        ({"lon": 999.0, "lat": 1.0}, "lon"),
        ({"events": [{"at": "yesterday", "kind": "found"}]}, "yesterday|at"),
        ({"events": [{"at": "2021-06-01", "kind": "danced"}]}, "danced"),
        ({"events": [{"at": "2021-06-01", "kind": "closed"}]}, "found"),
        ({"events": [*LONG["events"][:3], {"at": "2021-06-01", "kind": "submitted"}]}, "4"),
        ({"events": [*LONG["events"][:3], {"at": "2021-06-03", "kind": "closed"}]}, "4"),
        ({"events": [*LONG["events"][:2], {"at": "2021-06-03", "kind": "noticed", "deadline": "soon"}]}, "3"),
    ],
)
def test_a_history_that_breaks_a_rule_is_refused_whole(take: Any, engine: Engine, damage: Any, says: str) -> None:
    with pytest.raises(OneMapError, match=says):
        take(document(LONG | {"hazard_no": "YH370115007202106010778", "events": LONG["events"][:5]}, LONG | damage))
    assert count(engine, HazardRow) == 0
    assert count(engine, EventRow) == 0


def test_a_case_number_used_twice_is_refused_by_hazard_and_step(take: Any) -> None:
    second = LONG | {"hazard_no": "YH370115007202106010778"}
    with pytest.raises(OneMapError, match=r"YH370115007202106010778.*〔2021〕7号"):
        take(document(LONG, second))


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", '{"format": "other"}', '{"format": "onemap-histories/1", "pack": "1"}', "\x00",
     '{"format": "onemap-histories/1", "pack": "370115", "hazards": [1]}'],
)  # fmt: skip
def test_what_is_no_histories_file_gets_a_sentence(take: Any, content: str) -> None:
    with pytest.raises(OneMapError, match="无法读取"):
        take(content)


def amending(**fields: Any) -> dict[str, Any]:
    return LONG | {"events": [*LONG["events"][:3], {"at": "2021-06-03", "kind": "amended", "fields": fields}]}


@pytest.mark.parametrize(
    "fields",
    [{"town": "370115999"}, {"town": "37011500799X"}, {"town": 370115007}, {"sector": "H99"}, {"lon": 117.1},
     {"lon": 500, "lat": 37.0}],
)  # fmt: skip
def test_an_amendment_with_an_unknown_code_or_half_a_point_is_refused(
    take: Any, engine: Engine, fields: dict[str, Any]
) -> None:
    with pytest.raises(OneMapError, match="YH370115007202106010777"):
        take(document(amending(**fields)))
    assert count(engine, EventRow) == 0


def test_an_amendment_takes_a_town_of_twelve_digits(take: Any, engine: Engine) -> None:
    take(document(amending(town="370115001000", sector="H03")))
    with engine.connect() as connection:
        assert connection.execute(select(HazardRow.town, HazardRow.sector)).one() == ("370115001", "H03")


@pytest.mark.parametrize("point", [(117.17, 36.98), (None, None), (100.0, 20.0)])
def test_an_amended_point_comes_back_as_it_was_told(take: Any, give: Any, point: tuple[Any, Any]) -> None:
    told = document(amending(lon=point[0], lat=point[1], address="济阳街道"))
    take(told)
    assert give()["hazards"] == told["hazards"]
    assert take(told)["UNCHANGED"] == 1


def test_a_hazard_found_before_2000_is_refused(take: Any) -> None:
    first = LONG["events"][0] | {"at": "1999-12-31"}
    with pytest.raises(OneMapError, match="1999-12-31"):
        take(document(LONG | {"events": [first]}))


def test_a_refusal_is_one_sentence_after_the_other(take: Any) -> None:
    with pytest.raises(OneMapError) as refused:
        take(document(LONG | {"events": [*LONG["events"][:1], {"at": "2021-06-02", "kind": "closed"}]}))
    assert "。。" not in refused.value.sentence()


@pytest.mark.parametrize("folder", ["/", "."])
def test_a_folder_named_as_the_target_gets_a_sentence(engine: Engine, pack: Pack, tmp_path: Path, folder: str) -> None:
    with engine.connect() as connection, pytest.raises(OneMapError, match="无法写入"):
        export_histories(connection, pack, Scope.whole(pack.code), [], Path(folder))
