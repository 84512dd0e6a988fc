"""``onemap stats`` says what the public interface promises, and says clearly what it cannot."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.cli import main
from data.exchange.histories import import_histories
from data.packs import Pack
from data.rules.coverage import EVERY_KPI_BY_KEY
from data.rules.scope import SYSTEM, Scope
from tests.figures.test_readmodel import INPUTS

JUNE = ("--from", "2021-06-01", "--to", "2021-06-30", "--as-of", "2021-06-30")


@pytest.fixture
def database(sqlite_engine: Engine, pack: Pack) -> str:
    import_histories(sqlite_engine, pack, Scope.whole(pack.code), SYSTEM, INPUTS / "worked_example.json")
    return str(sqlite_engine.url)


def stats(capsys: pytest.CaptureFixture[str], database: str, *args: str) -> Any:
    assert main(["stats", "--json", "--database", database, *args]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_worked_example_is_printed_to_the_last_digit(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    expected = json.loads((INPUTS / "worked_example.figures.json").read_text("utf-8"))
    told = stats(capsys, database, *JUNE)
    assert told["period"] == expected["period"]
    assert told["as_of"] == expected["as_of"]
    assert told["scope"] == {"towns": None, "sectors": None, "include_start_zone": True}
    assert set(told["kpis"]) == set(EVERY_KPI_BY_KEY)
    for key, value in expected["kpis"].items():
        assert {name: told["kpis"][key][name] for name in value} == value
    assert told["kpis"]["rectification_rate"]["label"] == "整改率"
    assert told["by_town"]["370115007"]["hazards_total"] == {"value": 9}
    assert told["by_town"]["unassigned"]["hazards_total"] == {"value": 0}
    assert told["by_sector"]["H08"]["overdue"] == {"value": 2}


def test_the_end_of_the_chain_is_told_and_can_be_proved(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    head = stats(capsys, database, *JUNE, "--kpi", "hazards_total")["head"]
    early = stats(capsys, database, *JUNE, "--change", "3")["head"]
    assert early.startswith("3-")
    assert main(["stats", "--database", database, *JUNE]) == 0
    assert head in capsys.readouterr().out
    for each in (head, early):
        assert main(["audit", "verify", "--database", database, "--head", each]) == 0


def test_figures_narrow_to_towns_of_twelve_digits_levels_and_keys(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    told = stats(
        capsys, database, *JUNE, "--town", "370115007000", "--level", "1", "--kpi", "hazards_total", "overdue_rate"
    )
    assert told["scope"]["towns"] == ["370115007"]
    assert list(told["kpis"]) == ["hazards_total", "overdue_rate"]
    assert told["kpis"]["hazards_total"]["value"] == 2
    assert told["kpis"]["overdue_rate"] == {"label": "逾期率", "value": 0.5, "numerator": 1, "denominator": 2}
    assert list(told["by_town"]) == ["370115007"]


def test_the_start_zone_can_be_left_out(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = stats(capsys, database, *JUNE, "--include-start-zone", "no")
    assert told["scope"]["include_start_zone"] is False
    assert "370115003" not in told["by_town"]
    assert told["kpis"]["hazards_total"]["value"] == 9


def test_figures_as_known_at_a_change(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert stats(capsys, database, *JUNE, "--change", "0")["kpis"]["hazards_total"]["value"] == 0
    told = stats(capsys, database, *JUNE, "--change", "2")
    assert told["change"] == 2
    assert told["kpis"]["hazards_total"]["value"] == 1


@pytest.mark.parametrize(
    ("args", "names"),
    [
        (("--town", "999999999"), "999999999"),
        (("--sector", "X1"), "X1"),
        (("--kpi", "nonsense"), "nonsense"),
        (("--change", "99999"), "99999"),
        (("--from", "2021-06-30", "--to", "2021-06-01"), "2021-06-30"),
    ],
)
def test_what_cannot_be_answered_is_one_sentence(
    database: str, capsys: pytest.CaptureFixture[str], args: tuple[str, ...], names: str
) -> None:
    assert main(["stats", "--database", database, *args]) == 1
    told = capsys.readouterr()
    assert names in told.err
    assert told.err.count("\n") == 1
    assert not told.out


def test_without_a_database_the_way_out_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", "--database", f"sqlite:///{tmp_path / 'none.sqlite'}"]) == 1
    assert "none.sqlite" in capsys.readouterr().err
