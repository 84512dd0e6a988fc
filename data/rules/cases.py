"""Cases, clues handed over, and listings are streams of their own: each is folded from its events like a hazard."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from data.rules.bodies import BadField, Body, day_of, fen_of, map_of, text_of
from data.rules.errors import HistoryRefused, Reason
from data.rules.events import HappenedEvent
from data.rules.vocabulary import CaseEnd, CaseStage

STAGES = tuple(CaseStage)
LISTING_STAGES = tuple(f"L{number}" for number in range(1, 10))
_ENDS = frozenset(end.value for end in CaseEnd)


@dataclass(slots=True)
class Case:
    """立案处罚: the columns of the store's case row. Days are ordinals, money is in fen."""

    case_no: str
    filed_day: int
    stage: str = CaseStage.FILED.value
    hazard_no: str | None = None
    town: str | None = None
    sector: str | None = None
    org: str | None = None
    decided_day: int | None = None
    published_day: int | None = None
    closed_day: int | None = None
    end: str | None = None
    fine_fen: int | None = None
    penalties: str | None = None
    row_version: int = 1
    change: int = 0
    last_day: int = 0
    withdrawn: bool = False


@dataclass(slots=True)
class Transfer:
    """案件线索移送 from one organ to another, with or without a hazard."""

    no: str
    transferred_day: int
    hazard_no: str | None = None
    town: str | None = None
    sector: str | None = None
    from_org: str | None = None
    to_org: str | None = None
    received_day: int | None = None
    filed_day: int | None = None
    decided_day: int | None = None
    closed_day: int | None = None
    fine_fen: int | None = None
    row_version: int = 1
    change: int = 0
    last_day: int = 0
    withdrawn: bool = False


@dataclass(slots=True)
class Listing:
    """挂牌督办 of one hazard; ``level`` stands while it is listed.

    ``stage_day`` is the day of the last word about it, ``due_day`` by when it is to be delisted, ``org`` who supervises
    it (督办单位).
    """

    hazard_no: str
    stage: str | None = None
    stage_day: int | None = None
    level: str | None = None
    notice_no: str | None = None
    org: str | None = None
    due_day: int | None = None
    listed_day: int | None = None
    delisted_day: int | None = None
    row_version: int = 1
    change: int = 0
    last_day: int = 0
    withdrawn: bool = False

    @property
    def is_listed(self) -> bool:
        """Listed and not yet delisted."""
        return self.listed_day is not None and self.delisted_day is None and not self.withdrawn

    @property
    def is_over(self) -> bool:
        """Refused, or delisted and that made known (L9): a new listing may begin."""
        return self.stage == LISTING_STAGES[-1]


def advance_case(case: Case | None, event: HappenedEvent) -> Case:
    """The case after ``event``, changed in place; a refused event changes nothing: `HistoryRefused`."""
    if case is None:
        return _begun(event, "case_filed", _filed)
    if event.what not in ("amended", "withdrawn") and case.closed_day is not None:
        raise HistoryRefused(event.id, case.row_version + 1, event.what, Reason("case_over"))
    return _advanced(case, event, _CASE_EFFECTS)


def advance_transfer(transfer: Transfer | None, event: HappenedEvent) -> Transfer:
    """The transfer after ``event``, changed in place."""
    if transfer is None:
        return _begun(event, "handed_over", _handed_over)
    return _advanced(transfer, event, _TRANSFER_EFFECTS)


def advance_listing(listing: Listing | None, event: HappenedEvent) -> Listing:
    """The listing after ``event``, changed in place; it may begin with a stage or with the listing itself."""
    if listing is None:
        if event.what not in ("listing_stage", "listed"):
            raise HistoryRefused(event.id, 1, event.what, Reason("begins_with", {"event": "listing_stage / listed"}))
        listing = Listing(hazard_no=event.id, row_version=0)
    return _advanced(listing, event, _LISTING_EFFECTS)


Row = TypeVar("Row", Case, Transfer, Listing)


def _begun(event: HappenedEvent, first: str, begin: Callable[[HappenedEvent], Row]) -> Row:
    if event.what != first:
        raise HistoryRefused(event.id, 1, event.what, Reason("begins_with", {"event": first}))
    try:
        return begin(event)
    except BadField as bad:
        raise HistoryRefused(event.id, 1, event.what, bad.reason) from None


def _advanced(row: Row, event: HappenedEvent, effects: Mapping[str, Callable[[Row, HappenedEvent], str | None]]) -> Row:
    index = row.row_version + 1
    effect = effects.get(event.what)
    if effect is None or row.withdrawn:
        raise HistoryRefused(event.id, index, event.what, Reason("unknown_event" if effect is None else "case_over"))
    if event.day < row.last_day:
        raise HistoryRefused(event.id, index, event.what, Reason("backwards"))
    try:
        against = effect(row, event)
    except BadField as bad:
        raise HistoryRefused(event.id, index, event.what, bad.reason) from None
    if against is not None:
        raise HistoryRefused(event.id, index, event.what, Reason(against))
    row.row_version, row.change, row.last_day = index, event.change, event.day
    return row


def _amend(row: Any, fields: Body, readable: Mapping[str, str]) -> None:
    """Set the attributes that ``fields`` names, all or none."""
    if unknown := sorted(set(fields) - set(readable)):
        raise BadField(unknown[0], fields[unknown[0]])
    values = {readable[name]: text_of(fields, name) for name in fields}
    for attribute, value in values.items():
        setattr(row, attribute, value)


def _withdrawn(row: Any, event: HappenedEvent) -> None:
    row.withdrawn = True


def _filed(event: HappenedEvent) -> Case:
    body = event.body
    return Case(
        case_no=event.id,
        filed_day=event.day,
        hazard_no=text_of(body, "hazard_no", 64),
        town=text_of(body, "town", 40),
        sector=text_of(body, "sector", 40),
        org=text_of(body, "org", 40) or event.org or None,
        change=event.change,
        last_day=event.day,
    )


def _case_stage(case: Case, event: HappenedEvent) -> str | None:
    stage = text_of(event.body, "stage", 4)
    if stage not in STAGES:
        raise BadField("stage", stage)
    if stage == CaseStage.CLOSED:
        return "case_stage_by_own_event"
    if stage < case.stage:
        return "case_backwards"
    case.stage = stage
    return None


def _case_decided(case: Case, event: HappenedEvent) -> str | None:
    if case.decided_day is not None:
        return "already_decided"
    fine, penalties = fen_of(event.body, "fine_yuan"), _penalties(event.body)
    case.decided_day, case.fine_fen, case.penalties = event.day, fine, penalties
    case.stage = max(case.stage, CaseStage.DECISION.value)
    return None


def _penalties(body: Body) -> str | None:
    penalties = body.get("penalties")
    if penalties is None:
        return None
    if not isinstance(penalties, list | tuple) or not all(isinstance(one, str) for one in penalties):
        raise BadField("penalties", penalties)
    return "、".join(penalties)[:4000] or None


def _case_published(case: Case, event: HappenedEvent) -> str | None:
    if case.decided_day is None:
        return "case_not_decided"
    if case.published_day is not None:
        return "case_published"
    case.published_day = event.day
    return None


def _case_closed(case: Case, event: HappenedEvent) -> None:
    end = text_of(event.body, "end", 40) or CaseEnd.CLOSED.value
    if end not in _ENDS:
        raise BadField("end", end)
    case.closed_day, case.end, case.stage = event.day, end, CaseStage.CLOSED.value


def _case_transferred(case: Case, event: HappenedEvent) -> None:
    case.org = text_of(event.body, "to", 40) or case.org


def _case_amended(case: Case, event: HappenedEvent) -> None:
    names = {name: name for name in ("hazard_no", "town", "sector", "org")}
    _amend(case, map_of(event.body, "fields"), names)


_CASE_EFFECTS: Mapping[str, Callable[[Case, HappenedEvent], str | None]] = {
    "case_stage": _case_stage,
    "case_decided": _case_decided,
    "case_published": _case_published,
    "case_closed": _case_closed,
    "case_transferred": _case_transferred,
    "amended": _case_amended,
    "withdrawn": _withdrawn,
}


def _handed_over(event: HappenedEvent) -> Transfer:
    body = event.body
    return Transfer(
        no=event.id,
        transferred_day=event.day,
        hazard_no=text_of(body, "hazard_no", 64),
        town=text_of(body, "town", 40),
        sector=text_of(body, "sector", 40),
        from_org=text_of(body, "from"),
        to_org=text_of(body, "to"),
        fine_fen=fen_of(body, "fine_yuan"),
        change=event.change,
        last_day=event.day,
    )


def _received(transfer: Transfer, event: HappenedEvent) -> str | None:
    if transfer.received_day is not None:
        return "already_received"
    transfer.received_day = event.day
    return None


def _transfer_filed(transfer: Transfer, event: HappenedEvent) -> str | None:
    if transfer.closed_day is not None:
        return "case_over"
    transfer.filed_day = event.day
    return None


def _transfer_decided(transfer: Transfer, event: HappenedEvent) -> str | None:
    if transfer.decided_day is not None:
        return "already_decided"
    transfer.fine_fen, transfer.decided_day = fen_of(event.body, "fine_yuan"), event.day
    return None


def _transfer_closed(transfer: Transfer, event: HappenedEvent) -> str | None:
    if transfer.closed_day is not None:
        return "case_over"
    transfer.closed_day = event.day
    return None


def _transfer_amended(transfer: Transfer, event: HappenedEvent) -> None:
    names = {"hazard_no": "hazard_no", "town": "town", "sector": "sector", "from": "from_org", "to": "to_org"}
    _amend(transfer, map_of(event.body, "fields"), names)


_TRANSFER_EFFECTS: Mapping[str, Callable[[Transfer, HappenedEvent], str | None]] = {
    "received": _received,
    "filed": _transfer_filed,
    "decided": _transfer_decided,
    "closed": _transfer_closed,
    "amended": _transfer_amended,
    "withdrawn": _withdrawn,
}


def _listing_stage(listing: Listing, event: HappenedEvent) -> None:
    stage = text_of(event.body, "stage", 4)
    if stage not in LISTING_STAGES:
        raise BadField("stage", stage)
    listing.stage, listing.stage_day = stage, event.day


def _listed(listing: Listing, event: HappenedEvent) -> str | None:
    if listing.is_listed:
        return "already_listed"
    body = event.body
    level, notice_no, org = text_of(body, "level", 40), text_of(body, "notice_no"), text_of(body, "org", 40)
    due = day_of(body, "due")
    listing.level, listing.notice_no, listing.org, listing.due_day = level, notice_no, org, due
    listing.listed_day, listing.stage_day, listing.delisted_day = event.day, event.day, None
    listing.stage = "L3" if listing.stage is None or listing.stage < "L3" or listing.stage >= "L8" else listing.stage
    return None


def _delisted(listing: Listing, event: HappenedEvent) -> str | None:
    if not listing.is_listed:
        return "not_listed"
    listing.delisted_day, listing.stage_day, listing.stage = event.day, event.day, "L8"
    return None


_LISTING_EFFECTS: Mapping[str, Callable[[Listing, HappenedEvent], str | None]] = {
    "listing_stage": _listing_stage,
    "listed": _listed,
    "delisted": _delisted,
    "withdrawn": _withdrawn,
}
