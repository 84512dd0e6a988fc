"""``onemap paper`` shows a paper without numbering or issuing it."""

import json
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader
from sqlalchemy import Engine

from dashboard.cli import main
from data.packs import Pack
from data.store.database import writing
from data.store.streams import record
from tests import factories


@pytest.fixture
def no(sqlite_engine: Engine, pack: Pack) -> str:
    told = factories.found(town=pack.towns[0].code, description="气瓶未固定")
    with writing(sqlite_engine) as connection:
        record(connection, pack, factories.OFFICER, [told])
    return told.id


def run(engine: Engine, *words: str) -> int:
    return main(["paper", *words, "--database", engine.url.render_as_string(hide_password=False)])


def test_a_preview_is_written_as_docx_and_as_pdf(
    sqlite_engine: Engine, no: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for ending in ("docx", "pdf"):
        assert run(sqlite_engine, no, "rectification_order", "--out", str(tmp_path / f"令.{ending}"), "--json") == 0
        assert json.loads(capsys.readouterr().out)["title"] == "责令限期整改指令书"
    words = [paragraph.text for paragraph in docx.Document(str(tmp_path / "令.docx")).paragraphs]
    assert "气瓶未固定" in words
    assert "气瓶未固定" in PdfReader(tmp_path / "令.pdf").pages[0].extract_text()


@pytest.mark.parametrize(
    ("kind", "file", "sentence"),
    [
        ("order", "令.pdf", "rectification_order"),
        ("rectification_order", "令.txt", "后缀"),
        ("rectification_order", "没有/令.pdf", "无法写入"),
    ],
)
def test_what_cannot_be_written_is_one_sentence(
    sqlite_engine: Engine, no: str, tmp_path: Path, kind: str, file: str, sentence: str,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    assert run(sqlite_engine, no, kind, "--out", str(tmp_path / file)) == 1
    told = capsys.readouterr().err
    assert sentence in told
    assert told.count("\n") == 1


def test_a_hazard_that_is_not_there_is_told(sqlite_engine: Engine, tmp_path: Path) -> None:
    assert run(sqlite_engine, "YH0", "rectification_order", "--out", str(tmp_path / "令.pdf")) == 1
