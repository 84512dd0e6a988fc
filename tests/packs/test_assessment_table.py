"""The table of the assessment: every fault of it is named, and its versions follow one another."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from data.packs import load_pack
from data.rules.assessment import Of, version_on
from tests.packs.jurisdictions import INVENTED
from tests.packs.test_damage import set_cell, told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(INVENTED, tmp_path / "pack"))


def test_the_version_of_the_day_weighs(folder: Path) -> None:
    pack = load_pack(folder)
    before, after = (version_on(pack.assessment, Of.TOWN, day) for day in (date(2023, 12, 31), date(2024, 1, 1)))
    assert (before.items[0].weight, after.items[0].weight) == (20, 25)
    assert (before.items[0].n_min, before.items[2].per, before.items[6].target) == (5, 0.5, 0.9)
    assert before.items[5].figures == ("duty_rate", "on_map_rate")


@pytest.mark.parametrize(
    ("row", "column", "value", "key"),
    [
        (2, "item", "charm", "bad_choice"),
        (2, "applies_to", "village", "bad_choice"),
        (2, "weight", "21", "weights_sum"),
        (2, "weight", "-1", "not_a_weight"),
        (3, "item", "on_time", "item_repeated"),
        (3, "valid_to", "2025-01-01", "version_ends_apart"),
        (2, "formula", "guess", "bad_choice"),
        (2, "parameters", "figure", "bad_parameters"),
        (2, "parameters", "n_min=5", "missing_parameter"),
        (2, "parameters", "figure=overdue", "unknown_figure"),
        (4, "parameters", "figure=on_time_rate; per=1", "unknown_figure"),
        (4, "parameters", "figure=overdue; per=0", "bad_parameter"),
        (4, "parameters", "figure=overdue; per=1; per=2", "parameter_repeated"),
        (2, "parameters", "figure=on_time_rate; n_min=1.5", "bad_parameter"),
        (6, "parameters", "figure=on_time_rate", "unknown_parameter"),
        (22, "valid_from", "2023-12-31", "versions_overlap"),
    ],
)
def test_a_bad_cell_is_named(folder: Path, row: int, column: str, value: str, key: str) -> None:
    set_cell(folder, "assessment.csv", row, column, value)
    assert ("assessment.csv", row, column, key) in told(folder)


def test_a_version_of_the_assessment_does_not_end_before_it_begins(folder: Path) -> None:
    for row in range(2, 12):
        set_cell(folder, "assessment.csv", row, "valid_to", "2020-12-31")
    assert told(folder)[0] == ("assessment.csv", 2, "valid_to", "ends_before_it_begins")
