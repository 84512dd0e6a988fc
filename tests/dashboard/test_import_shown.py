"""Rows of every kind of ledger are told in words, in both languages."""

import json

import pytest
from sqlalchemy import Engine

from dashboard.importing import shown
from dashboard.names import Names
from data.packs import Pack
from data.words import speaking
from geo.datum import Datum
from tests.exchange.books import LEDGERS, imported

FILES = json.loads((LEDGERS / "expected.json").read_text("utf-8"))["files"]
DATUMS = {"GCJ-02": Datum.GCJ02, "WGS84": Datum.WGS84, None: None}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file["file"][:3])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_row_of_the_sample_ledgers_is_told_in_words(
    sqlite_engine: Engine, pack: Pack, file: dict[str, str], language: str
) -> None:
    datum = DATUMS[file["declared_crs"]]
    with speaking(language):
        report = imported(sqlite_engine, pack, LEDGERS / file["file"], file["kind"], datum=datum, dry_run=True)
        rows = [shown.row(file["kind"], row.json(), Names(pack)) for row in report.rows]
    assert len(rows) == len(report.rows)
    assert all(isinstance(text, str) for row in rows for pair in row["values"] for text in pair)


def test_equipment_has_words_of_its_own(pack: Pack) -> None:
    names = Names(pack)
    assert shown.label("equipment", "object") == "使用单位"
    assert shown.label("hazards", "deadline") == "整改期限"
    assert shown.value("equipment", "in_96333", True, names) == "是"
    assert shown.value("equipment", "kind", "电梯", names) == "电梯"
