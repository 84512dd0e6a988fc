"""What happened, newest first: one line for the event, one for who and when, and the few fields that people ask for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any
from zoneinfo import ZoneInfo

from dash import html
from dash.development.base_component import Component

from dashboard.action_words import target_words, type_words
from dashboard.names import Names
from data.rules import masking
from data.rules.corrections import Correction, corrections
from data.rules.events import HAZARD, OBJECT, HappenedEvent
from data.rules.objects import MERGED, OVER, STATUSES
from data.rules.vocabulary import Colour, ObjectKind, Role
from data.store.media import PICTURES
from data.words import t

SHOWN: dict[str, tuple[str, ...]] = {
    "found": ("source", "level", "judge_basis"),
    "confirmed": ("level", "judge_basis", "cause_type", "dept"),
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
    "transferred": ("to", "doc_no", "reason"),
    "transfer_refused": ("reason",),
    "suspended": ("reason", "doc_no"),
    "resumption_requested": ("application",),
    "reopened": ("reason",),
    "case_not_filed": ("reason",),
    "withdrawn": ("batch",),
    "case_filed": ("case_no", "cause", "law"),
    "case_stage": ("stage",),
    "case_decided": ("fine_yuan", "penalties", "decision_no"),
    "case_published": ("media",),
    "case_closed": ("end",),
    "case_transferred": ("from", "to", "doc_no", "reason"),
    "listing_stage": ("stage", "reason", "opinion", "media", "progress", "report", "experts"),
    "listed": ("list_level", "notice_no", "org", "responsible", "requirements", "due"),
    "delisted": ("opinion", "opinion_no"),
    "raised": ("type", "target"),
    "accepted": ("opinion",),
    "dismissed": ("reason",),
    "done": ("feedback",),
    "amended": ("reason",),
    "closed_down": ("status", "on", "reason"),
    "merged": ("into_name", "into", "reason"),
    "unmerged": ("reason",),
    "absorbed": ("other_name", "other", "reason"),
    "released": ("other_name", "other", "reason"),
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
    changed: tuple[tuple[str, str, str], ...] = ()
    """What a correction changed: label, before, after."""
    files: tuple[Any, ...] = ()
    """Rows of attachments that were put up here."""


def happenings(events: Sequence[HappenedEvent], names: Names, attachments: Sequence[Any] = ()) -> list[Happening]:
    """Events of several streams and the files put up between them in the order of their days, as they are shown."""
    told = corrected(events)
    placed = [(event.day, event.change, happening_of(event, names, told.get(event.change, ()))) for event in events]
    placed += [(rows[0].day, rows[0].change, _put_up(rows, names)) for rows in _together(attachments)]
    return [each for _day, _change, each in sorted(placed, key=lambda one: one[:2])]


def happening_of(event: HappenedEvent, names: Names, changed: Sequence[Correction] = ()) -> Happening:
    """An event as it is shown. Who did it may differ from who recorded it: an import or a migration names the doer."""
    person, org = event.body.get("by") or event.actor, event.body.get("by_org") or event.org
    lines = tuple(
        (t(f"correction.{each.field}"), fact(each.field, each.before, names), fact(each.field, each.after, names))
        for each in changed
    )
    body = _named(event, names)
    return Happening(event.what, event.at, str(person), names.org(str(org)), event.role, body, lines)


def _named(event: HappenedEvent, names: Names) -> Mapping[str, Any]:
    """The body with offices by name; the level of a listing is none of a hazard."""
    body = dict(event.body)
    if body.get("cause_type"):
        body["cause_type"] = names.cause(body["cause_type"], event.day)
    if event.what == "listed":
        body["list_level"] = body.pop("level", None)
    return body | {name: names.org(body[name]) for name in ("to", "from", "org") if isinstance(body.get(name), str)}


def corrected(events: Sequence[HappenedEvent]) -> dict[int, tuple[Correction, ...]]:
    """By change number what each amendment of the hazard or object among these events changed."""
    own = [event for event in events if event.kind in (HAZARD, OBJECT)]
    return corrections(own) if any(event.what == "amended" for event in own) else {}


def _together(attachments: Sequence[Any]) -> list[list[Any]]:
    """Files that one person put up one after another on one day, for one purpose."""
    key = attrgetter("day", "actor", "org", "purpose")
    return [list(rows) for _key, rows in groupby(attachments, key)]


def _put_up(rows: Sequence[Any], names: Names) -> Happening:
    first = rows[0]
    return Happening(
        f"attached_{first.purpose}", first.at, first.actor, names.org(first.org), "", {}, files=tuple(rows)
    )


def fact(name: str, value: Any, names: Names) -> str:
    """A fact of a hazard or object as people read it; what is not stated is a dash."""
    if value in (None, ""):
        return t("page_common.none")
    if name == "point":
        return f"{value[0]:.6f}, {value[1]:.6f}"
    if name in ("town", "sector"):
        return names.town(value) if name == "town" else names.sector(value)
    if name == "cause_type":
        return names.cause(value)
    if name in ("dept", "lead_dept"):
        return names.org(value)
    if name in _FACTS:
        return _FACTS[name](value)
    return str(value)


def status_words(status: str) -> str:
    """The status of an object in words."""
    if status in OVER:
        return t("page_object.status_merged" if status == MERGED else "page_object.status_withdrawn")
    return t(f"page_object.statuses.{STATUSES.index(status)}") if status in STATUSES else status


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
            *_changed(happening),
            *_files(happening),
        ],
        className=f"timeline-item {_tone(happening)}",
    )


def title(happening: Happening) -> str:
    """The event as a short phrase; a re-inspection says its result, a merger what was merged."""
    if happening.what == "reinspected":
        return t(f"page_timeline.reinspected_{happening.body.get('result')}")
    if happening.what == "merged" and "into_name" in happening.body:
        return t("page_timeline.object_merged")
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


def _changed(happening: Happening) -> list[Component]:
    rows = [
        html.Li([html.Span(label, className="quiet"), " ", html.Del(before), " → ", html.Ins(after)])
        for label, before, after in happening.changed
    ]
    return [html.Ul(rows, className="timeline-changed")] if rows else []


def _files(happening: Happening) -> list[Component]:
    return (
        [html.Div([shown_file(row) for row in happening.files], className="timeline-files")] if happening.files else []
    )


def shown_file(row: Any) -> Component:
    """A file as a picture that opens large, or as its name."""
    address = f"/api/v1/files/{row.id}"
    if row.media_type in PICTURES:
        return html.A(
            html.Img(src=f"{address}?small", alt=row.name),
            href=address,
            target="_blank",
            className="photo",
            title=row.name,
        )
    return html.A(row.name, href=address, className="file-link")


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
    """A stage of a case or of a listing in words."""
    return t(f"evidence.{'stages' if str(value).startswith('C') else 'listing_stages'}.{value}")


def _listed(value: Any) -> str:
    return t("page_common.comma").join(value) if isinstance(value, list | tuple) else str(value)


_FACTS: dict[str, Callable[[Any], str]] = {
    "level": _key("page_common.level"),
    "source": _key("page_common.source"),
    "manage_type": _key("page_common.manage_type"),
    "repeat": lambda value: t("page_common.yes" if value else "page_common.no"),
    "provisional": lambda value: t("page_common.yes" if value else "page_common.no"),
    "colour": lambda value: t(f"colour.{Colour(value).key}"),
    "kind": lambda value: t(f"page_object.kinds.{ObjectKind(value).name}"),
    "subject_kind": _key("page_common.subject_kind"),
    "status": lambda value: status_words(value),
    "phone": lambda value: masking.phone(value) or "",
    "supervision_level": lambda value: (
        t(f"page_common.supervision_level.{value}") if value in ("1", "2", "3") else value
    ),
}

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
    "type": type_words,
    "target": target_words,
}
