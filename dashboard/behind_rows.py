"""Hazards, cases and transfers behind a figure as rows to read: number, subject, state, and what each adds."""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.badges import state_badge
from dashboard.services import services
from data.readmodel.behind import HAZARDS, Part, numbers
from data.readmodel.figures import Figures
from data.rules.kpis import Measure
from data.rules.scope import Scope
from data.rules.vocabulary import STATES
from data.store.reads import hazards_by_no
from data.words import t

_UNITS = {
    "funds_fen": "yuan",
    "fines_fen": "yuan",
    "days": "days",
    "days_later": "days",
    "decision_days": "days",
    "rounds_due": "rounds",
    "rounds_on_time": "rounds",
}


def amount(measure: Measure, n: int) -> str:
    """A number of what the measure counts, with its unit."""
    unit = _UNITS.get(measure.sum, "items")
    text = f"{n / 100:,.2f}".removesuffix(".00") if unit == "yuan" else f"{n:,}"
    return t(f"figure.{unit}", n=text)


def entries(figures: Figures, part: Part, measure: Measure, first: int, count: int, scope: Scope) -> list[Component]:
    """The entries of a part from ``first``; a hazard that left the scope meanwhile shows its number alone."""
    found = numbers(figures, part, first, count)
    hazards = figures.view.hazards
    named = [hazards.number[row] for _number, row, _adds in found if row >= 0]
    with services().engine.connect() as connection:
        facts = {each.hazard_no: each for each in hazards_by_no(connection, scope, named)}
    return [_entry(figures, part, measure, each, facts) for each in found]


def _entry(
    figures: Figures, part: Part, measure: Measure, entry: tuple[str, int, int], facts: Mapping[str, Any]
) -> Component:
    number, row, adds = entry
    hazard_no = figures.view.hazards.number[row] if row >= 0 else ""
    hazard = facts.get(hazard_no)
    what = number if part.kind == HAZARDS else t(f"figure.entry_{part.kind}", number=number)
    title = dcc.Link(what, href=f"/hazards/{hazard_no}") if hazard else html.Span(what)
    signs = [state_badge(STATES[int(figures.view.hazards.state[row])])] if hazard else []
    plain = part.plain and measure.sum not in _UNITS
    added = [] if plain else [html.Span(amount(measure, adds), className="entry-adds")]
    text = hazard.subject_name if hazard else t("figure.gone") if part.kind == HAZARDS else ""
    line = html.Div([html.Strong(title), *signs, *added], className="entry-head")
    return html.Li([line, html.P(text)] if text else [line], className="entry")
