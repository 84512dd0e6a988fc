"""Parts of the object page below its facts: hazards, inspections, how its risk changed."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.badges import countdown, level_badge, risk_badge, state_badge, time_left
from dashboard.names import Names
from dashboard.pages import taking_back
from dashboard.pages.beside import map_link
from dashboard.pages.hazard_facts import card, day, table
from dashboard.timeline import corrected, when, who
from dashboard.timeline import happening_of as told_of
from dashboard.viewer import Viewer
from data.packs.model import Pack
from data.rules.equipment import EquipmentKind, EquipmentStatus, is_overdue
from data.rules.events import INSPECTION
from data.rules.inspections import InspectionType
from data.rules.powers import may
from data.rules.vocabulary import Colour, Level, State
from data.words import t

HEADS = ("no", "found", "level", "state", "left", "description")
KEPT = (0, 1, 2, 3, 4, 6)
"""Columns that never wrap."""
SHOWN = 50
"""Hazards that the page shows at first; the rest is behind one press."""


def hazards(rows: Sequence[Any], orders: dict[str, int | None], pack: Pack, today: date) -> Component:
    """Its hazards: open ones first, those overdue longest first among them; then the newest."""
    title = t("page_object.hazards")
    if not rows:
        return card(title, html.Div(t("page_object.no_hazards"), className="empty"))
    ordered = sorted(rows, key=_urgency)
    still = sum(State(row.state).is_open for row in rows)
    late = sum(_is_late(row, today) for row in rows)
    heads = [*(t(f"page_object.hazard_{name}") for name in HEADS), _map_head()]
    lines = [_hazard(row, orders.get(row.hazard_no), pack, today) for row in ordered]
    shown = [table(heads, lines[:SHOWN], keep=KEPT)]
    if rest := lines[SHOWN:]:
        words = html.Summary(t("page_object.more_hazards", count=len(rest)))
        shown.append(html.Details([words, table(heads, rest, keep=KEPT)], className="more"))
    note = t("page_object.hazards_note", count=len(rows), open=still, late=late)
    return card(title, *shown, note=note, name="hazards-card")


def _urgency(row: Any) -> tuple[bool, int, int]:
    is_open = State(row.state).is_open
    return not is_open, (row.deadline or 10**7) if is_open else 0, -row.found_day


def _is_late(row: Any, today: date) -> bool:
    waits = row.submitted_day is not None and row.state == State.SUBMITTED
    is_due = row.deadline is not None and row.deadline < today.toordinal()
    return bool(State(row.state).is_open and is_due and not waits)


def _hazard(row: Any, ordered: int | None, pack: Pack, today: date) -> list[Any]:
    words, tone = time_left(row, ordered, pack.rules, today)
    return [
        dcc.Link(row.hazard_no, href=f"/hazards/{row.hazard_no}"),
        day(row.found_day),
        level_badge(Level(row.level)),
        state_badge(State(row.state), row.passed),
        html.Span(words, className=f"countdown {tone}"),
        row.description,
        map_link("hazards", row.hazard_no, row, "map-link no-print"),
    ]


def _map_head() -> Component:
    return html.Span(t("page_object.hazard_map"), className="no-print")


def inspections(rows: Sequence[Any], names: Names, someone: Viewer) -> Component:
    """检查记录, newest first: when, what kind, by whom, about what, with what result; offices may take one back."""
    title = t("page_object.inspections")
    if not rows:
        return card(title, html.Div(t("page_object.no_inspections"), className="empty"))
    heads = [t(f"page_acts.{name}") for name in ("on", "type", "org", "inspectors", "topic", "result", "doc_no")]
    lines = [
        [
            _days(row), t(f"page_acts.types.{InspectionType(row.type).name}"), names.short_org(row.org),
            row.inspectors or "", _topic(row), _result(row), _document(row, someone),
        ]
        for row in rows
    ]  # fmt: skip
    found = sum(row.findings for row in rows)
    note = t("page_object.inspections_note", count=len(rows), found=found)
    return card(title, table(heads, lines, keep=(0, 1, 5)), note=note)


EQUIPMENT_HEADS = ("kind", "code", "status", "inspected", "due", "left", "place")


def equipment(rows: Sequence[Any], today: date) -> list[Component]:
    """特种设备, what is due first first, overdue inspections marked; no card for the many that use none."""
    if not rows:
        return []
    heads = [t(f"page_object.equipment.{name}") for name in EQUIPMENT_HEADS]
    lines = [_equipment(row, today) for row in rows]
    late = sum(is_overdue(row.status, row.due_day, today.toordinal()) for row in rows)
    in_use = sum(row.status == EquipmentStatus.IN_USE for row in rows)
    note = t("page_object.equipment.note", count=len(rows), in_use=in_use, late=late)
    return [card(t("page_object.equipment.title"), table(heads, lines, keep=(1, 2, 3, 4, 5)), note=note)]


def _equipment(row: Any, today: date) -> list[Any]:
    counts = row.status == EquipmentStatus.IN_USE and row.due_day is not None
    words, tone = countdown(date.fromordinal(row.due_day) if counts else None, today)
    kind = t(f"page_object.equipment.kinds.{EquipmentKind(row.kind).name}") if row.kind else t("page_common.none")
    return [
        [kind, html.Div(row.name, className="rule-source")] if row.name else kind,
        row.reg_code,
        t(f"page_object.equipment.statuses.{EquipmentStatus(row.status).name}"),
        day(row.inspected_day),
        day(row.due_day),
        html.Span(words, className=f"countdown {tone}"),
        row.address or t("page_common.none"),
    ]


def _days(row: Any) -> Any:
    return [day(row.day), html.Div(f"– {day(row.ended_day)}")] if row.ended_day not in (None, row.day) else day(row.day)


def _topic(row: Any) -> list[Any]:
    return [row.topic or "", *([html.Div(row.remark, className="rule-source")] if row.remark else [])]


def _document(row: Any, someone: Viewer) -> list[Any]:
    """Its document and number, whether the unit refused to sign, and the ledger that it came with."""
    beside = [row.code] if row.code else []
    if row.signed is False:
        beside.append(t("page_object.inspection_unsigned", why=row.refusal or t("page_common.none")))
    if row.batch:
        beside.append(t("page_object.inspection_imported", batch=row.batch))
    take = [taking_back.button(INSPECTION, row.no, row.no)] if may(someone.actor, "withdraw_inspection") else []
    said = [html.Div(each, className="rule-source") for each in beside]
    return [html.Div(row.doc_no or t("page_common.none")), *said, *take]


def _result(row: Any) -> Any:
    words = t("page_acts.found", count=row.findings) if row.findings else t("page_acts.found_nothing")
    links = [dcc.Link(no, href=f"/hazards/{no}", className="rule-source") for no in (row.hazards or "").split()]
    return [words, *links]


def risk_history(events: Sequence[Any], names: Names, pack: Pack) -> Component:
    """How the risk colour came to be what it is: each step with its day, who set it and why, newest first."""
    changes = corrected(events)
    steps = [(events[0], Colour(events[0].body.get("colour") or Colour.NONE))] if events else []
    for event in events:
        steps += [(event, Colour(each.after)) for each in changes.get(event.change, ()) if each.field == "colour"]
    items = [
        html.Li(
            [
                risk_badge(colour),
                html.Time(when(event.at, pack.zone)[:10]),
                html.Span(who(told_of(event, names)), className="quiet"),
                html.Span(event.body.get("reason") or "", className="risk-reason"),
            ],
            className=f"risk-step risk-{colour.key}",
        )
        for event, colour in reversed(steps)
    ]
    return card(t("page_object.risk_history"), html.Ol(items, className="risk-steps"))
