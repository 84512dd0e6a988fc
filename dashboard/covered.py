"""Coverage figures with their definitions, and the objects, inspections and equipment behind them as rows to read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.definitions import Defined
from dashboard.services import services
from data.readmodel import Coverage
from data.rules.coverage import COVERAGE
from data.rules.kpis import Measure, Population
from data.rules.scope import Scope
from data.store.reads import objects_by_id
from data.words import t

COVERED: dict[str, Defined] = {kpi.key: Defined(kpi.key, kpi.kind, kpi.above, kpi.below, kpi) for kpi in COVERAGE}


def entries(coverage: Coverage, measure: Measure, first: int, count: int, scope: Scope) -> list[Component]:
    """The rows from ``first``: an object by its name; a visit or a piece of equipment with the object it belongs to."""
    found = coverage.listed(measure, first, count)
    with services().engine.connect() as connection:
        objects = {row.id: row for row in objects_by_id(connection, scope, list({each.object_id for each in found}))}
    return [_entry(measure, each.id, each.object_id, each.day, objects) for each in found]


def _entry(measure: Measure, key: str, object_id: str, day: int | None, objects: Mapping[str, Any]) -> Component:
    known = objects.get(object_id)
    named = known.name if known else t("figure.gone_object")
    link: Component = dcc.Link(named, href=f"/objects/{object_id}") if known else html.Span(named)
    head = html.Div(html.Strong(link), className="entry-head")
    if measure.population is Population.OBJECTS:
        town = services().names.town(known.town) if known else ""
        return html.Li([head, html.P(" ".join(part for part in (key, town) if part))], className="entry")
    words = {"number": key, "day": date.fromordinal(day) if day else ""}
    return html.Li([head, html.P(t(f"figure.entry_{measure.population.value}", **words))], className="entry")
