"""The right column: six headline numbers and five charts, each answering one question about the same filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.ids import Map
from data.words import t
from layers.style import palette, plotly_template

GRAPH_CONFIG: Any = {"showSendToCloud": False, "displaylogo": False, "displayModeBar": False}
ROW = 24
"""Height of a bar and its gap in CSS pixels."""

STOCKS = ("by_town", "by_sector", "by_level")
"""Charts of what is open now, whatever the period."""

SMALLEST = 0.05
"""A smaller change rounds to none."""

FILED = "filed"
"""The branch of the funnel that is no step of the loop: 立案."""

Figure = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Headline:
    """One big number: the word under ``map.headline``, and its unit."""

    word: str
    unit: str
    tone: str = ""

    @property
    def how(self) -> str:
        """Key of the words that say what it counts, and among whom."""
        return "map.headline.rectified_how" if self.word == "rectified" else f"kpi.{self.word}.how"


HEADLINES = (
    Headline("hazards_total", "items"),
    Headline("rectified", "items"),
    Headline("rectification_rate", "percent"),
    Headline("overdue", "items", "is-overdue"),
    Headline("hazards_major", "items"),
    Headline("hazard_cases_filed", "cases"),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its name, its length, how much of it is overdue, and the address part that a click toggles."""

    name: str
    n: int
    overdue: int
    click: str


def column() -> list[Component]:
    """The frame of the right column; the charts are filled by the page's one callback."""
    return [
        html.Div(id=Map.HEADLINES, className="headlines"),
        _card("funnel", Map.FUNNEL, 7),
        _card("trend", Map.TREND, 7),
        _card("by_town", Map.BY_TOWN, 11),
        _card("by_sector", Map.BY_SECTOR, 12),
        _card("by_level", Map.BY_LEVEL, 2),
    ]


def _card(word: str, name: str, rows: int) -> Component:
    stock = word in STOCKS
    unit = html.Small(
        t("map.figure.unit_stock" if stock else "map.figure.unit"), title=t("map.figure.stock_hint") if stock else ""
    )
    head = html.H3([t(f"map.figure.{word}"), unit])
    graph = dcc.Graph(
        id=name, config=GRAPH_CONFIG, responsive="auto", style={"minHeight": 2 * ROW + 8}, figure=_blank(rows)
    )
    return html.Section([head, graph], className="figure-card")


def _blank(rows: int) -> Figure:
    """What a chart shows before its first answer: nothing, at about its later height."""
    hidden = {"visible": False}
    layout = {"xaxis": hidden, "yaxis": hidden, "paper_bgcolor": "rgba(0,0,0,0)", "height": rows * ROW + 8}
    return {"data": [], "layout": layout}


@dataclass(frozen=True, slots=True)
class Basis:
    """What all headline numbers rest on, in words; ``before`` are those of the period before, when one was chosen."""

    as_known: str
    hover: str
    in_period: bool
    before: Mapping[str, float | None] | None = None


def headlines(values: Mapping[str, float | None], basis: Basis) -> list[Component]:
    """Six numbers in two rows, and the day and change they hold for; no denominator is a dash.

    Under a period, 逾期 says that it is a stock all the same. Hovering tells what each counts, and among whom.
    """
    numbers = [_headline(each, values.get(each.word), basis) for each in HEADLINES]
    return [*numbers, html.P(basis.as_known, className="as-known", title=basis.hover)]


def _headline(each: Headline, value: float | None, basis: Basis) -> Component:
    text = _number(each, value)
    unit = html.Span(t(f"map.headline.unit_{each.unit}"), className="unit") if value is not None else ""
    size = " is-long" if len(text) > 5 else ""
    number = html.Span([html.Span(text, className="number"), unit], className=f"headline-value{size}")
    stock = basis.in_period and each.word == "overdue"
    label = html.Span(
        t("map.headline.overdue_stock" if stock else f"map.headline.{each.word}"), className="headline-label"
    )
    how = [t(each.how), *([t("map.figure.stock_hint")] if stock else []), basis.hover]
    change = [] if basis.before is None else [_change(each, value, basis.before.get(each.word))]
    tone = each.tone if value else ""
    return html.Div([label, number, *change], className=f"headline {tone}".strip(), title="\n".join(how))


def _number(each: Headline, value: float | None) -> str:
    if value is None:
        return "—"
    return f"{rounded(value * 100):.1f}" if each.unit == "percent" else f"{value:,.0f}"


def _change(each: Headline, value: float | None, before: float | None) -> Component:
    """环比 of one number; rates differ in percentage points."""
    if value is None or before is None:
        words = t("map.headline.no_before")
    else:
        percent = each.unit == "percent"
        difference = rounded(value * 100) - rounded(before * 100) if percent else value - before
        signed = f"{difference:+.1f}" if percent else f"{difference:+,.0f}"
        word = "none" if abs(difference) < SMALLEST else "points" if percent else "items"
        words = t(f"map.headline.change_{word}", change=signed)
    return html.Span(words, className="headline-change", title=t("map.headline.before", n=_number(each, before)))


def rounded(percent: float) -> float:
    """Half up to one decimal, as official sheets round."""
    return int(percent * 10 + 0.5) / 10


def bars(rows: Sequence[Bar], theme: str) -> Figure:
    """Sorted horizontal bars, labelled directly; the overdue part is a red number, never a red fill."""
    colours = palette(theme)
    longest = max((row.n for row in rows), default=0) or 1
    late = f'<span style="color:{colours.overdue}">'
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": [row.name for row in rows],
        "x": [row.n for row in rows],
        "text": [
            f"{row.n:,}" + (f"　{late}{t('map.figure.late', n=f'{row.overdue:,}')}</span>" if row.overdue else "")
            for row in rows
        ],
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [row.click for row in rows],
        "hovertext": [
            t("map.figure.hover_bar", name=row.name, n=f"{row.n:,}", overdue=f"{row.overdue:,}") for row in rows
        ],
        "hoverinfo": "text",
        "marker": {"color": colours.states[4]},
    }
    return {"data": [trace], "layout": _lying(theme, len(rows), longest * 1.75)}


def _lying(theme: str, rows: int, reach: float) -> Figure:
    return {
        "template": plotly_template(theme),
        "height": max(2, rows) * ROW + 8,
        "margin": {"l": 4, "r": 4, "t": 2, "b": 2},
        "bargap": 0.42,
        "xaxis": {"visible": False, "range": [0, reach], "fixedrange": True},
        "yaxis": {
            "range": [max(2, rows) - 0.5, -0.5],
            "showgrid": False,
            "fixedrange": True,
            "ticklabelstandoff": 6,
            "tickfont": {"color": palette(theme).text},
        },
        "showlegend": False,
    }


def funnel(stages: Sequence[tuple[str, int]], theme: str) -> Figure:
    """The stages of the loop as bars from a common base, each with its share of the first."""
    colours = palette(theme)
    first = stages[0][1] if stages else 0
    muted = f'<span style="color:{colours.muted}">'
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": [t(f"kpi.step.{name}") if name != FILED else t("map.filed") for name, _ in stages],
        "x": [n for _, n in stages],
        "text": [f"{n:,}" + (f"　{muted}{rounded(100 * n / first):.1f}%</span>" if first else "") for _, n in stages],
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "marker": {"color": [colours.states[min(1 + place, 8)] for place in range(len(stages))]},
    }
    return {"data": [trace], "layout": _lying(theme, len(stages), (first or 1) * 1.5)}


def trend(months: Sequence[tuple[str, int, int]], theme: str) -> Figure:
    """Found and closed by month, two lines named in their own colours above the first month."""
    colours = palette(theme)
    most = max((max(found, closed) for _, found, closed in months), default=0)
    ticks = {"nticks": 4} if most > 4 else {"dtick": 1}  # whole hazards: no 0.5 that reads as another 1
    names = [month for month, _, _ in months]
    lines = (
        ("found", [found for _, found, _ in months], colours.accent),
        ("closed", [c for *_, c in months], colours.muted),
    )
    words = "　".join(f'<span style="color:{colour}">— {t(f"map.figure.{word}")}</span>' for word, _, colour in lines)
    step = max(1, -(-len(names) // 5))
    layout = {
        "template": plotly_template(theme),
        "height": 7 * ROW + 8,
        "margin": {"l": 4, "r": 14, "t": 22, "b": 4},
        "xaxis": {"type": "category", "fixedrange": True, "tickvals": names[::-step], "tickangle": 0},
        "yaxis": {"fixedrange": True, "tickformat": ",d", "ticklabelstandoff": 6, **ticks},
        "showlegend": False,
        "hovermode": "x",
        "annotations": [
            {
                "text": words,
                "xref": "paper",
                "yref": "paper",
                "x": 1,
                "y": 1,
                "yshift": 20,
                "xanchor": "right",
                "showarrow": False,
            }
        ],
    }
    return {"data": [_line(word, names, values, colour) for word, values, colour in lines], "layout": layout}


def _line(word: str, months: list[str], values: list[int], colour: str) -> Figure:
    """A line; of one or two months there is no line to draw, so they stand as bars."""
    short = len(months) <= 2
    return {
        "type": "bar" if short else "scatter",
        **({"marker": {"color": colour}, "width": 0.2} if short else {"mode": "lines"}),
        **({} if short else {"line": {"color": colour, "width": 2 if word == "found" else 1.5}}),
        "x": months,
        "y": values,
        "hovertext": [t(f"map.figure.hover_{word}", month=m, n=f"{n:,}") for m, n in zip(months, values, strict=True)],
        "hoverinfo": "text",
    }
