"""The charts of the right column: each answers one question about the filter, and a click on it filters."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dashboard.attributes import attributes
from dashboard.changes import rounded
from dashboard.definitions import STEP
from dashboard.ids import Map
from dashboard.pages.map_view import FILED, MEASURES, Bar, Charts, Looking
from data.packs import Pack
from data.readmodel.figures import Group
from data.readmodel.trend import Span, Unit
from data.rules.scope import Scope
from data.words import t
from layers.style import Palette, palette, plotly_template

GRAPH_CONFIG: Any = {"showSendToCloud": False, "displaylogo": False, "displayModeBar": False}
ROW = 24
"""Height of a bar and its gap in CSS pixels."""
HEADROOM = 1.06
"""How far an axis reaches beyond its longest line, which would be cut in half at the very edge."""
DIM = 0.35
"""Opacity of what the filter does not let through."""

Figure = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that bars can show: its length, its words, and which definition it has."""

    key: str
    value: Callable[[Group], float | None]
    percent: bool
    best_first: bool


SHOWN: Mapping[str, Shown] = {
    "open": Shown("open", lambda group: group.open or None, percent=False, best_first=True),
    "rate": Shown("rectification_rate", lambda group: group.rate, percent=True, best_first=False),
    "late": Shown(
        "overdue_rate", lambda group: group.overdue / group.open if group.open else None, percent=True, best_first=True
    ),
}
"""存量 (the most first), 整改率 (the worst first), 逾期率 (the worst first); None is left out."""


def column(pack: Pack, scope: Scope) -> list[Component]:
    """The frame of the charts, filled by a callback of their own; with room for all that the scope may have."""
    towns = _among([box.towns for box in scope.boxes], [*(town.code for town in pack.towns), None])
    mains = [sector.code for sector in pack.sectors if sector.parent is None]
    return [
        _card("funnel", Map.FUNNEL, 7),
        _card("trend", Map.TREND, 7),
        html.Div(id=Map.MEASURE, className="segments measures", role="radiogroup"),
        _card("by_town", Map.BY_TOWN, towns),
        _card("by_sector", Map.BY_SECTOR, _among([box.sectors for box in scope.boxes], mains)),
        _card("by_level", Map.BY_LEVEL, 2),
    ]


def _among(limits: Sequence[Collection[str] | None], codes: Sequence[str | None]) -> int:
    """How many bars: of these codes those that any of the limits allows, None allowing all."""
    return max(2, sum(any(limit is None or code in limit for limit in limits) for code in codes))


def title_id(word: str) -> dict[str, str]:
    """Where the question of a chart stands."""
    return {"type": Map.QUESTION.value, "key": word}


CARDS = ("funnel", "trend", "by_town", "by_sector", "by_level")


def _card(word: str, name: str, rows: int) -> Component:
    head = html.H3(id=title_id(word))
    graph = dcc.Graph(
        id=name, config=GRAPH_CONFIG, responsive="auto", style={"minHeight": 2 * ROW + 8}, figure=_blank(rows)
    )
    room = {"--room": f"{_height(rows)}px"}  # kept until the charts' library has come and drawn
    return html.Section([head, html.Div(graph, className="figure-chart", style=room)], className="figure-card")


def _height(rows: int) -> int:
    return rows * ROW + 8


def _blank(rows: int) -> Figure:
    """What a chart shows before its first answer: nothing, at about its later height."""
    hidden = {"visible": False}
    layout = {"xaxis": hidden, "yaxis": hidden, "paper_bgcolor": "rgba(0,0,0,0)", "height": _height(rows)}
    return {"data": [], "layout": layout}


def titles(found: Charts, looking: Looking) -> list[list[Component]]:
    """The question of each card, which opens the definition, and its unit."""
    shown = SHOWN[looking.measure]
    steps = ",".join(STEP + step for step, _n in found.funnel if step != FILED)
    stock = t("map.figure.unit_stock")
    percent = t("map.figure.unit_percent")
    by = percent if shown.percent else stock
    return [
        _title(t("map.figure.funnel"), t("map.figure.unit"), steps),
        _title(t(f"map.figure.trend_{found.unit.value}"), t("map.figure.unit"), "opened,closed"),
        _title(t(f"map.figure.by_town_{looking.measure}"), by, shown.key),
        _title(t(f"map.figure.by_sector_{looking.measure}"), by, shown.key),
        _title(t("map.figure.by_level"), stock, "open"),
    ]


def _title(question: str, unit: str, keys: str) -> list[Component]:
    named = attributes(data_select=f"figures:{keys}")
    button = html.Button(question, className="question", title=t("map.headline.open"), **named)
    return [button, html.Small(unit)]


def measures(looking: Looking) -> list[Component]:
    """The switch of what the bars of towns and sectors show."""
    return [
        html.Button(
            t(f"map.figure.show_{each}"),
            className="segment",
            role="radio",
            **attributes(data_look=f"bars={each}", aria_checked=str(each == looking.measure).lower()),
        )
        for each in MEASURES
    ]


def drawn(found: Charts, looking: Looking, theme: str) -> list[Figure]:
    """The figures of the cards in their order."""
    return [
        funnel(found.funnel, found.step, theme),
        trend(found, theme),
        bars(found.towns, looking.measure, theme),
        bars(found.sectors, looking.measure, theme),
        bars(found.levels, "open", theme),
    ]


def nothing(theme: str) -> Figure:
    """A dash in place of an empty axis."""
    hidden = {"visible": False, "fixedrange": True}
    dash = {"text": "—", "xref": "paper", "yref": "paper", "x": 0.5, "y": 0.5, "showarrow": False}
    return {
        "data": [],
        "layout": {
            "template": plotly_template(theme),
            "height": 2 * ROW + 8,
            "xaxis": hidden,
            "yaxis": hidden,
            "annotations": [dash | {"font": {"size": 16, "color": palette(theme).muted}}],
        },
    }


def bars(rows: Sequence[Bar], measure: str, theme: str) -> Figure:
    """Sorted horizontal bars, labelled directly; what the filter leaves out is dimmed, never gone.

    The overdue part of a stock is a red number, never a red fill.
    """
    shown = SHOWN[measure]
    found = [(row, value) for row in rows if (value := shown.value(row.group)) is not None]
    if not found:
        return nothing(theme)
    found.sort(key=lambda pair: -pair[1] if shown.best_first else pair[1])
    colours = palette(theme)
    longest = 1.0 if shown.percent else max(value for _row, value in found) or 1
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": [row.name for row, _value in found],
        "x": [value for _row, value in found],
        "text": [_label(row.group, value, measure, colours) for row, value in found],
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": [row.click for row, _value in found],
        "hovertext": [_hover(row, measure) for row, _value in found],
        "hoverinfo": "text",
        "marker": {"color": colours.states[4], "opacity": [1 if row.wanted else DIM for row, _value in found]},
    }
    return {"data": [trace], "layout": _lying(theme, len(found), longest * (1.62 if shown.percent else 1.75))}


def _label(group: Group, value: float, measure: str, colours: Palette) -> str:
    if measure == "open":
        late = f'　<span style="color:{colours.overdue}">{t("map.figure.late", n=f"{group.overdue:,}")}</span>'
        return f"{value:,.0f}" + (late if group.overdue else "")
    above, below = (group.closed, group.found) if measure == "rate" else (group.overdue, group.open)
    return f'{rounded(100 * value):.1f}%　<span style="color:{colours.muted}">{above:,}/{below:,}</span>'


def _hover(row: Bar, measure: str) -> str:
    group = row.group
    numbers = {"open": group.open, "overdue": group.overdue, "closed": group.closed, "found": group.found}
    words = t(f"map.figure.hover_{measure}", name=row.name, **{name: f"{n:,}" for name, n in numbers.items()})
    return words + (f"<br>{t('map.figure.click_filters')}" if row.click else "")


def _lying(theme: str, rows: int, reach: float) -> Figure:
    return {
        "template": plotly_template(theme),
        "height": max(2, rows) * ROW + 8,
        "margin": {"l": 4, "r": 4, "t": 2, "b": 2},
        "bargap": 0.42,
        "xaxis": {"visible": False, "range": [0, reach], "fixedrange": True},
        "yaxis": {
            "range": [max(2, rows) - 0.5, -0.5],
            "type": "category",
            "showgrid": False,
            "fixedrange": True,
            "ticklabelstandoff": 6,
            "tickfont": {"color": palette(theme).text},
        },
        "showlegend": False,
    }


def funnel(stages: Sequence[tuple[str, int]], chosen: str, theme: str) -> Figure:
    """The stages of the loop as bars, each with its share of the first; the chosen one stands out."""
    first = stages[0][1] if stages else 0
    if not any(n for _step, n in stages):
        return nothing(theme)
    colours = palette(theme)
    muted = f'<span style="color:{colours.muted}">'
    trace = {
        "type": "bar",
        "orientation": "h",
        "y": [t(f"kpi.step.{name}") if name != FILED else t("map.filed") for name, _ in stages],
        "x": [n for _, n in stages],
        "text": [f"{n:,}" + (f"　{muted}{rounded(100 * n / first):.1f}%</span>" if first else "") for _, n in stages],
        "textposition": "outside",
        "cliponaxis": False,
        "customdata": ["" if name == FILED else f"step={name}" for name, _ in stages],
        "hovertext": [_hover_step(name, n) for name, n in stages],
        "hoverinfo": "text",
        "marker": {
            "color": [colours.states[min(1 + place, 8)] for place in range(len(stages))],
            "opacity": [1 if not chosen or name == chosen else DIM for name, _ in stages],
        },
    }
    return {"data": [trace], "layout": _lying(theme, len(stages), (first or 1) * 1.5)}


def _hover_step(name: str, n: int) -> str:
    if name == FILED:
        return t("map.figure.hover_filed", n=f"{n:,}")
    return t("map.figure.hover_step", n=f"{n:,}", step=t(f"kpi.step.{name}")) + f"<br>{t('map.figure.click_filters')}"


def trend(found: Charts, theme: str) -> Figure:
    """Found and closed, two lines named in their own colours; the period compared with is a thin grey line."""
    spans, unit = found.spans, found.unit
    most = max((max(span.found, span.closed) for span in spans), default=0)
    if not most:
        return nothing(theme)
    colours = palette(theme)
    names = [_span_name(span, unit) for span in spans]
    lines = [
        ("found", [span.found for span in spans], colours.accent),
        ("closed", [span.closed for span in spans], colours.muted),
    ]
    words = "　".join(f'<span style="color:{colour}">— {t(f"map.figure.{word}")}</span>' for word, _, colour in lines)
    data = [_line(word, found, names, values, colour) for word, values, colour in lines]
    if found.before:
        data.insert(0, _grey(names, found.before, colours))
        words += f'　<span style="color:{colours.muted}">┄ {t("map.figure.before")}</span>'
        most = max(most, *(span.found for span in found.before[: len(spans)]))
    return {"data": data, "layout": _standing(names, most, words, theme)}


def _standing(names: list[str], most: int, words: str, theme: str) -> Figure:
    ticks = {"nticks": 4} if most > 4 else {"dtick": 1}  # whole hazards: no 0.5 that reads as another 1
    step = max(1, -(-len(names) // 5))
    place: Figure = {"xref": "paper", "yref": "paper", "x": 1, "y": 1, "yshift": 20, "xanchor": "right"}
    return {
        "template": plotly_template(theme),
        "height": 7 * ROW + 8,
        "margin": {"l": 4, "r": 14, "t": 22, "b": 4},
        "xaxis": {"type": "category", "fixedrange": True, "tickvals": names[::-step], "tickangle": 0},
        "yaxis": {
            "range": [0, most * HEADROOM],
            "fixedrange": True,
            "tickformat": ",d",
            "ticklabelstandoff": 6,
            **ticks,
        },
        "showlegend": False,
        "hovermode": "x",
        "annotations": [{"text": words, "showarrow": False, **place}],
    }


def _span_name(span: Span, unit: Unit) -> str:
    return f"{span.first:%Y-%m}" if unit is Unit.MONTH else f"{span.first:%m-%d}"


def _said(span: Span, unit: Unit) -> str:
    if unit is Unit.MONTH:
        return f"{span.first:%Y-%m}"
    return t("limit.from_to", first=span.first, last=span.last) if unit is Unit.WEEK else span.first.isoformat()


def _line(word: str, found: Charts, names: list[str], values: list[int], colour: str) -> Figure:
    """A line; of one or two spans there is no line to draw, so they stand as bars."""
    short = len(names) <= 2
    said = [_said(span, found.unit) for span in found.spans]
    hovers = [t(f"map.figure.hover_{word}", span=span, n=f"{n:,}") for span, n in zip(said, values, strict=True)]
    return {
        "type": "bar" if short else "scatter",
        **({"marker": {"color": colour}, "width": 0.2} if short else {"mode": "lines+markers"}),
        **({} if short else {"line": {"color": colour, "width": 2 if word == "found" else 1.5}, "marker": {"size": 4}}),
        "x": names,
        "y": values,
        "customdata": [f"from={span.first}&to={span.last}" for span in found.spans],
        "hovertext": hovers,
        "hoverinfo": "text",
    }


def _grey(names: list[str], before: Sequence[Span], colours: Palette) -> Figure:
    paired = list(zip(names, before, strict=False))
    return {
        "type": "scatter",
        "mode": "lines",
        "line": {"color": colours.muted, "width": 1, "dash": "dot"},
        "x": [name for name, _span in paired],
        "y": [span.found for _name, span in paired],
        "hovertext": [
            t("map.figure.hover_before", span=t("limit.from_to", first=span.first, last=span.last), n=f"{span.found:,}")
            for _name, span in paired
        ],
        "hoverinfo": "text",
    }
