"""The commands that make, upgrade and prove a database, from the command line to the exit code."""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from dashboard.cli import main
from data.packs import Pack
from data.store.database import head_revision, open_engine


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    said = capsys.readouterr()
    return code, said.out, said.err


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/some folder/county.sqlite"


def test_init_makes_a_database_that_the_doctor_finds_sound(
    capsys: pytest.CaptureFixture[str], pack: Pack, url: str
) -> None:
    code, out, _ = run(capsys, "init", "--database", url, "--pack", pack.code, "--json")
    assert code == 0
    assert json.loads(out) == {
        "pack": pack.code,
        "database": url.removeprefix("sqlite:///"),
        "revision": head_revision(),
    }
    code, out, _ = run(capsys, "doctor", "--database", url, "--json")
    assert (code, json.loads(out)["ok"], findings(out)) == (0, True, [])
    assert run(capsys, "migrate", "--database", url)[0] == 0


def findings(out: str) -> list[dict[str, str]]:
    """What the doctor found, but for the reminder of a calendar that ends: that depends on the day of the test."""
    return [found for found in json.loads(out)["findings"] if found["where"] != "holidays.csv"]


def test_migrate_creates_nothing(capsys: pytest.CaptureFixture[str], url: str, tmp_path: Path) -> None:
    code, out, err = run(capsys, "migrate", "--database", url)
    assert (code, out) == (1, "")
    assert "onemap init" in err
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_fails_with_findings_of_what_where_and_way_out(
    capsys: pytest.CaptureFixture[str], pack: Pack, url: str
) -> None:
    run(capsys, "init", "--database", url)
    with open_engine(url).begin() as connection:
        connection.execute(text("UPDATE county SET head_change = 9"))
    code, out, _ = run(capsys, "doctor", "--database", url, "--json")
    told = json.loads(out)
    assert (code, told["ok"]) == (1, False)
    assert [set(finding) for finding in findings(out)] == [{"level", "what", "where", "way_out"}]
    assert "9" in run(capsys, "doctor", "--database", url)[1]


def test_a_pack_that_differs_is_only_a_reminder_and_migrate_cures_it(
    capsys: pytest.CaptureFixture[str], pack: Pack, url: str
) -> None:
    run(capsys, "init", "--database", url)
    with open_engine(url).begin() as connection:
        connection.execute(text("UPDATE park SET name = '改'"))
    code, out, _ = run(capsys, "doctor", "--database", url, "--json")
    assert (code, [finding["level"] for finding in findings(out)]) == (0, ["warning"])
    run(capsys, "migrate", "--database", url)
    assert findings(run(capsys, "doctor", "--database", url, "--json")[1]) == []
