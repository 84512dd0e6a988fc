"""Complete pasts of hazards, in and out: the format ``onemap-histories/1``.

A file is taken whole or refused whole. A history that is already known changes nothing; one that continues a known
history adds what is new; one that contradicts it is refused. ``export`` after ``import`` gives the file back.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import orjson
from sqlalchemy import Connection, Engine, select

from data.errors import OneMapError
from data.packs import Pack
from data.rules.errors import HistoryRefused
from data.rules.events import CASE, CASE_EVENTS, HAZARD, HAZARD_EVENTS, LISTING, LISTING_EVENTS, TRANSFER, NewEvent
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import PlaceQuality
from data.store.database import writing
from data.store.models import CaseRow, EventRow, HazardRow, TransferRow
from data.store.streams import record
from data.words import t

FORMAT = "onemap-histories/1"
FACTS = (
    "subject",
    "town",
    "sector",
    "level",
    "source",
    "manage_type",
    "description",
    "address",
    "lon",
    "lat",
    "repeat",
)
"""What the format says of a hazard beside its number and events; together they are the body of ``found``."""
DERIVED = frozenset(
    ("object_id", "village", "cell", "park", "morton", "place_quality", "town_source", "by_org", "place_confidence")
)
"""What the store adds to ``found`` when it places a hazard; never part of a history file."""
AS_TOLD = "as_told"
"""Where ``found`` keeps the place as the file told it, since the store may fill in a better one."""
MILESTONES = (
    ("transferred_at", "handed_over"),
    ("received_at", "received"),
    ("filed_at", "filed"),
    ("decided_at", "decided"),
    ("closed_at", "closed"),
)
"""Dates of a transfer and the events they stand for, in the order they happen."""
_NOT_EXTRA = frozenset((*FACTS, AS_TOLD, "by"))


class HistoriesUnreadable(OneMapError):
    """The file is no histories file of this pack."""

    key: ClassVar[str] = "error_histories.unreadable"


class HistoryInvalid(OneMapError):
    """A hazard or transfer of the file cannot be taken as it stands."""

    key: ClassVar[str] = "error_histories.invalid"


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
    told = dict(_streams(document, pack, scope))
    with writing(engine) as connection:
        known = _known(connection, scope, document)
        events: list[NewEvent] = []
        for item, past in told.items():
            outcome, news = _news(item, past, known.get(item, []))
            counts[outcome] += 1
            events += news
        try:
            record(connection, pack, actor, events)
        except HistoryRefused as refused:
            raise _of_hazard(refused, told) from refused
        if dry_run:
            connection.rollback()
    return HistoriesReport(path.name, hashlib.sha256(content).hexdigest(), counts, committed=not dry_run)


def _of_hazard(refused: HistoryRefused, told: Mapping[str, Sequence[NewEvent]]) -> HistoryInvalid:
    """The refusal as a person finds it in the file: by hazard and step, also where a case or listing refused."""
    for item, past in told.items():
        steps = [index for index, event in enumerate(past, start=1) if event.id == refused.stream]
        if refused.index <= len(steps) and past[steps[refused.index - 1] - 1].what == refused.event:
            return HistoryInvalid(hazard=item, reason=_step_reason(steps[refused.index - 1], refused))
    owner = next(
        (item for item, past in told.items() if any(event.id == refused.stream for event in past)), refused.stream
    )
    return HistoryInvalid(hazard=owner, reason=_step_reason(refused.index, refused))


def _step_reason(index: int, refused: HistoryRefused) -> str:
    return t("error_histories.step", index=index, event=refused.event, reason=refused.reason.sentence())


def read_bytes(path: Path) -> bytes:
    """The file's bytes, or a sentence why they cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise HistoriesUnreadable(file=path.name, reason=error.strerror or str(error)) from error


def parse(content: bytes, file: str, pack: Pack) -> dict[str, Any]:
    """The document, checked for format and pack; hazards and transfers are lists of objects afterwards."""
    try:
        document = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise HistoriesUnreadable(file=file, reason=str(error)) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise HistoriesUnreadable(file=file, reason=f"format ≠ {FORMAT}")
    if document.get("pack") != pack.code:
        raise HistoriesUnreadable(file=file, reason=f"pack {document.get('pack')} ≠ {pack.code}")
    for part in ("hazards", "transfers"):
        items = document.setdefault(part, [])
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise HistoriesUnreadable(file=file, reason=part)
    return document


def _streams(document: Mapping[str, Any], pack: Pack, scope: Scope) -> Iterator[tuple[str, list[NewEvent]]]:
    """Every hazard and transfer with the events it stands for; checks numbers, codes, points and scope on the way."""
    seen: set[str] = set()
    for index, item in enumerate([*document["hazards"], *document["transfers"]], start=1):
        number = _number(item, index)
        item = item | _checked(number, item, pack, scope)
        events = hazard_events(item) if "events" in item else transfer_events(item)
        for own in sorted({number} | {event.id for event in events if event.kind == CASE}):
            if own in seen:
                raise HistoryInvalid(hazard=number, reason=t("error_histories.twice", number=own))
            seen.add(own)
        yield number, events


def _number(item: Mapping[str, Any], index: int) -> str:
    number = item.get("hazard_no" if "events" in item else "no")
    if not isinstance(number, str) or not 0 < len(number) <= 64:
        raise _bad(f"#{index}", "hazard_no", number)
    return number


def _checked(number: str, item: Mapping[str, Any], pack: Pack, scope: Scope) -> dict[str, Any]:
    """The 9-digit town of an item whose codes and point are usable and lie in the scope."""
    town, sector = item.get("town"), item.get("sector")
    town = town[:9] if isinstance(town, str) else town
    usable = {
        "town": town is None or town in {one.code for one in pack.towns},
        "sector": sector is None or sector in {one.code for one in pack.sectors},
        "lon": _is_degrees(item.get("lon"), 180),
        "lat": _is_degrees(item.get("lat"), 90) and (item.get("lon") is None) == (item.get("lat") is None),
    }
    for name, fine in usable.items():
        if not fine:
            raise _bad(number, name, item.get(name))
    if not scope.covers(town, sector):
        raise HistoryInvalid(hazard=number, reason=t("error_histories.scope"))
    return {"town": town}


def _bad(item: str, field: str, value: object) -> HistoryInvalid:
    return HistoryInvalid(hazard=item, reason=t("error_histories.field", field=field, value=value))


def _is_degrees(value: object, most: int) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= most)


def hazard_events(item: Mapping[str, Any]) -> list[NewEvent]:
    """The events of one hazard, each in the stream it belongs to: the hazard, its listing or one of its cases."""
    number = str(item["hazard_no"])
    steps = item["events"]
    if not isinstance(steps, list) or not steps or not all(isinstance(step, dict) for step in steps):
        raise _bad(number, "events", "")
    facts = {key: value for key, value in item.items() if key not in ("hazard_no", "events")}
    if facts.get("town") is None or facts.get("lon") is not None:
        facts[AS_TOLD] = {key: facts.get(key) for key in ("town", "lon", "lat")}
    events: list[NewEvent] = []
    case: str | None = None
    for index, step in enumerate(steps, start=1):
        what, at = step.get("kind"), step.get("at")
        if not isinstance(what, str) or not isinstance(at, str):
            raise HistoryInvalid(
                hazard=number, reason=t("error_histories.field", field=f"events[{index}]", value=f"{what} {at}")
            )
        body = {key: value for key, value in step.items() if key not in ("kind", "at")}
        if what == "case_filed":
            case = str(body.get("case_no") or "")
            body |= {"hazard_no": number, "town": item.get("town"), "sector": item.get("sector")}
        kind, stream = _stream(number, index, what, case)
        events.append(NewEvent(kind, stream, what, at, facts | body if what == "found" else body))
        if what == "case_closed":
            case = None
    return events


def _stream(number: str, index: int, what: str, case: str | None) -> tuple[str, str]:
    if case is not None and what in CASE_EVENTS and what.startswith("case_"):
        return CASE, case
    if what in HAZARD_EVENTS:
        return HAZARD, number
    if what in LISTING_EVENTS:
        return LISTING, number
    raise _bad(number, f"events[{index}]", what)


def transfer_events(item: Mapping[str, Any]) -> list[NewEvent]:
    """The events of one transfer between organs, from its dates."""
    number = str(item["no"])
    facts = {key: item.get(key) for key in ("hazard_no", "town", "sector", "from", "to")}
    money = "decided" if item.get("decided_at") else "handed_over"
    events = []
    for name, what in MILESTONES:
        if (at := item.get(name)) is not None:
            body = facts if what == "handed_over" else {}
            fine = {"fine_yuan": item["fine_yuan"]} if what == money and item.get("fine_yuan") is not None else {}
            events.append(NewEvent(TRANSFER, number, what, str(at), body | fine))
    if not events or events[0].what != "handed_over":
        raise HistoryInvalid(
            hazard=number, reason=t("error_histories.field", field="transferred_at", value=item.get("transferred_at"))
        )
    return events


def _news(item: str, told: Sequence[NewEvent], known: Sequence[NewEvent]) -> tuple[str, Sequence[NewEvent]]:
    """What a told past adds to the known one: an outcome and the events to record."""
    if not known:
        return "OK", told
    for index, (one, other) in enumerate(zip(told, known, strict=False), start=1):
        if one != other:
            raise HistoryContradicts(hazard=item, index=index, event=one.what)
    if len(told) <= len(known):
        return "UNCHANGED", ()
    return "UPDATE", told[len(known) :]


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
        streams = {(kind, number): number for number in chunk for kind in kinds}
        if HAZARD in kinds:
            cases = select(CaseRow.case_no, CaseRow.hazard_no).where(
                CaseRow.county == county, CaseRow.hazard_no.in_(chunk)
            )
            streams |= {(CASE, case): number for case, number in connection.execute(cases) if number}
        yield from _gathered(connection, county, streams).items()


def _gathered(connection: Connection, county: str, streams: Mapping[tuple[str, str], str]) -> dict[str, list[NewEvent]]:
    gathered: dict[str, list[NewEvent]] = {}
    ids = {stream for _kind, stream in streams}
    kinds = {kind for kind, _stream in streams}
    rows = connection.execute(
        select(EventRow.kind, EventRow.id, EventRow.what, EventRow.at, EventRow.text)
        .where(EventRow.county == county, EventRow.kind.in_(kinds), EventRow.id.in_(ids))
        .order_by(EventRow.change)
    )
    for kind, stream, what, at, text in rows:
        if (owner := streams.get((kind, stream))) is not None:
            body = told(what, orjson.loads(text)["body"])
            gathered.setdefault(owner, []).append(NewEvent(kind, stream, what, at, body))
    return gathered


def told(what: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """A recorded body as it was told: without what the store derived when it placed the hazard."""
    if what != "found":
        return dict(body)
    kept = {key: value for key, value in body.items() if key not in DERIVED}
    if AS_TOLD in kept:
        kept |= kept[AS_TOLD]
        return kept
    if body.get("town_source") not in (None, "declared"):
        kept["town"] = None
    if body.get("place_quality", PlaceQuality.MEASURED) != PlaceQuality.MEASURED:
        kept |= {"lon": None, "lat": None}
    return kept


def hazard_item(number: str, events: Sequence[NewEvent]) -> dict[str, Any]:
    """One hazard in the shape of the format, from its events."""
    facts = next(event.body for event in events if event.what == "found")
    extra = {key: value for key, value in facts.items() if key not in _NOT_EXTRA and value is not None}
    return {"hazard_no": number} | {key: facts.get(key) for key in FACTS} | extra | {"events": list(map(_step, events))}


def _step(event: NewEvent) -> dict[str, Any]:
    body = event.body
    if event.what == "found":
        body = {"by": body["by"]} if "by" in body else {}
    elif event.what == "case_filed":
        body = {key: value for key, value in body.items() if key not in ("hazard_no", "town", "sector")}
    return {"at": event.at, "kind": event.what, **body}


def transfer_item(number: str, events: Iterable[NewEvent]) -> dict[str, Any]:
    """One transfer in the shape of the format, from its events."""
    dates: dict[str, Any] = dict.fromkeys(name for name, _what in MILESTONES)
    names = {what: name for name, what in MILESTONES}
    facts: dict[str, Any] = {}
    for event in events:
        if event.what in names:
            dates[names[event.what]] = event.at
        facts |= event.body
    fine = facts.pop("fine_yuan", None)
    return {"no": number} | facts | dates | {"fine_yuan": fine}


def export_histories(connection: Connection, pack: Pack, scope: Scope, numbers: Sequence[str], path: Path) -> int:
    """Write the histories of these hazards, and the transfers of the scope, to a file; returns how many hazards.

    Numbers outside the scope are left out. The file is complete or is not there: it is written beside and then moved.
    """
    transfers = [transfer_item(no, past) for no, past in _transfers(connection, scope)]
    written = 0
    beside = path.with_name(path.name + ".part")
    with beside.open("wb") as file:
        file.write(orjson.dumps({"format": FORMAT, "pack": pack.code})[:-1] + b',"hazards":[')
        for number, events in pasts(connection, scope.county, _in_scope(connection, scope, numbers)):
            file.write((b"\n" if written == 0 else b",\n") + orjson.dumps(hazard_item(number, events)))
            written += 1
        file.write(b'],\n"transfers":' + orjson.dumps(transfers) + b"}\n")
    beside.replace(path)
    return written


def _in_scope(connection: Connection, scope: Scope, numbers: Sequence[str]) -> list[str]:
    seen: set[str] = set()
    for start in range(0, len(numbers), 500):
        rows = connection.execute(
            select(HazardRow.hazard_no, HazardRow.town, HazardRow.sector, HazardRow.park, HazardRow.cell).where(
                HazardRow.county == scope.county, HazardRow.hazard_no.in_(numbers[start : start + 500])
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
