"""Files that mean harm, or are not what they say: refused quickly, with the reason, and nothing written."""

import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from data.errors import OneMapError
from data.exchange.errors import FileMissing, FileRefused, NoTable
from data.exchange.prescan import MEGA, Limits, Refused, scan
from data.exchange.reader import read_workbook
from data.packs import Pack
from data.store.models import EventRow
from data.words import LANGUAGES, speaking
from tests.exchange.books import HAZARD_HEADER, LEDGERS, hazard, imported, text, xlsx

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def book(path: Path, sheet: bytes | str, *, level: int = 9, more: dict[str, bytes] | None = None) -> Path:
    """The smallest workbook around a sheet written by hand."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="r" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {MAIN} xmlns:r="{OFFICE}">'
        '<sheets><sheet name="a" sheetId="1" r:id="r"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">'
        f'<Relationship Id="r" Type="{OFFICE}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
        **(more or {}),
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def cells(*references: str) -> str:
    rows = "".join(
        f'<row r="{"".join(filter(str.isdigit, one))}"><c r="{one}"><v>1</v></c></row>' for one in references
    )
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData></worksheet>"


def far_corner(path: Path) -> Path:
    return book(path, cells("A1", "XFD1048576"))


def far_corner_in_steps(path: Path) -> Path:
    return book(path, cells("A1", "ZZ299999"))


def zip_bomb(path: Path) -> Path:
    return book(path, b"<worksheet>" + b" " * (300 * MEGA))


def ten_thousand_columns(path: Path) -> Path:
    return text(path.with_suffix(".csv"), [[f"列{number}" for number in range(10_000)], ["1"] * 10_000])


def wide_workbook(path: Path) -> Path:
    return book(path, cells("A1", "AAB1"))


def entities(path: Path) -> Path:
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return book(path, f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY l0 "lol">{lol}]><worksheet {MAIN}>&l9;</worksheet>')


def external_entity(path: Path) -> Path:
    return book(path, f'<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet {MAIN}/>')


def many_members(path: Path) -> Path:
    return book(path, cells("A1"), more={f"xl/media/{number}.png": b"x" for number in range(3_000)})


def truncated(path: Path) -> Path:
    whole = (LEDGERS / "A01_济阳区监管对象名录.xlsx").read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return path


def lying_size(path: Path) -> Path:
    content = bytearray(book(path, cells("A1") + " " * (30 * MEGA)).read_bytes())
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(b"xl/worksheets/sheet1.xml"))
    content[at + 24 : at + 28] = struct.pack("<I", 10)
    path.write_bytes(bytes(content))
    return path


def xls_garbage(path: Path) -> Path:
    path = path.with_suffix(".xls")
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x9f" * 600 + "Workbook".encode("utf-16-le") + b"\x07" * 4_000
    )
    return path


def html(path: Path) -> Path:
    path = path.with_suffix(".xls")
    path.write_text("<html><p>检查时间</p></html>", "utf-8")
    return path


def password(path: Path) -> Path:
    content = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 4_000
    path.write_bytes(content)
    return path


def picture(path: Path) -> Path:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 100)
    return path


def other_zip(path: Path) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return path


def nul_bytes(path: Path) -> Path:
    path = path.with_suffix(".csv")
    path.write_bytes("检查时间,被检查单位,隐患内容\n2021-05-12,示例\0厂,灭火器".encode())
    return path


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def broken_encoding(path: Path) -> Path:
    path = path.with_suffix(".csv")
    path.write_bytes("检查时间,被检查单位".encode() + b"\xff\x20\x81\xff")
    return path


def endless_field(path: Path) -> Path:
    path = path.with_suffix(".csv")
    path.write_text('a,b\n"' + "x" * (3 * MEGA), "utf-8")
    return path


HOSTILE: dict[Callable[[Path], Path], set[str]] = {
    far_corner: {"too_wide"},
    far_corner_in_steps: {"too_wide", "too_many_cells"},
    zip_bomb: {"bomb"},
    ten_thousand_columns: {"too_wide"},
    wide_workbook: {"too_wide"},
    entities: {"entities"},
    external_entity: {"entities"},
    many_members: {"too_many_members"},
    truncated: {"damaged"},
    lying_size: {"damaged", "bomb"},
    xls_garbage: {"damaged", "too_costly"},
    html: {"html"},
    password: {"password"},
    picture: {"not_a_ledger"},
    other_zip: {"not_a_ledger"},
    nul_bytes: {"nul_bytes"},
    empty: {"empty"},
    broken_encoding: {"encoding"},
    endless_field: {"csv"},
}


@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
def test_a_hostile_file_is_refused_with_its_reason(make: Callable[[Path], Path], tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refused:
        read_workbook(make(tmp_path / "file.xlsx"))
    assert refused.value.reason in HOSTILE[make]
    for lang in LANGUAGES:
        with speaking(lang):
            sentence = refused.value.sentence()
        assert "file" in sentence
        assert "{" not in sentence


@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
def test_a_hostile_file_leaves_nothing_behind(
    make: Callable[[Path], Path], tmp_path: Path, sqlite_engine: Engine, pack: Pack
) -> None:
    with pytest.raises(FileRefused):
        imported(sqlite_engine, pack, make(tmp_path / "file.xlsx"))
    with sqlite_engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(EventRow)) == 0


def test_what_the_look_before_lets_through_meets_the_limit_of_memory(tmp_path: Path) -> None:
    file = book(tmp_path / "stray.xlsx", cells("A1", "Z99999"))
    with pytest.raises(FileRefused) as refused:
        read_workbook(file, limits=Limits(memory=96 * MEGA, cells=10**9))
    assert refused.value.reason in ("too_costly", "damaged")


def test_a_reader_that_takes_too_long_is_killed(tmp_path: Path) -> None:
    file = xlsx(tmp_path / "slow.xlsx", [HAZARD_HEADER, hazard()])
    with pytest.raises(FileRefused) as refused:
        read_workbook(file, limits=Limits(wall_seconds=0))
    assert refused.value.reason == "too_slow"


def test_a_wrong_extension_does_not_matter(tmp_path: Path, sqlite_engine: Engine, pack: Pack) -> None:
    file = xlsx(tmp_path / "ledger.xlsx", [HAZARD_HEADER, hazard()]).rename(tmp_path / "ledger.et")
    assert imported(sqlite_engine, pack, file).counts["OK"] == 1


def test_a_missing_file_is_told(tmp_path: Path, sqlite_engine: Engine, pack: Pack) -> None:
    with pytest.raises(FileMissing):
        imported(sqlite_engine, pack, tmp_path / "nothing.xlsx")


def test_a_file_without_a_table_is_told(tmp_path: Path, sqlite_engine: Engine, pack: Pack) -> None:
    with pytest.raises(NoTable, match="隐患内容"):
        imported(sqlite_engine, pack, text(tmp_path / "letter.csv", [["关于安全生产的通知"], ["各镇街："]]))


@given(st.binary(max_size=400))
def test_no_bytes_break_the_look_before_reading(data: bytes) -> None:
    for content in (data, b"PK\x03\x04" + data, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data):
        try:
            scan(content, Limits())
        except Refused as refused:
            assert refused.reason  # noqa: PT017 - either it may be read, or it is refused in one known way


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_ledger_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    content = bytearray((LEDGERS / "A02_太平街道2021年5月隐患排查整改台账.xlsx").read_bytes())
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    file = tmp_path / "damaged.xlsx"
    file.write_bytes(bytes(content[: data.draw(st.integers(len(content) // 2, len(content)))]))
    try:
        assert read_workbook(file).sheets is not None
    except OneMapError as error:
        assert error.sentence()  # noqa: PT017 - either it can be read, or a sentence says why not
