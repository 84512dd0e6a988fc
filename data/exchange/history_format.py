"""The format ``onemap-histories/1``: a hazard of the file is the list of its events, and the other way round."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, ClassVar

import orjson

from data.errors import OneMapError
from data.packs import Pack
from data.rules.events import CASE, CASE_EVENTS, HAZARD, HAZARD_EVENTS, LISTING, LISTING_EVENTS, TRANSFER, NewEvent
from data.rules.scope import Scope
from data.rules.vocabulary import PlaceQuality
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
DERIVED = frozenset((
    "object_id", "village", "cell", "park", "morton", "place_quality", "place_doubts", "town_source", "by_org", "raw",
))  # fmt: skip
"""What the store adds to ``found`` when it places a hazard; never part of a history file."""
AS_TOLD = "as_told"
"""Where ``found`` and ``amended`` keep the place as the file told it, since the store may fill in a better one."""
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


def streams(document: Mapping[str, Any], pack: Pack, scope: Scope) -> Iterator[tuple[str, list[NewEvent]]]:
    """Every hazard and transfer with the events it stands for; checks numbers, codes, points and scope on the way."""
    seen: set[str] = set()
    for part, name, read in (("hazards", "hazard_no", hazard_events), ("transfers", "no", transfer_events)):
        for index, item in enumerate(document[part], start=1):
            number = _number(item, name, f"{part}[{index}]")
            yield number, _once(number, read(item | _checked(number, item, pack, scope)), seen)


def _once(number: str, events: list[NewEvent], seen: set[str]) -> list[NewEvent]:
    """The events, when their hazard and cases have not been told before in the file."""
    for own in sorted({number} | {event.id for event in events if event.kind == CASE}):
        if own in seen:
            raise HistoryInvalid(hazard=number, reason=t("error_histories.twice", number=own))
        seen.add(own)
    return events


def _number(item: Mapping[str, Any], name: str, where: str) -> str:
    number = item.get(name)
    if not isinstance(number, str) or not 0 < len(number) <= 64:
        raise _bad(where, name, number)
    return number


def _checked(number: str, item: Mapping[str, Any], pack: Pack, scope: Scope) -> dict[str, Any]:
    """What of an item reads otherwise than told: 9-digit towns, its own and those of its amendments.

    Codes and points must be usable, and lie in the scope, wherever they stand.
    """
    place = _place(number, item, pack)
    if not scope.covers(place["town"], item.get("sector")):
        raise HistoryInvalid(hazard=number, reason=t("error_histories.scope"))
    if not isinstance(item.get("events"), list):
        return place
    return {**place, "events": [_amendment(number, {**item, **place}, step, pack, scope) for step in item["events"]]}


def _amendment(number: str, item: Mapping[str, Any], step: Any, pack: Pack, scope: Scope) -> Any:
    """The step; the town of an amendment in 9 digits."""
    if not isinstance(step, dict) or step.get("kind") != "amended" or not isinstance(step.get("fields"), dict):
        return step
    fields = step["fields"]
    place = _place(number, fields, pack)
    read = fields | place if "town" in fields else fields
    after = {**item, **read}
    if not scope.covers(after.get("town"), after.get("sector")):
        raise HistoryInvalid(hazard=number, reason=t("error_histories.scope"))
    return step | {"fields": read}


def _place(number: str, item: Mapping[str, Any], pack: Pack) -> dict[str, Any]:
    """The 9-digit town of an item whose codes and point are usable."""
    town, sector = item.get("town"), item.get("sector")
    if isinstance(town, str) and len(town) == 12 and town.isdecimal():
        town = town[:9]
    usable = {
        "town": town is None or town in {one.code for one in pack.towns},
        "sector": sector is None or sector in {one.code for one in pack.sectors},
        "lon": _is_degrees(item.get("lon"), 180),
        "lat": _is_degrees(item.get("lat"), 90) and (item.get("lon") is None) == (item.get("lat") is None),
    }
    for name, fine in usable.items():
        if not fine:
            raise _bad(number, name, item.get(name))
    return {"town": town}


def _bad(item: str, field: str, value: object) -> HistoryInvalid:
    return HistoryInvalid(hazard=item, reason=t("error_histories.field", field=field, value=value))


def _is_degrees(value: object, most: int) -> bool:
    return value is None or (isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= most)


def hazard_events(item: Mapping[str, Any]) -> list[NewEvent]:
    """The events of one hazard, each in the stream it belongs to: the hazard, its listing or one of its cases."""
    number = str(item["hazard_no"])
    steps = item.get("events")
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
            raise _bad(number, f"events[{index}]", f"{what} {at}")
        body = {key: value for key, value in step.items() if key not in ("kind", "at")}
        if what == "case_filed":
            case = str(body.get("case_no") or "")
            body |= {"hazard_no": number, "town": item.get("town"), "sector": item.get("sector")}
        elif what == "amended" and isinstance(fields := body.get("fields"), dict) and "lon" in fields:
            body[AS_TOLD] = {"lon": fields["lon"], "lat": fields.get("lat")}
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
        raise _bad(number, "transferred_at", item.get("transferred_at"))
    return events


def told(what: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """A recorded body as it was told: without what the store derived when it placed the hazard."""
    if what == "amended" and AS_TOLD in body:
        kept = {key: value for key, value in body["fields"].items() if key not in DERIVED} | body[AS_TOLD]
        return {key: value for key, value in body.items() if key != "raw"} | {"fields": kept}
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
    elif event.what == "amended":
        body = {key: value for key, value in body.items() if key != AS_TOLD}
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
