"""A numbered paper of a hazard: its 文号 is given by a move of the loop or by issuing it, and is given once."""

from dataclasses import dataclass

from data.rules.bodies import BadField, needed_of
from data.rules.errors import HistoryRefused, Reason
from data.rules.events import HappenedEvent


@dataclass(slots=True)
class Paper:
    """文书: the columns of the store's row. ``docx`` and ``pdf`` are ids of attachments, None until it is issued."""

    no: str
    kind: str
    hazard_no: str
    day: int
    issued_day: int | None = None
    docx: str | None = None
    pdf: str | None = None
    actor: str = ""
    org: str = ""
    row_version: int = 1
    change: int = 0
    last_day: int = 0


def advance_paper(row: Paper | None, event: HappenedEvent) -> Paper:
    """The paper after ``event``, changed in place: numbered, then issued once. Raises `HistoryRefused`."""
    index = 1 if row is None else row.row_version + 1
    if against := _against(row, event):
        raise HistoryRefused(event.id, index, event.what, against)
    body = event.body
    try:
        told = needed_of(body, "kind", 40), needed_of(body, "hazard_no", 64)
        files = (needed_of(body, "docx", 64), needed_of(body, "pdf", 64)) if event.what == "issued" else None
    except BadField as bad:
        raise HistoryRefused(event.id, index, event.what, bad.reason) from None
    row = row or Paper(event.id, *told, event.day)
    if files is not None:
        row.docx, row.pdf = files
        row.issued_day = event.day
    row.actor, row.org = event.actor, event.org
    row.row_version, row.change, row.last_day = index, event.change, event.day
    return row


def _against(row: Paper | None, event: HappenedEvent) -> Reason | None:
    """What stands against an event before its body is read."""
    if event.what not in ("numbered", "issued"):
        return Reason("unknown_event")
    if row is None:
        return None
    if event.what == "numbered" or row.issued_day is not None:
        return Reason("paper_issued")
    same = (event.body.get("kind"), event.body.get("hazard_no")) == (row.kind, row.hazard_no)
    if not same:
        return Reason("paper_of_another")
    return Reason("backwards") if event.day < row.last_day else None
