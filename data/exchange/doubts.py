"""Rows that are held: what makes one the same as a row of another ledger, and what is needed to read it again."""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from data.exchange.columns import label
from data.exchange.drafts import Decided, Draft
from data.exchange.header import Header
from data.exchange.mapping import Origin
from data.exchange.reader import Cell, Sheet, Workbook
from data.exchange.text import compact, text
from data.packs import Pack
from data.store.held import Held, What, decided

_TITLES = 10
"""Rows above the table that are kept: office, period and town stand in the first ones."""


def held_key(draft: Draft, again: int = 0) -> str:
    """What identifies a row, whatever file it comes in: kind, subject and town as they stand there, `Kind.identity`.

    ``again`` counts the rows before it in its file that say the same.
    """
    kind = draft.reader.kind
    subject = compact(text(draft.reader.cell(draft.row, kind.subject)))
    said = [kind.name, subject, compact(draft.town_cell), *(_said(draft, key) for key in kind.identity)]
    return hashlib.sha256("\n".join([*said, str(again)]).encode()).hexdigest()[:32]


def _said(draft: Draft, key: str) -> str:
    return str(draft.values[key] if key in draft.values else draft.more[key])


def excerpt(draft: Draft, sheet: Sheet, top: Header, epoch_1904: bool) -> dict[str, Any]:
    """The row under its titles and its header as they came, as JSON; ``top`` is the first header of its sheet."""
    header = draft.row.header or draft.reader.header
    titles = sheet.rows[: min(top.first, _TITLES)]
    shift = len(titles) - header.first
    merged = [
        [[first[0] + shift, first[1]], [last[0] + shift, last[1]]]
        for first, last in sheet.merged
        if header.first <= first[0] and last[0] <= header.last
    ]
    said = any(one.origin is not Origin.REGISTRY for one in header.titles)
    return {
        "sheet": sheet.name,
        "epoch_1904": epoch_1904,
        "year": draft.reader.year,
        "rows": [*titles, *sheet.rows[header.first : header.last + 1], _own(draft.row.cells, header)],
        "merged": merged,
        "columns": {label(one.title): one.key for one in header.titles} if said else {},
    }


def _own(cells: list[Cell], header: Header) -> list[Cell]:
    """The cells of the row without those of another table that stands beside its own."""
    if header.block is None:
        return cells
    first, last = header.block
    return [cell if first <= at <= last else None for at, cell in enumerate(cells)]


def book_of(told: Mapping[str, Any]) -> Workbook:
    """The workbook of one row that `excerpt` kept."""
    merged = [((first[0], first[1]), (last[0], last[1])) for first, last in told["merged"]]
    return Workbook("excerpt", told["epoch_1904"], [Sheet(told["sheet"], False, merged, told["rows"])])


def held_row(draft: Draft, kept: Mapping[str, Any]) -> Held:
    """The row as the store keeps it; ``kept`` is its `excerpt`."""
    assert draft.told is not None
    kind = draft.reader.kind.name
    town = draft.values["town"]
    key = held_key(draft, draft.again)
    return Held(key, kind, draft.sheet, draft.number, town, draft.other, kept, draft.told.json())


def decisions(connection: Connection, pack: Pack, kind: str) -> dict[str, Decided]:
    """What people decided about rows of a kind of ledger, by `held_key`."""
    return {
        key: Decided(one.subject, one.town, one.is_twin, one.what is What.REJECT, one.made, one.actor, one.at)
        for key, one in decided(connection, pack, kind).items()
    }
