"""``onemap import`` on the command line, and the importer under another country's pack."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func

from dashboard.cli import main
from data.packs import load_pack
from data.store.database import open_engine, prepare
from data.store.models import HazardRow, ObjectRow
from geo.datum import Datum
from tests.exchange.books import HAZARD_HEADER, LEDGERS, hazard, imported, stored, text

ELSEWHERE = Path(__file__).resolve().parent.parent / "inputs" / "packs" / "valle-claro"
ROSTER = LEDGERS / "A01_济阳区监管对象名录.xlsx"


@pytest.fixture
def url(tmp_path: Path) -> str:
    address = f"sqlite:///{tmp_path}/onemap.sqlite"
    assert main(["init", "--database", address]) == 0
    return address


def told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    answer = json.loads(capsys.readouterr().out)
    assert isinstance(answer, list)
    return answer


def test_json_is_one_document_of_the_promised_shape(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["import", "objects", str(ROSTER), "--crs", "gcj02", "--json", "--database", url]) == 0
    (report,) = told(capsys)
    assert {"file", "kind", "sha256", "crs", "counts", "rows", "batch", "committed"} <= set(report)
    assert (report["kind"], report["crs"], report["committed"]) == ("objects", "gcj02", True)
    rows = report["rows"]
    assert isinstance(rows, list)
    assert {"sheet", "row", "outcome", "flags", "problems", "values"} <= set(rows[0])
    assert set(rows[0]["values"]) == {
        "name", "uscc", "object_kind", "town", "address", "industry", "sector", "supervision_level", "lead_dept",
        "risk_colour", "principal", "phone", "lon", "lat",
    }  # fmt: skip


def test_a_refused_file_is_exit_code_one_and_one_sentence(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["import", "objects", str(ROSTER), "--json", "--database", url]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "--crs" in said.err
    assert len(said.err.strip().splitlines()) == 1


def test_a_refused_file_does_not_keep_the_others_out(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = text(tmp_path / "good.csv", [HAZARD_HEADER, hazard()])
    capsys.readouterr()
    assert main(["import", "hazards", str(tmp_path / "none.xlsx"), str(good), "--json", "--database", url]) == 1
    refused, taken = told(capsys)
    assert (refused["committed"], taken["committed"]) == (False, True)
    assert "none.xlsx" in str(refused["error"])


def test_people_read_rows_with_cells_and_reasons(url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = text(tmp_path / "bad.csv", [HAZARD_HEADER, hazard(检查时间="2021.2.30")])
    assert main(["import", "hazards", str(file), "--dry-run", "--as-town", "370115006", "--database", url]) == 0
    said = capsys.readouterr().out
    assert "A2" in said
    assert "2021.2.30" in said
    assert "BAD_DATE" in said


def test_an_unknown_kind_is_wrong_usage(url: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["import", "weather", "x.csv", "--database", url])
    assert ended.value.code == 2


def test_another_country_imports_with_its_own_towns_sectors_and_numbers(tmp_path: Path) -> None:
    pack = load_pack(ELSEWHERE)
    engine = open_engine(f"sqlite:///{tmp_path}/elsewhere.sqlite")
    prepare(engine, pack)
    header = ("单位名称", "统一社会信用代码", "所属镇街", "经度", "纬度", "行业领域")
    rows = [
        ("Cantera Uno", "76.123-K", "Pto. Hondo", "-71.51341", "-35.47719", "canteras"),
        ("Molino", "", "Las Canas", "-35.484", "-71.126", ""),
    ]
    roster = imported(engine, pack, text(tmp_path / "roster.csv", [header, *rows]), "objects", datum=Datum.WGS84)
    assert [row.outcome for row in roster.rows] == ["OK", "WARN"]
    assert roster.rows[1].flags == ["GEO_SWAPPED_FIXED"]
    assert stored(engine, ObjectRow.town, ObjectRow.sector, ObjectRow.uscc)[0] == ("VC-PH", "MIN", "76123K")
    ledger = [HAZARD_HEADER, hazard(所属镇街="Puerto Hondo", 被检查单位="Cantera Uno"), hazard(所属镇街="Nowhere")]
    hazards = imported(engine, pack, text(tmp_path / "ledger.csv", ledger))
    assert [row.outcome for row in hazards.rows] == ["OK", "ERROR"]
    assert [row.hazard_no for row in stored(engine, HazardRow.hazard_no)] == ["P-VC-PH-210512-001"]
    assert stored(engine, func.count(ObjectRow.id)) == [(2,)]
    engine.dispose()


def test_batches_are_listed_and_taken_back(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    at = ["--json", "--database", url]
    assert main(["import", "objects", str(ROSTER), "--crs", "gcj02", *at]) == 0
    (report,) = told(capsys)
    assert main(["takeback", str(report["batch"]), "--reason", "传错了", *at]) == 0
    assert json.loads(capsys.readouterr().out)["batch"] == report["batch"]
    assert main(["batches", *at]) == 0
    (listed,) = told(capsys)
    assert (listed["batch"], listed["kind"], bool(listed["taken_back_at"])) == (report["batch"], "objects", True)
    assert main(["takeback", str(report["batch"]), *at]) == 1
    assert "不再重复撤回" in capsys.readouterr().err


def test_waiting_rows_are_listed_and_decided_with_one_result_each(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = text(tmp_path / "台账.csv", [HAZARD_HEADER, *[hazard(隐患内容="配电箱未上锁")] * 3])
    assert main(["import", "hazards", str(ledger), "--database", url]) == 0
    capsys.readouterr()
    assert main(["review", "--json", "--database", url]) == 0
    rows = told(capsys)
    assert [(row["row"], row["flags"], row["decisions"]) for row in rows] == [
        (3, ["POSSIBLE_DUPLICATE"], []), (4, ["POSSIBLE_DUPLICATE"], []),
    ]  # fmt: skip
    ids = [str(row["held"]) for row in rows]
    assert main(["review", "accept", *ids, "nobody", "--json", "--database", url]) == 1
    said = capsys.readouterr()
    results = json.loads(said.out)
    assert [row.get("state") for row in results] == ["entered", "entered", None]
    assert "nobody" in said.err
    assert main(["review", "undo", ids[0], "--json", "--database", url]) == 0
    capsys.readouterr()
    assert main(["review", "list", "--json", "--database", url]) == 0
    assert [row["held"] for row in told(capsys)] == [ids[0]]
