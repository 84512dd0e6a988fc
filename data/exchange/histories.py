"""Complete pasts of hazards, in and out, by files of the format ``onemap-histories/1``.

A file is taken whole or refused whole. A history that is already known changes nothing; one that continues a known
history adds what is new; one that contradicts it is refused. ``export`` after ``import`` gives the file back.
"""

import errno
import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO, ClassVar

import orjson
from sqlalchemy import Connection, Engine, select

from data.errors import OneMapError
from data.exchange.history_format import (
    FORMAT,
    HistoriesUnreadable,
    HistoryInvalid,
    hazard_item,
    parse,
    streams,
    told,
    transfer_item,
)
from data.packs import Pack
from data.rules.errors import HistoryRefused
from data.rules.events import CASE, HAZARD, LISTING, TRANSFER, NewEvent
from data.rules.scope import Actor, Scope
from data.store.bulk import listed
from data.store.database import writing
from data.store.models import CaseRow, EventRow, HazardRow, TransferRow
from data.store.streams import record
from data.words import t


class HistoriesUnwritable(OneMapError):
    """The file cannot be written."""

    key: ClassVar[str] = "error_histories.unwritable"


class HistoryContradicts(OneMapError):
    """The database already holds another past of the same hazard."""

    key: ClassVar[str] = "error_histories.contradicts"


@dataclass(frozen=True, slots=True)
class HistoriesReport:
    """What an import of histories did; ``counts`` are hazards and transfers by outcome."""

    file: str
    sha256: str
    counts: dict[str, int]
    committed: bool

    def json(self) -> dict[str, Any]:
        """The report in the shape of ``import --json``."""
        return {
            "file": self.file,
            "kind": "histories",
            "sha256": self.sha256,
            "crs": "wgs84",
            "counts": self.counts,
            "rows": [],
            "batch": None,
            "committed": self.committed,
        }


def import_histories(
    engine: Engine, pack: Pack, scope: Scope, actor: Actor, path: Path, *, dry_run: bool = False
) -> HistoriesReport:
    """Record the histories of a file in one transaction, or nothing of it."""
    content = read_bytes(path)
    document = parse(content, path.name, pack)
    counts = {"OK": 0, "UPDATE": 0, "UNCHANGED": 0, "WARN": 0, "REVIEW": 0, "ERROR": 0, "SKIP": 0}
    pasts_told = dict(streams(document, pack, scope))
    with writing(engine) as connection:
        known = _known(connection, scope, document)
        events: list[NewEvent] = []
        for item, past in pasts_told.items():
            outcome, news = _news(item, past, known.get(item, []))
            counts[outcome] += 1
            events += news
        try:
            record(connection, pack, actor, events)
        except HistoryRefused as refused:
            raise _of_hazard(refused, pasts_told) from refused
        if dry_run:
            connection.rollback()
    return HistoriesReport(path.name, hashlib.sha256(content).hexdigest(), counts, committed=not dry_run)


def _of_hazard(refused: HistoryRefused, pasts_told: Mapping[str, Sequence[NewEvent]]) -> HistoryInvalid:
    """The refusal as a person finds it in the file: by hazard and step, also where a case or listing refused."""
    for item, past in pasts_told.items():
        steps = [index for index, event in enumerate(past, start=1) if event.id == refused.stream]
        if refused.index <= len(steps) and past[steps[refused.index - 1] - 1].what == refused.event:
            return HistoryInvalid(hazard=item, reason=_step_reason(steps[refused.index - 1], refused))
    owner = next(
        (item for item, past in pasts_told.items() if any(event.id == refused.stream for event in past)), refused.stream
    )
    return HistoryInvalid(hazard=owner, reason=_step_reason(refused.index, refused))


def _step_reason(index: int, refused: HistoryRefused) -> str:
    return t("error_histories.step", index=index, event=refused.event, reason=refused.reason.sentence().rstrip("。."))


def read_bytes(path: Path) -> bytes:
    """The file's bytes, or a sentence why they cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise HistoriesUnreadable(file=path.name, reason=error.strerror or str(error)) from error


def _news(item: str, past: Sequence[NewEvent], known: Sequence[NewEvent]) -> tuple[str, Sequence[NewEvent]]:
    """What a told past adds to the known one: an outcome and the events to record."""
    if not known:
        return "OK", past
    for index, (one, other) in enumerate(zip(past, known, strict=False), start=1):
        if one != other:
            raise HistoryContradicts(hazard=item, index=index, event=one.what)
    if len(past) <= len(known):
        return "UNCHANGED", ()
    return "UPDATE", past[len(known) :]


def _known(connection: Connection, scope: Scope, document: Mapping[str, Any]) -> dict[str, list[NewEvent]]:
    numbers = [str(item.get("hazard_no")) for item in document["hazards"]]
    known = dict(pasts(connection, scope.county, numbers))
    transfers = [str(item.get("no")) for item in document["transfers"]]
    return known | dict(_stored(connection, scope.county, transfers, (TRANSFER,)))


def pasts(connection: Connection, county: str, numbers: Sequence[str]) -> Iterator[tuple[str, list[NewEvent]]]:
    """Each known hazard with its events in the order they were recorded, those of its listing and cases among them."""
    return _stored(connection, county, numbers, (HAZARD, LISTING))


def _stored(
    connection: Connection, county: str, numbers: Sequence[str], kinds: tuple[str, ...]
) -> Iterator[tuple[str, list[NewEvent]]]:
    for start in range(0, len(numbers), 500):
        chunk = numbers[start : start + 500]
        owners = {(kind, number): number for number in chunk for kind in kinds}
        if HAZARD in kinds:
            cases = select(CaseRow.case_no, CaseRow.hazard_no).where(
                CaseRow.county == county, CaseRow.hazard_no.in_(listed(connection, chunk))
            )
            owners |= {(CASE, case): number for case, number in connection.execute(cases) if number}
        yield from _gathered(connection, county, owners).items()


def _gathered(connection: Connection, county: str, owners: Mapping[tuple[str, str], str]) -> dict[str, list[NewEvent]]:
    """The recorded events by owner, in the order of their change numbers (sorted here: the index is by stream)."""
    gathered: dict[str, list[NewEvent]] = {}
    columns = (EventRow.change, EventRow.kind, EventRow.id, EventRow.what, EventRow.at, EventRow.text)
    rows: list[Any] = []
    for kind in {kind for kind, _stream in owners}:
        streams_of = [stream for other, stream in owners if other == kind]
        own = (EventRow.county == county, EventRow.kind == kind, EventRow.id.in_(listed(connection, streams_of)))
        rows += connection.execute(select(*columns).where(*own).order_by(EventRow.id, EventRow.seq))
    for _change, kind, stream, what, at, text in sorted(rows, key=itemgetter(0)):
        body = told(what, orjson.loads(text)["body"])
        gathered.setdefault(owners[kind, stream], []).append(NewEvent(kind, stream, what, at, body))
    return gathered


def export_histories(connection: Connection, pack: Pack, scope: Scope, numbers: Sequence[str], path: Path) -> int:
    """Write the histories of these hazards, and the transfers of the scope, to a file; returns how many hazards.

    Numbers outside the scope are left out. The file is complete or is not there: it is written beside and then moved.
    """
    transfers = [transfer_item(no, past) for no, past in _transfers(connection, scope)]
    hazards = pasts(connection, scope.county, _in_scope(connection, scope, numbers))
    if path.is_dir():
        raise HistoriesUnwritable(file=path, reason=os.strerror(errno.EISDIR))
    beside = path.with_name(path.name + ".part")
    try:
        with beside.open("wb") as file:
            written = _write(file, pack, hazards, transfers)
        beside.replace(path)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise HistoriesUnwritable(file=path, reason=error.strerror or str(error)) from error
    return written


def _write(
    file: BinaryIO, pack: Pack, hazards: Iterator[tuple[str, list[NewEvent]]], transfers: Sequence[dict[str, Any]]
) -> int:
    written = 0
    file.write(orjson.dumps({"format": FORMAT, "pack": pack.code})[:-1] + b',"hazards":[')
    for number, events in hazards:
        file.write((b"\n" if written == 0 else b",\n") + orjson.dumps(hazard_item(number, events)))
        written += 1
    file.write(b'],\n"transfers":' + orjson.dumps(transfers) + b"}\n")
    return written


def _in_scope(connection: Connection, scope: Scope, numbers: Sequence[str]) -> list[str]:
    seen: set[str] = set()
    for start in range(0, len(numbers), 500):
        rows = connection.execute(
            select(HazardRow.hazard_no, HazardRow.town, HazardRow.sector, HazardRow.park, HazardRow.cell).where(
                HazardRow.county == scope.county,
                HazardRow.hazard_no.in_(listed(connection, numbers[start : start + 500])),
            )
        )
        seen |= {number for number, *place in rows if scope.covers(*place)}
    return [number for number in numbers if number in seen]


def _transfers(connection: Connection, scope: Scope) -> Iterator[tuple[str, list[NewEvent]]]:
    rows = connection.execute(
        select(TransferRow.no, TransferRow.town, TransferRow.sector).where(TransferRow.county == scope.county)
    )
    numbers = [no for no, town, sector in rows if scope.covers(town, sector)]
    return _stored(connection, scope.county, numbers, (TRANSFER,))
