"""已核实无误: somebody looked at a finding of data quality and says why the record is right as it is."""

from dataclasses import dataclass

from data.rules.bodies import BadField, needed_of, prose_of, text_of
from data.rules.errors import HistoryRefused, Reason
from data.rules.events import HAZARD, OBJECT, HappenedEvent


@dataclass(slots=True)
class Accepted:
    """An accepted finding: the columns of the store's row. ``other_id`` is the second object of a pair, or empty."""

    id: str
    finding: str = ""
    of_kind: str = OBJECT
    of_id: str = ""
    other_id: str = ""
    reason: str = ""
    at: str = ""
    actor: str = ""
    org: str = ""
    row_version: int = 0
    change: int = 0
    last_day: int = 0
    withdrawn: bool = False


def advance_accepted(row: Accepted | None, event: HappenedEvent) -> Accepted:
    """The acceptance after ``event``, changed in place: given, withdrawn, given anew; else `HistoryRefused`."""
    index = 1 if row is None else row.row_version + 1
    if against := _against(row, event):
        raise HistoryRefused(event.id, index, event.what, against)
    row = row or Accepted(event.id)
    try:
        if event.what == "accepted":
            _fill(row, event)
    except BadField as bad:
        raise HistoryRefused(event.id, index, event.what, bad.reason) from None
    row.withdrawn = event.what == "withdrawn"
    row.row_version, row.change, row.last_day = index, event.change, event.day
    return row


def _against(row: Accepted | None, event: HappenedEvent) -> Reason | None:
    if event.what not in ("accepted", "withdrawn"):
        return Reason("unknown_event")
    if (row is None or row.withdrawn) and event.what == "withdrawn":
        return Reason("begins_with", {"event": "accepted"})
    if row is not None and not row.withdrawn and event.what == "accepted":
        return Reason("already_accepted")
    return Reason("backwards") if row is not None and event.day < row.last_day else None


def _fill(row: Accepted, event: HappenedEvent) -> None:
    body = event.body
    kind = needed_of(body, "of_kind", 12)
    if kind not in (OBJECT, HAZARD):
        raise BadField("of_kind", kind)
    finding, of_id, reason = needed_of(body, "finding", 40), needed_of(body, "of_id", 64), prose_of(body, "reason")
    if reason is None:
        raise BadField("reason", None)
    row.finding, row.of_kind, row.of_id, row.reason = finding, kind, of_id, reason
    row.other_id = text_of(body, "other_id", 64) or ""
    row.at, row.actor, row.org = event.at, event.actor, event.org
