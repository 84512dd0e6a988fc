"""The difference between the figures of two changes, as JSON and as lines: who entered, who left, by which events."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Engine

from dashboard.changes import rounded
from data.packs import Pack
from data.readmodel.difference import DAYS, DENOMINATOR, Difference, Differing, Moved, reasons
from data.readmodel.snapshot import Snapshot
from data.rules.events import TRANSFER
from data.rules.filters import Filter
from data.rules.kpis import Kind, Kpi, Measure, Value
from data.rules.periods import Period
from data.rules.scope import Scope
from data.store.learnt import Learnt
from data.words import t

Reasons = dict[tuple[str, str], tuple[Learnt, ...]]


@dataclass(frozen=True, slots=True)
class Compared:
    """The figures that differ between the change ``older`` and the change ``newer``, and why each record moved."""

    older: int
    newer: int
    kpis: Sequence[Differing]
    reasons: Reasons


def compared(
    engine: Engine,
    pack: Pack,
    snapshot: Snapshot,
    asked: tuple[Scope, Filter, Period, date],
    changes: tuple[int, int],
    kpis: Iterable[Kpi],
    most: int | None = None,
) -> Compared:
    """What differs among ``kpis`` of one scope, filter, period and day between two changes, in whichever order.

    Reasons are told of everybody, or of the first ``most`` that are listed under each figure.
    """
    older, newer = sorted(changes)
    before, after = (snapshot.figures(*asked, change) for change in (older, newer))
    covered = [snapshot.coverage(*asked, change) for change in (older, newer)]
    differing = Difference(before, after, *covered).of(kpis)
    shown = (one for each in differing for _side, one in each.listed[:most])
    with engine.connect() as connection:
        told_by = reasons(connection, pack.code, shown, older, newer, after.view.as_of)
    return Compared(older, newer, differing, told_by)


def as_json(found: Compared, change: int) -> dict[str, Any]:
    """The shape of the public interface; ``change`` is the one that was asked to be compared with.

    Sides are in the unit of the figure (yuan, days, otherwise records). ``adds`` is what an entry adds more or less;
    together they are the difference of the side.
    """
    kpis = {each.kpi.key: _kpi(each) for each in found.kpis}
    records: dict[str, dict[str, Any]] = {}
    for (kind, number), events in sorted(found.reasons.items()):
        records.setdefault(kind, {})[number] = [event_json(event) for event in events]
    return {"change": change, "older": found.older, "newer": found.newer, "kpis": kpis, "records": records}


def _kpi(each: Differing) -> dict[str, Any]:
    told: dict[str, Any] = {
        "label": each.kpi.label(), "before": _value(each.before), "after": _value(each.after)
    }  # fmt: skip
    for side, moved in each.moved.items():
        told[side] = {name: [_entry(each, side, one) for one in of] for name, of in sorted_out(moved).items()}
    return told


def way(one: Moved) -> str:
    """``entered``, ``left``, or ``changed`` of what is counted under both changes with another amount."""
    return "entered" if one.entered else "left" if one.left else "changed"


def adds(each: Differing, side: str, one: Moved) -> float | int:
    """How much more or less a record adds to a side, in the unit of the figure."""
    measure = each.kpi.below if side == DENOMINATOR else each.kpi.above
    fen = side != DAYS and measure is not None and measure.sum.endswith("_fen")
    return (one.after - one.before) / 100 if fen else one.after - one.before


def sorted_out(moved: Sequence[Moved]) -> dict[str, list[Moved]]:
    """Who entered, who left, and who is counted under both changes with another amount."""
    return {name: [one for one in moved if way(one) == name] for name in ("entered", "left", "changed")}


def _value(value: Value) -> dict[str, Any]:
    below = {"denominator": _amount(value.kpi.below, value.below)} if value.kpi.below else {}
    return {"value": value.value, "numerator": _amount(value.kpi.above, value.above), **below}


def _entry(each: Differing, side: str, one: Moved) -> dict[str, Any]:
    return {"kind": one.kind, "number": one.number, "adds": adds(each, side, one)}


def _amount(measure: Measure, n: int | None) -> float | int | None:
    return n / 100 if n is not None and measure.sum.endswith("_fen") else n


def event_json(event: Learnt) -> dict[str, Any]:
    """One event: stream, what, when it happened, and when the system learnt of it."""
    return {
        "kind": event.kind, "id": event.id, "what": event.what,
        "at": event.at, "change": event.change, "learnt": event.learnt,
    }  # fmt: skip


def said(event: Learnt) -> str:
    """What an event was, in words."""
    own = event.kind == TRANSFER and event.what not in ("amended", "withdrawn")
    return t(f"difference.transfer.{event.what}" if own else f"page_timeline.what.{event.what}")


def sentence(event: Learnt) -> str:
    """An event with the day on which it happened, its change, and when it was learnt where that is known."""
    words = {"what": said(event), "day": event.at[:10], "change": str(event.change)}
    if event.learnt is None:
        return t("difference.event", **words)
    return t("difference.event_imported", learnt=event.learnt[:16].replace("T", " "), **words)


def shown(value: Value) -> str:
    """A figure as official sheets show it: rates with both numbers; nothing to divide by is a dash."""
    if value.value is None:
        return "—"
    if value.kpi.kind is Kind.COUNT:
        return str(value.value)
    number = value.value * 100 if value.kpi.kind is Kind.RATE else value.value
    tenths = f"{rounded(number):.1f}"
    return f"{tenths}%（{value.above}/{value.below}）" if value.kpi.kind is Kind.RATE else tenths


def lines(found: Compared) -> list[str]:
    """The difference as lines to print: figures, under each who moved on which side, under each why."""
    head = t("difference.head", older=found.older, newer=found.newer)
    if not found.kpis:
        return [head, t("difference.none")]
    return [head, *(line for each in found.kpis for line in _lines(each, found.reasons))]


def _lines(each: Differing, told_by: Reasons) -> list[str]:
    told = [f"{each.kpi.label()}\t{shown(each.before)} → {shown(each.after)}"]
    for side, moved in each.moved.items():
        for name, of in sorted_out(moved).items():
            told += [f"  {t(f'difference.{side}')} {t(f'difference.{name}')} {_line(one, told_by)}" for one in of]
    return told


def _line(one: Moved, told_by: Reasons) -> str:
    return f"{t(f'difference.kind.{one.kind}')} {one.number} {why(one, told_by)}"


def why(one: Moved, reasons: Reasons) -> str:
    """The events behind a record that moved, in words."""
    events = reasons.get((one.kind, one.number), ())
    return t("difference.then").join(map(sentence, events)) or t("difference.elsewhere")
