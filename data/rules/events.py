"""Events and their short form: what happened to one stream, as the store keeps it and as figures read it.

A stream is ``(county, kind, id)``; kinds are ``hazard``, ``case``, ``transfer``, ``listing``, ``object``,
``inspection``, ``attachment``, ``equipment``, ``accident``, ``person``, ``acceptance``, ``boundary``, ``action``,
``mark``, ``paper``. The body of an event carries the fields of the history format ``onemap-histories/1`` under the same
names, so that a history is the list of its events.

For hazards each event also has a **short form**, three small numbers that the figures fold without reading bodies:

- ``state``  code of the state after the event (`data.rules.vocabulary.State.code`)
- ``round``  number of the round of rectification after the event, from 1
- ``value``  the one number of the event:

  ===================================================  =====================================================
  found                                                level
  confirmed, amended                                   level, or None when it says nothing of it
  noticed, extension_requested, extended               deadline (ordinal day)
  rectifying, five_updated                             the 五落实 stated so far, packed by `five_value`
  submitted                                            cost in fen, or None
  reinspected                                          0 pass, 1 fail, 2 partial
  all others                                           None
  ===================================================  =====================================================
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

HAZARD = "hazard"
CASE = "case"
TRANSFER = "transfer"
LISTING = "listing"
OBJECT = "object"
INSPECTION = "inspection"
ATTACHMENT = "attachment"
EQUIPMENT = "equipment"
ACCEPTANCE = "acceptance"
ACCIDENT = "accident"
PERSON = "person"
BOUNDARY = "boundary"
ACTION = "action"
MARK = "mark"
PAPER = "paper"

HAZARD_EVENTS = (
    "found", "confirmed", "noticed", "rectifying", "five_updated", "extension_requested", "extended",
    "extension_refused", "submitted", "reinspected", "closed", "fixed_on_the_spot", "voided", "transferred",
    "transfer_accepted", "transfer_refused", "suspended", "resumed", "reopened", "case_not_filed", "amended", "merged",
    "withdrawn", "case_transferred", "resumption_requested",
)  # fmt: skip
LISTING_EVENTS = ("listing_stage", "listed", "delisted", "withdrawn")
CASE_EVENTS = (
    "case_filed", "case_stage", "case_decided", "case_published", "case_closed", "case_transferred", "amended",
    "withdrawn",
)  # fmt: skip
TRANSFER_EVENTS = ("handed_over", "received", "filed", "decided", "closed", "amended", "withdrawn")
OBJECT_EVENTS = (
    "registered", "amended", "merged", "unmerged", "absorbed", "released", "closed_down", "reopened", "withdrawn",
)  # fmt: skip
INSPECTION_EVENTS = ("recorded", "amended", "withdrawn")
ATTACHMENT_EVENTS = ("attached", "withdrawn")
EQUIPMENT_EVENTS = ("registered", "amended", "withdrawn")
PERSON_EVENTS = ("named", "amended", "withdrawn")
ACCIDENT_EVENTS = ("registered", "amended", "withdrawn")
ACTION_EVENTS = ("raised", "accepted", "dismissed", "done")
BOUNDARY_EVENTS = ("drawn", "amended", "withdrawn")
MARK_EVENTS = ("marked", "withdrawn")
PAPER_EVENTS = ("numbered", "issued")
ACCEPTANCE_EVENTS = ("accepted", "withdrawn")

HAZARD_CODES = {what: code for code, what in enumerate(HAZARD_EVENTS)}
"""Small integers for columns."""

FIVE = ("person", "measures", "funds_yuan", "deadline", "plan")
"""五落实: 责任、措施、资金、时限、预案, in the order of the mask's bits."""


@dataclass(slots=True)
class NewEvent:
    """An event that is to be recorded. ``at`` is an ISO instant with zone, or a plain ISO date.

    Not frozen, as making one would then take four times as long; nothing changes one that is made.
    """

    kind: str
    id: str
    what: str
    at: str
    body: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class HappenedEvent:
    """An event in its place.

    ``day`` is the civil day in the pack's zone (ordinal), ``instant`` microseconds since 1970 UTC (midnight of the zone
    when ``at`` is a plain date), ``change`` the number under which the system learnt of it.
    """

    kind: str
    id: str
    what: str
    at: str
    body: Mapping[str, Any]
    day: int
    instant: int
    change: int = 0
    actor: str = ""
    org: str = ""
    role: str = ""
    batch: str | None = None

    @property
    def is_plain(self) -> bool:
        """Whether only the day is known."""
        return len(self.at) == 10


FIVE_DAY_ZERO = 730_119
"""31 December 1999: the day before the first that a packed deadline can name."""
_FUNDS_BITS = 42


def five_value(mask: int, funds_fen: int | None, deadline: int | None = None) -> int:
    """Pack the five mask (bit i set = ``FIVE[i]`` stated), the planned funds and the deadline into one number.

    ``deadline`` (ordinal day) is packed only while the 五落实 give the hazard its deadline because no order did.
    Layout: bits 0-4 mask, bits 5-46 funds in fen + 1, bits 47-62 days since `FIVE_DAY_ZERO`; 0 means not stated.
    """
    funds = 0 if funds_fen is None else funds_fen + 1
    days = 0 if deadline is None else deadline - FIVE_DAY_ZERO
    return mask | funds << 5 | days << (5 + _FUNDS_BITS)


def five_mask(value: int) -> int:
    """The mask of a packed value; 31 is all five."""
    return value & 31


def five_funds_fen(value: int) -> int | None:
    """The planned funds of a packed value in fen, or None when not stated."""
    funds = value >> 5 & ((1 << _FUNDS_BITS) - 1)
    return funds - 1 if funds else None


def five_deadline(value: int) -> int | None:
    """The deadline (ordinal day) that the 五落实 gave, or None when an order gave it or none is stated."""
    days = value >> (5 + _FUNDS_BITS)
    return days + FIVE_DAY_ZERO if days else None
