"""Rows of the dictionaries of law are checked when a pack is loaded."""

import shutil
from pathlib import Path

import pytest

from tests.packs.jurisdictions import INVENTED
from tests.packs.test_damage import set_cell, told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(INVENTED, tmp_path / "pack"))


@pytest.mark.parametrize(
    ("name", "row", "column", "value", "key"),
    [
        ("criteria.csv", 2, "sectors", "XXX", "unknown_reference"),
        ("criteria.csv", 2, "valid_to", "1999-01-01", "ends_before_it_begins"),
        ("causes.csv", 2, "valid_to", "1999-01-01", "ends_before_it_begins"),
        ("causes.csv", 2, "type", "天", "bad_choice"),
        ("grounds.csv", 2, "unit_max", "500", "bad_fine_range"),
        ("grounds.csv", 2, "unit_max", "", "bad_fine_range"),
        ("grounds.csv", 2, "unit_min", "-1", "bad_fine_range"),
    ],
)
def test_a_wrong_row_is_named(folder: Path, name: str, row: int, column: str, value: str, key: str) -> None:
    set_cell(folder, name, row, column, value)
    field = "unit_max" if key == "bad_fine_range" else column
    assert told(folder) == [(name, row, field, key)]


def test_a_clause_that_stands_twice_is_named(folder: Path) -> None:
    path = folder / "grounds.csv"
    path.write_text(path.read_text("utf-8") + path.read_text("utf-8").splitlines()[1] + "\n", "utf-8")
    assert told(folder) == [("grounds.csv", 3, "cause", "repeated")]
