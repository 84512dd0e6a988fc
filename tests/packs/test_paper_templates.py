"""A wrong template of a paper is refused with its file and line."""

import shutil
from pathlib import Path

import pytest

from tests.packs.jurisdictions import INVENTED
from tests.packs.test_damage import replace_text, told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(INVENTED, tmp_path / "pack"))


ORDER = "papers/order.toml"


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "key"),
    [
        ("{description}", "{descripcion}", 18, "descripcion", "paper_placeholder"),
        ("{deadline}", "{deadline", 18, "part", "paper_brace"),
        ('title = "Orden de corrección"', "", 0, "title", "missing_entry"),
        ('day = "{day}', 'colour = "red"\nday = "{day}', 4, "colour", "unknown_entry"),
        ("{seq:03d}", "", 3, "number", "bad_paper_number"),
        ("{mark}-{day:%Y}", "{town}", 3, "number", "bad_paper_number"),
        ("{day}/{month}", "{month}", 4, "day", "bad_paper_day"),
        ('"en"', '"xx"', 5, "language", "bad_choice"),
        ('"NOTICED"', '"NOTIFICADO"', 6, "states", "bad_choice"),
        ('notice = "doc_no"', 'notice = "number"', 8, "moves", "paper_move"),
        ("valid_from = 2000-01-01", 'valid_from = "2000"', 10, "law", "paper_law"),
        ("\nsign = [", "\nsignature = [", 24, "part", "paper_part"),
        ('["Número", "{hazard_no}"]', '["Número", "{hazard_no}", "x"]', 21, "part", "paper_rows"),
        ('to = "Señores {subject}:"', "to = 7", 15, "part", "paper_rows"),
    ],
)
def test_a_wrong_template_of_a_paper_is_named_with_its_line(
    folder: Path, old: str, new: str, line: int, field: str, key: str
) -> None:
    replace_text(folder, ORDER, old, new)
    assert told(folder) == [(ORDER, line, field, key)]


def test_articles_of_law_that_overlap_are_named(folder: Path) -> None:
    later = '[[law]]\ntext = "Ordenanza 9"\nvalid_from = 2010-01-01\n\n[[part]]\nto'
    replace_text(folder, ORDER, "[[part]]\nto", later)
    assert told(folder) == [(ORDER, 15, "law", "paper_law_overlaps")]
