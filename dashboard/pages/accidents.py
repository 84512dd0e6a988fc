"""事故: the accidents of the viewer's scope, newest first, with what they cost; and those of one object on its page."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

from dash import Dash, dcc, html
from dash.development.base_component import Component

from dashboard.names import Names
from dashboard.pages.base import Page
from dashboard.pages.hazard_facts import card, day, fen, table
from dashboard.services import services
from dashboard.viewer import viewer
from data.rules import masking
from data.rules.accidents import AccidentLevel, AccidentStage, AccidentType
from data.store.accidents import accidents
from data.words import t

_HEADS = ("occurred", "level", "type", "people", "loss", "place", "stage", "source")
KEPT = (0, 1, 3, 4)
"""Columns that never wrap."""


def layout(_query: str) -> Component:
    """All accidents with their sums by year."""
    here, someone = services(), viewer()
    with here.engine.connect() as connection:
        rows = accidents(connection, someone.scope)
    head = html.Div(html.H1(t("page_accidents.title"), className="page-title"), className="page-head")
    note = html.P(t("page_accidents.basis", scope=someone.name), className="page-note")
    return html.Main([head, note, *_years(rows), _list(rows, Names(here.pack))], className="page")


def of_object(rows: Sequence[Any], names: Names) -> list[Component]:
    """事故 of one object; no card for the many that had none."""
    if not rows:
        return []
    return [card(t("page_accidents.title"), _table(rows, names, with_unit=False), note=_sum(rows))]


def _list(rows: Sequence[Any], names: Names) -> Component:
    if not rows:
        return html.Div(t("page_accidents.none"), className="card empty")
    return card(t("page_accidents.list"), _table(rows, names, with_unit=True), note=_sum(rows))


def _sum(rows: Sequence[Any]) -> str:
    return t("page_accidents.sum", count=len(rows), deaths=_all(rows, "deaths"), serious=_all(rows, "serious"))


def _all(rows: Sequence[Any], name: str) -> int:
    return sum(getattr(row, name) or 0 for row in rows)


def _years(rows: Sequence[Any]) -> list[Component]:
    """起数 and 死亡 of each year by level: what 双下降 is about."""
    if not rows:
        return []
    years = sorted({date.fromordinal(row.occurred_day).year for row in rows}, reverse=True)
    levels = [_word("levels", level) for level in AccidentLevel]
    heads = [t(f"page_accidents.{name}") for name in ("year", "count", "deaths", "serious", "losses")]
    lines = [_year(year, [row for row in rows if date.fromordinal(row.occurred_day).year == year]) for year in years]
    return [card(t("page_accidents.by_year"), table([*heads, *levels], lines, keep=range(len(heads) + len(levels))))]


def _year(year: int, rows: Sequence[Any]) -> list[Any]:
    by_level = [sum(row.level == level for row in rows) for level in AccidentLevel]
    return [str(year), len(rows), _all(rows, "deaths"), _all(rows, "serious"), fen(_all(rows, "loss_fen")), *by_level]


def _table(rows: Sequence[Any], names: Names, *, with_unit: bool) -> Component:
    heads = [t(f"page_accidents.{name}") for name in _HEADS]
    lines = [_row(row, names) for row in rows]
    if with_unit:
        heads.insert(1, t("page_accidents.unit"))
        for line, row in zip(lines, rows, strict=True):
            line.insert(1, _unit(row))
    kept = [place + (with_unit and place > 0) for place in KEPT]
    return table(heads, lines, keep=kept)


def _unit(row: Any) -> Any:
    if row.object_id is None:
        return row.unit or t("page_common.none")
    return dcc.Link(row.unit or row.object_id, href=f"/objects/{row.object_id}")


def _word(table: str, one: StrEnum) -> str:
    return t(f"page_accidents.{table}.{one.name}")


def _row(row: Any, names: Names) -> list[Any]:
    none = t("page_common.none")
    return [
        [day(row.occurred_day), *_small(row.occurred_time)],
        _word("levels", AccidentLevel(row.level)),
        [_word("types", AccidentType(row.type)) if row.type else none, *_small(masking.phone(row.course))],
        _people(row),
        fen(row.loss_fen),
        [names.town(row.town), *_small(row.address)],
        [_word("stages", AccidentStage(row.stage)) if row.stage else none, *_small(_nature(row))],
        [row.code or row.no, *_small(t("page_object.inspection_imported", batch=row.batch) if row.batch else None)],
    ]


def _small(words: str | None) -> list[Component]:
    return [html.Div(words, className="rule-source")] if words else []


def _people(row: Any) -> str:
    said = [(name, getattr(row, name)) for name in ("deaths", "missing", "serious", "minor")]
    parts = [t(f"page_accidents.so_many.{name}", n=n) for name, n in said if n]
    return " ".join(parts) or t("page_accidents.nobody" if row.deaths == 0 else "page_common.none")


def _nature(row: Any) -> str:
    """What was found of its nature; 待认定 while nobody has said."""
    liable = {True: "liability", False: "no_liability", None: "liability_open"}[row.is_liability]
    other = [] if row.is_production is not False else [t("page_accidents.not_production")]
    return "，".join([t(f"page_accidents.{liable}"), *other])


def register(_app: Dash) -> None:
    """Nothing on this page is pressed."""


PAGE = Page("/accidents", "page_accidents.title", layout, register)
