"""The sample ledgers meet every row of their expectations, values included."""

import json
from collections import Counter
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from data.exchange.outcome import FLAGS, ImportReport
from data.packs import Pack
from data.store.database import open_engine, prepare
from data.store.doctor import examine
from data.store.models import EquipmentRow, EventRow, HazardRow, ObjectRow
from geo.datum import Datum
from tests.exchange.books import LEDGERS, imported

EXPECTED = json.loads((LEDGERS / "expected.json").read_text("utf-8"))
FILES = {file["file"]: file for file in EXPECTED["files"]}
DATUMS = {"GCJ-02": Datum.GCJ02, "WGS84": Datum.WGS84, None: None}
WHOLE_COUNTY = "370115000000"
RENAMED = EXPECTED["context"]["names"]


def bring(engine: Engine, pack: Pack, file: dict[str, Any], **more: Any) -> ImportReport:
    town = None if file["caller_scope"] == WHOLE_COUNTY else file["caller_scope"]
    datum = DATUMS[file["declared_crs"]]
    return imported(engine, pack, LEDGERS / file["file"], file["kind"], datum=datum, as_town=town, **more)


@pytest.fixture(scope="module")
def database(pack: Pack, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """All six imported in their order, each report by file name."""
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('ledgers')}/ledgers.sqlite")
    prepare(engine, pack)
    yield engine, {name: bring(engine, pack, file) for name, file in FILES.items()}
    engine.dispose()


@pytest.fixture(scope="module")
def reports(database: Any) -> dict[str, ImportReport]:
    return dict(database[1])


@pytest.mark.parametrize("name", FILES)
def test_counts_lie_within_the_expected_ranges(reports: dict[str, ImportReport], name: str) -> None:
    counts = reports[name].counts
    wrong = {
        outcome: (counts[outcome], limits)
        for outcome, limits in FILES[name]["counts_range"].items()
        if not limits[0] <= counts[outcome] <= limits[1]
    }
    assert wrong == {}
    assert counts["UPDATE"] == counts["UNCHANGED"] == 0


@pytest.mark.parametrize("name", FILES)
def test_every_row_has_an_accepted_outcome(reports: dict[str, ImportReport], name: str) -> None:
    found = {(row.sheet, row.row): row for row in reports[name].rows}
    for sheet, outcomes in FILES[name]["row_outcomes"].items():
        for number, accepted in outcomes.items():
            row = found.pop((sheet, int(number)))
            assert row.outcome in accepted.split("|"), (number, row)
    assert {row.outcome for row in found.values()} <= {"SKIP"}


@pytest.mark.parametrize("name", FILES)
def test_skipped_rows_are_those_that_are_no_data(reports: dict[str, ImportReport], name: str) -> None:
    skipped = {(row.sheet, str(row.row)) for row in reports[name].rows if row.outcome == "SKIP"}
    assert skipped == {(sheet["name"], row) for sheet in FILES[name]["sheets"] for row in sheet["skip_rows"]}


@pytest.mark.parametrize("name", FILES)
def test_named_flags_are_raised_and_none_is_invented(reports: dict[str, ImportReport], name: str) -> None:
    found = {(row.sheet, row.row): row for row in reports[name].rows}
    for expected in FILES[name]["rows"]:
        row = found[(expected["sheet"], expected["row"])]
        wanted = {flag for flag in expected.get("flags", ()) if not flag.startswith("<")}
        assert wanted <= set(row.flags) or row.outcome == "OK", (row, wanted)
    assert {flag for row in reports[name].rows for flag in row.flags} <= set(FLAGS)


def parsed_rows() -> list[Any]:
    return [
        pytest.param(name, expected, id=f"{name[:3]}-{expected['row']}")
        for name, file in FILES.items()
        for expected in file["rows"]
        if expected.get("parsed")
    ]


@pytest.mark.parametrize(("name", "expected"), parsed_rows())
def test_values_are_understood(reports: dict[str, ImportReport], name: str, expected: dict[str, Any]) -> None:
    row = next(row for row in reports[name].rows if (row.sheet, row.row) == (expected["sheet"], expected["row"]))
    assert row.values is not None
    assert {key: value for key, value in expected["parsed"].items() if not matches(row.values, key, value)} == {}


def matches(values: dict[str, Any], key: str, wanted: Any) -> bool:
    if key.endswith("_any_of"):
        return values[key.removesuffix("_any_of")] in wanted
    if key == "status_not":
        return bool(values["status"] != wanted)
    if key == "description_starts":
        return str(values["description"]).startswith(wanted)
    if key == "town_code":
        return bool(values["town"] == wanted[:9])
    if key in ("lon", "lat") and wanted is not None:
        return abs(values[key] - wanted) <= 1e-5
    return bool(values[RENAMED.get(key, key)] == wanted)


def test_problems_name_the_cell_they_are_about(reports: dict[str, ImportReport]) -> None:
    rows = {row.row: row for row in reports["A01_济阳区监管对象名录.xlsx"].rows}
    assert rows[75].problems[0].cell == "C75"
    assert "91370115" in rows[75].problems[0].message
    assert rows[19].problems[0].cell == "B19"
    assert all(problem.cell for row in rows.values() for problem in row.problems if row.outcome == "ERROR")


def test_the_same_files_again_change_nothing(database: Any, pack: Pack) -> None:
    engine, first = database
    before = totals(engine)
    for name, file in FILES.items():
        again = bring(engine, pack, file)
        assert (again.counts["OK"], again.counts["UPDATE"], again.batch) == (0, 0, None)
        assert again.counts["UNCHANGED"] == first[name].counts["OK"]
        assert {row.action.value for row in again.rows} == {"none"}
    assert totals(engine) == before


def totals(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return [
            connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (EventRow, ObjectRow, HazardRow, EquipmentRow)
        ]


def test_only_accepted_rows_stand_in_the_database(database: Any) -> None:
    engine, first = database
    inserted = Counter(report.kind for report in first.values() for row in report.rows if row.action == "insert")
    with engine.connect() as connection:
        hazards = connection.execute(select(HazardRow.state, HazardRow.place_quality, HazardRow.lon)).all()
        provisional = connection.scalar(select(func.count()).where(ObjectRow.provisional))
        equipment = connection.scalar(select(func.count()).select_from(EquipmentRow))
        held = connection.scalar(select(func.count()).where(ObjectRow.name == "济阳鑫源危险货物运业有限公司"))
    assert (len(hazards), equipment) == (inserted["hazards"], inserted["equipment"])
    assert provisional == 1
    assert held == 0
    assert all(hazard.lon is not None for hazard in hazards)


def test_a_dry_run_tells_the_same_and_writes_nothing(engine: Engine, pack: Pack) -> None:
    file = FILES["A01_济阳区监管对象名录.xlsx"]
    dry = bring(engine, pack, file, dry_run=True)
    assert (dry.committed, dry.batch) == (False, None)
    assert totals(engine) == [0, 0, 0, 0]
    wet = bring(engine, pack, file)
    assert wet.committed
    assert [row.json() for row in dry.rows] == [row.json() for row in wet.rows]
    assert totals(engine)[1] == wet.counts["OK"] + wet.counts["WARN"] - 1


def test_the_rates_of_special_equipment_follow_from_what_was_accepted(database: Any) -> None:
    engine, _ = database
    name = next(name for name, file in FILES.items() if file["kind"] == "equipment")
    day = date(2021, 6, 30).toordinal()
    with engine.connect() as connection:
        rows = connection.execute(select(EquipmentRow).where(EquipmentRow.status == "在用")).all()
    lifts = [row for row in rows if row.kind == "电梯"]
    key = [row for row in lifts if row.is_key_place]
    assert FILES[name]["rates_at_2021_06_30_over_inserted_rows"] == {
        "in_use": len(rows),
        "valid": sum(row.due_day >= day for row in rows),
        "in96333": sum(row.in_96333 for row in lifts),
        "lifts_in_use": len(lifts),
        "key": len(key),
        "key_insured": sum(row.insured_day >= day for row in key),
    }


def test_the_doctor_finds_nothing_after_the_ledgers(database: Any, pack: Pack) -> None:
    engine, _ = database
    assert [finding for finding in examine(engine, pack) if finding.level != "info"] == []
