"""Six headline numbers in two rows: each a button that opens its definition, with its change against another period."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.attributes import attributes
from dashboard.changes import rounded
from dashboard.changes import said as changed
from dashboard.ids import Map
from dashboard.pages.map_view import COMPARED_WITH, Comparison, Looking, View
from data.rules.comparing import change_of
from data.rules.kpis import Kind
from data.words import t


@dataclass(frozen=True, slots=True)
class Headline:
    """One big number: the word under ``map.headline``, which also names its definition, and its unit."""

    word: str
    unit: str
    tone: str = ""
    stock: bool = False


HEADLINES = (
    Headline("hazards_total", "items"),
    Headline("rectified", "items"),
    Headline("rectification_rate", "percent"),
    Headline("overdue", "items", "is-overdue", stock=True),
    Headline("hazards_major", "items"),
    Headline("hazard_cases_filed", "cases"),
)
WORD_UNITS = {each.word: each.unit for each in HEADLINES}


def value_id(word: str) -> dict[str, str]:
    """Where a number stands."""
    return {"type": Map.HEADLINE.value, "key": word}


def change_id(word: str) -> dict[str, str]:
    """Where its change stands."""
    return {"type": Map.CHANGED.value, "key": word}


def frame() -> Component:
    """The six cells, empty, and under them what they rest on and what they are compared with."""
    cells = [_cell(each) for each in HEADLINES]
    foot = html.Div([html.Span(id=Map.BASIS), html.Div(id=Map.COMPARE, className="compare")], className="as-known")
    return html.Div([*cells, foot], className="headlines")


def _cell(each: Headline) -> Component:
    inside = [
        html.Span(id=value_id(each.word), className="headline-number"),
        html.Span(id=change_id(each.word), className="headline-change"),
    ]
    named = attributes(data_select=f"figures:{each.word}")
    return html.Button(inside, className="headline", title=t("map.headline.open"), **named)


def numbers(view: View, in_period: bool) -> list[Sequence[Component]]:
    """Label and number of each cell; no denominator is a dash. Under a period, 逾期 says that it is a stock."""
    return [_number(each, view.headlines.get(each.word), in_period) for each in HEADLINES]


def _number(each: Headline, value: float | None, in_period: bool) -> Sequence[Component]:
    text = written(each.unit, value)
    unit = (
        [html.Span(t(f"map.headline.unit_{each.unit}"), className=f"unit unit-{each.unit}")]
        if value is not None
        else []
    )
    size = " is-long" if len(text) > 5 else ""
    tone = f" {each.tone}" if each.tone and value else ""
    word = f"{each.word}_stock" if each.stock and in_period else each.word
    label = html.Span(t(f"map.headline.{word}"), className="headline-label")
    return [label, html.Span([html.Span(text, className=f"number{tone}"), *unit], className=f"headline-value{size}")]


def written(unit: str, value: float | None) -> str:
    """A number as it is shown."""
    if value is None:
        return "—"
    return f"{rounded(value * 100):.1f}" if unit == "percent" else f"{value:,.0f}"


def changes(found: Comparison, looking: Looking) -> list[Component]:
    """The change of each number, with both numbers and spans on hovering."""
    word = "year" if found.this_year else looking.compare
    return [_change(each, found, word) for each in HEADLINES]


def _change(each: Headline, found: Comparison, word: str) -> Component:
    value, before = found.now.get(each.word), found.before.get(each.word)
    said: Any = t(f"map.compare.short_{word}", change=change(each.unit, value, before))
    if found.this_year and not each.stock:
        percent = "%" if each.unit == "percent" and value is not None else ""
        said = [t("map.compare.this_year", n=written(each.unit, value) + percent), html.Br(), said]
    spans = {
        "span": t("limit.from_to", first=found.span.first, last=found.span.last),
        "with_": t("limit.from_to", first=found.with_.first, last=found.with_.last),
    }
    hover = t("map.compare.hover", now=written(each.unit, value), before=written(each.unit, before), **spans)
    return html.Span(said, title=hover)


def change(unit: str, value: float | None, before: float | None) -> str:
    """环比 or 同比 (domain 4.0): in percent, of rates in points; of a base of 0 a dash and the difference."""
    return changed(change_of(Kind.RATE if unit == "percent" else Kind.COUNT, value, before))


def basis(view: View, scope: str) -> Component:
    """The day and change that the numbers hold for; scope and period on hovering."""
    facts: dict[str, Any] = {"day": view.as_of.isoformat(), "change": str(view.change)}
    hover = t("map.headline.basis", scope=scope, first=view.period.first, last=view.period.last, **facts)
    return html.Span(t("map.headline.as_known", **facts), title=hover)


def switch(looking: Looking, this_year: bool) -> list[Component]:
    """环比 or 同比; without a period there is nothing to choose."""
    if this_year:
        return [html.Span(t("map.compare.year"))]
    return [
        html.Button(
            t(f"map.compare.{each}"),
            className="link-choice",
            **attributes(data_look=f"compare={each}", aria_pressed=str(each == looking.compare).lower()),
        )
        for each in COMPARED_WITH
    ]
