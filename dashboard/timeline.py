"""What happened, newest first: one line for the event, one for who and when, and the few fields that people ask for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.names import Names
from data.rules.events import HappenedEvent
from data.rules.vocabulary import Role
from data.words import t

SHOWN: dict[str, tuple[str, ...]] = {
    "found": ("source", "level", "judge_basis"),
    "confirmed": ("level", "judge_basis", "dept"),
    "noticed": ("deadline", "doc_no"),
    "rectifying": ("person", "measures", "funds_yuan", "deadline", "plan"),
    "five_updated": ("person", "measures", "funds_yuan", "deadline", "plan"),
    "extension_requested": ("deadline", "reason", "interim_measures"),
    "extended": ("deadline", "opinion"),
    "extension_refused": ("reason",),
    "submitted": ("cost_yuan", "note", "evidence"),
    "reinspected": ("result", "opinion", "opinion_no"),
    "closed": ("basis", "opinion"),
    "fixed_on_the_spot": ("note", "evidence"),
    "voided": ("reason",),
    "transferred": ("to", "reason"),
    "transfer_refused": ("reason",),
    "suspended": ("reason", "doc_no"),
    "reopened": ("reason",),
    "case_not_filed": ("reason",),
    "merged": ("into",),
    "withdrawn": ("batch",),
    "case_filed": ("case_no", "cause", "law"),
    "case_stage": ("stage",),
    "case_decided": ("fine_yuan", "penalties", "decision_no"),
    "case_closed": ("end",),
    "case_transferred": ("from", "to"),
    "listing_stage": ("stage",),
    "listed": ("list_level",),
}
"""The fields of each event that are worth a line; everything else stays in the event."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One event as it is shown. ``at`` is ISO with zone or a plain date; names are already in words."""

    what: str
    at: str
    person: str
    org: str
    role: str
    body: Mapping[str, Any]


def happenings(events: Sequence[HappenedEvent], names: Names) -> list[Happening]:
    """Events of several streams in the order of their days, as they are shown."""
    return [happening_of(event, names) for event in sorted(events, key=lambda event: (event.day, event.change))]


def happening_of(event: HappenedEvent, names: Names) -> Happening:
    """An event as it is shown. Who did it may differ from who recorded it: an import or a migration names the doer."""
    person, org = event.body.get("by") or event.actor, event.body.get("by_org") or event.org
    return Happening(event.what, event.at, str(person), names.org(str(org)), event.role, event.body)


def timeline(happenings: Sequence[Happening], zone: ZoneInfo) -> Component:
    """The whole history, newest first, as an ordered list that prints well."""
    items = [_item(happening, zone) for happening in reversed(happenings)]
    return html.Ol(items, className="timeline")


def _item(happening: Happening, zone: ZoneInfo) -> Component:
    return html.Li(
        [
            html.Div(title(happening), className="timeline-what"),
            html.Div(
                [html.Time(when(happening.at, zone), dateTime=happening.at), html.Span(who(happening))],
                className="timeline-who",
            ),
            *_details(happening),
        ],
        className=f"timeline-item {_tone(happening)}",
    )


def title(happening: Happening) -> str:
    """The event as a short phrase; a re-inspection says its result."""
    if happening.what == "reinspected":
        return t(f"page_timeline.reinspected_{happening.body.get('result')}")
    return t(f"page_timeline.what.{happening.what}")


def when(at: str, zone: ZoneInfo) -> str:
    """``2021-06-01 09:00`` in the pack's zone, or the plain date."""
    if len(at) <= 10:
        return at
    return datetime.fromisoformat(at).astimezone(zone).strftime("%Y-%m-%d %H:%M")


def who(happening: Happening) -> str:
    """Organisation and person, without repeats and blanks; what nobody in particular did was done by the system."""
    nobody = happening.role == Role.SYSTEM and not happening.body.get("by")
    person = t("role.system") if nobody else happening.person
    parts = [part for part in (happening.org, person) if part]
    return " ".join(dict.fromkeys(parts)) or t("page_timeline.unknown_person")


def details(happening: Happening) -> list[tuple[str, str]]:
    """Label and value of the fields worth a line, in order; blanks are left out."""
    body = {**happening.body, **(happening.body.get("five") or {}), "list_level": happening.body.get("level")}
    shown = [(name, body.get(name)) for name in SHOWN.get(happening.what, ())]
    return [(t(f"page_timeline.field.{name}"), words(name, value)) for name, value in shown if value is not None]


def words(name: str, value: Any) -> str:
    """A value as people read it: money with its unit, codes in words."""
    return _WORDS[name](value) if name in _WORDS else str(value)


def _details(happening: Happening) -> list[Component]:
    rows = details(happening)
    if not rows:
        return []
    pairs = [piece for label, value in rows for piece in (html.Dt(label), html.Dd(value))]
    return [html.Dl(pairs, className="timeline-details")]


def _tone(happening: Happening) -> str:
    if happening.what == "reinspected":
        return "is-good" if happening.body.get("result") == "pass" else "is-bad"
    return "is-good" if happening.what in ("closed", "fixed_on_the_spot", "case_closed") else ""


def yuan(value: Any) -> str:
    """``1,200 元``, with fen only when there are any."""
    number = f"{float(value):,.2f}".removesuffix(".00")
    return t("page_form.amount", amount=number)


def _key(prefix: str) -> Callable[[Any], str]:
    return lambda value: t(f"{prefix}.{value}")


def _stage(value: Any) -> str:
    """A stage of a case in words; those of a listing (L1 to L9) have none yet."""
    return t(f"evidence.stages.{value}") if str(value).startswith("C") else str(value)


def _listed(value: Any) -> str:
    return t("page_common.comma").join(value) if isinstance(value, list | tuple) else str(value)


_WORDS: dict[str, Callable[[Any], str]] = {
    "funds_yuan": yuan,
    "cost_yuan": yuan,
    "fine_yuan": yuan,
    "penalties": _listed,
    "evidence": _listed,
    "level": _key("page_common.level"),
    "source": _key("page_common.source"),
    "result": _key("evidence.results"),
    "stage": _stage,
    "basis": _key("evidence.bases"),
}
