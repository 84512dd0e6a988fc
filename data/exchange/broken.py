"""Formulas of a workbook that ended in an error: the reader gives their cells as blanks, which would hide them.

Standard library only: this runs in the child of `data.exchange.worker`.
"""

import html
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

ERRORS = frozenset(
    ("#REF!", "#N/A", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#GETTING_DATA", "#SPILL!", "#CALC!")
)
MARK = b't="e"'
"""What a cell with an error has among its attributes."""
MOST = 100_000
_CHUNK = 1 << 20
_OVERLAP = 8_192
_CELL = re.compile(rb'<c\b(?=[^<>]*\bt="e")[^<>]*\br="([A-Z]{1,3})(\d{1,7})"[^<>]*>([^<]*(?:<(?!/?c[\s>])[^<]*)*)</c>')
_VALUE = re.compile(rb"<v>(#[^<]{2,15})</v>")
_SHEET = re.compile(rb"<sheet\b[^<>]*>")
_RELATION = re.compile(rb"<Relationship\b[^<>]*>")

Broken = dict[tuple[int, int], str]
"""Errors by row and column from 0."""


def broken_cells(data: bytes) -> dict[str, Broken]:
    """The errors of each sheet of an xlsx file, by its name."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        found = {}
        for name, member in _members(archive).items():
            if cells := _broken(archive, member):
                found[name] = cells
        return found


def _members(archive: zipfile.ZipFile) -> dict[str, str]:
    """The member that holds each sheet, by the sheet's name."""
    names = set(archive.namelist())
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in names:
        return {}
    targets = {
        _attribute(one, b"Id"): "xl/" + _attribute(one, b"Target").removeprefix("/xl/").removeprefix("xl/")
        for one in _RELATION.findall(archive.read(relations))
    }
    sheets = {
        html.unescape(_attribute(one, b"name")): targets.get(_attribute(one, b"r:id"), "")
        for one in _SHEET.findall(archive.read("xl/workbook.xml"))
    }
    return {name: member for name, member in sheets.items() if member in names}


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"\s" + name + rb"=\"([^\"]*)\"", tag)
    return found[1].decode("utf-8", "replace") if found else ""


def _broken(archive: zipfile.ZipFile, member: str) -> Broken:
    found: Broken = {}
    for text in _overlapping(archive, member):
        for letters, number, inner in _CELL.findall(text) if MARK in text else ():
            value = _VALUE.search(inner)
            error = value[1].decode("ascii", "replace") if value else ""
            if error in ERRORS and len(found) < MOST:
                found[(int(number) - 1, _column(letters))] = error
    return found


def _overlapping(archive: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    tail = b""
    with archive.open(member) as file:
        while chunk := file.read(_CHUNK):
            yield tail + chunk
            tail = chunk[-_OVERLAP:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
