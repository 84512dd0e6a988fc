"""The charts of the loop's page: age of the stock, categories, town by sector, and units, as plotly figures."""

from collections.abc import Callable, Sequence

from dashboard.names import Names
from dashboard.pages.map_figures import ROW, Figure, nothing
from data.readmodel.breakdown import Age, Matrix, Share, Unit
from data.words import t
from layers.style import palette, plotly_template

LONGEST_LABEL = 12
"""Characters of a label under a bar; the whole name shows on hovering."""
MOST_CATEGORIES = 14
HEIGHT = 7 * ROW + 60


def ages(found: Sequence[Age], theme: str) -> Figure:
    """Standing bars: how many are so old; the overdue ones are a red number, never a red fill."""
    if not any(each.open for each in found):
        return nothing(theme)
    names = [_span(each) for each in found]
    bars = {
        "type": "bar", "x": names, "y": [each.open for each in found], "marker": {"color": palette(theme).states[4]},
        "text": [_numbers(each, theme) for each in found], "textposition": "outside", "cliponaxis": False,
        "hovertext": [_hover(name, each) for name, each in zip(names, found, strict=True)], "hoverinfo": "text",
    }  # fmt: skip
    layout = _standing(theme)
    layout["yaxis"] |= {"range": [0, max(each.open for each in found) * 1.15]}
    return {"data": [bars], "layout": layout}


def _numbers(each: Age | Unit, theme: str) -> str:
    """How many, and in red how many of them are overdue."""
    late = f'　<span style="color:{palette(theme).overdue}">{t("map.figure.late", n=f"{each.overdue:,}")}</span>'
    return f"{each.open:,}" + (late if each.overdue else "")


def _hover(name: str, each: Age | Unit) -> str:
    return t("page_charts.hover_stock", name=name, n=f"{each.open:,}", late=f"{each.overdue:,}")


def _span(age: Age) -> str:
    if age.last is None:
        return t("page_charts.older", n=age.first - 1)
    return t("page_charts.days", first=age.first, last=age.last)


def _standing(theme: str) -> Figure:
    return {
        "template": plotly_template(theme),
        "height": HEIGHT,
        "margin": {"l": 8, "r": 12, "t": 28, "b": 8},
        "xaxis": {"type": "category", "fixedrange": True},
        "yaxis": {"fixedrange": True, "tickformat": ",d", "nticks": 5},
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
    }


def categories(found: Sequence[Share], theme: str) -> Figure:
    """Pareto by category."""
    return _pareto(found, lambda name: name or t("page_charts.no_category"), theme)


def causes(found: Sequence[Share], names: Names, theme: str) -> Figure:
    """Pareto by cause, each with its code and its name in the newest standard."""
    return _pareto(found, lambda code: names.cause(code) or t("page_charts.no_cause"), theme)


def _pareto(found: Sequence[Share], named: Callable[[str], str], theme: str) -> Figure:
    """Bars in their order, and the share of all up to each as a line."""
    if not found:
        return nothing(theme)
    colours, shown = palette(theme), found[:MOST_CATEGORIES]
    names = [named(each.name) for each in shown]
    labels = [name if len(name) <= LONGEST_LABEL else f"{name[: LONGEST_LABEL - 1]}…" for name in names]
    hovers = [
        t("page_charts.hover_category", name=name, n=f"{each.count:,}", share=f"{100 * each.cumulated:.1f}")
        for name, each in zip(names, shown, strict=True)
    ]
    bars = {
        "type": "bar", "x": names, "y": [each.count for each in shown], "marker": {"color": colours.states[4]},
        "hovertext": hovers, "hoverinfo": "text", "name": t("page_charts.count"),
    }  # fmt: skip
    line = {
        "type": "scatter", "mode": "lines+markers", "x": names, "y": [each.cumulated for each in shown], "yaxis": "y2",
        "line": {"color": colours.accent, "width": 2}, "marker": {"size": 5}, "hoverinfo": "skip",
        "name": t("page_charts.cumulated"),
    }  # fmt: skip
    right = {
        "overlaying": "y",
        "side": "right",
        "range": [0, 1.04],
        "tickformat": ".0%",
        "dtick": 0.25,
        "showgrid": False,
    }
    layout = {**_standing(theme), "yaxis2": right | {"fixedrange": True, "showgrid": False}, "height": HEIGHT + 60}
    layout["xaxis"] = {"type": "category", "fixedrange": True, "tickangle": -35, "tickvals": names, "ticktext": labels}
    return {"data": [bars, line], "layout": layout}


def matrix(found: Matrix, names: Names, theme: str) -> Figure:
    """Towns by sectors, each cell with its number; a click filters by both."""
    if not found.towns:
        return nothing(theme)
    colours = palette(theme)
    towns = [names.town(code) if code else t("page_charts.no_town") for code in found.towns]
    sectors = [names.sector(code) if code else t("page_charts.no_sector") for code in found.sectors]
    text = [[f"{n:,}" if n else "" for n in row] for row in found.open]
    hover = [
        [
            t("page_charts.hover_cell", town=town, sector=sector, n=f"{n:,}")
            for sector, n in zip(sectors, row, strict=True)
        ]
        for town, row in zip(towns, found.open, strict=True)
    ]
    clicks = [
        ["&".join(part for part in (f"town={town}" * bool(town), f"sector={sector}" * bool(sector)) if part)
         for sector in found.sectors]
        for town in found.towns
    ]  # fmt: skip
    heat = {
        "type": "heatmap", "x": sectors, "y": towns, "z": [list(row) for row in found.open], "text": text,
        "texttemplate": "%{text}", "hovertext": hover, "hoverinfo": "text", "customdata": clicks, "xgap": 2, "ygap": 2,
        "showscale": False, "colorscale": [[0, colours.raised], [1, colours.states[5]]], "zmin": 0,
    }  # fmt: skip
    layout = {
        "template": plotly_template(theme),
        "height": len(towns) * 30 + 96,
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "xaxis": {"type": "category", "side": "top", "fixedrange": True, "tickangle": -35, "showgrid": False},
        "yaxis": {"type": "category", "autorange": "reversed", "fixedrange": True, "showgrid": False},
    }
    return {"data": [heat], "layout": layout}


def units(found: Sequence[Unit], theme: str) -> Figure:
    """Lying bars: the units with most open hazards."""
    if not found:
        return nothing(theme)
    names = [each.name for each in found]
    most = max(each.open for each in found)
    bars = {
        "type": "bar", "orientation": "h", "y": names, "x": [each.open for each in found],
        "marker": {"color": palette(theme).states[4]}, "text": [_numbers(each, theme) for each in found],
        "textposition": "outside", "cliponaxis": False,
        "hovertext": [_hover(each.name, each) for each in found], "hoverinfo": "text",
    }  # fmt: skip
    layout = {**_standing(theme), "height": max(4, len(found)) * ROW + 24}
    layout["xaxis"] = {"visible": False, "range": [0, most * 1.35], "fixedrange": True}
    layout["yaxis"] = {"type": "category", "autorange": "reversed", "fixedrange": True, "showgrid": False}
    return {"data": [bars], "layout": layout}
