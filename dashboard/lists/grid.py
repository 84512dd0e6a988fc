"""A list on a page: the line of tools above, the grid, and what stands in its place when there is nothing to show.

The grid is drawn empty; ``assets/list-rows.js`` asks for its rows, block by block.
"""

from typing import Any

import dash_ag_grid as dag
import orjson
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.attributes import attributes
from dashboard.ids import Lists
from dashboard.lists.asked import MOST_CHOSEN
from dashboard.lists.base import ListColumn, ListOf
from data.words import language, raw, t

dag.AgGrid._js_dist[0]["dynamic"] = True  # served, not in every page: `assets/list-library.js` asks for it
LIBRARY = "/_dash-component-suites/dash_ag_grid/dash_ag_grid.min.js"
"""Where; the shell tells it to the scripts of every page."""

BLOCK = 100
"""Rows of one request; the grid asks for the next block as it is scrolled."""
ROW = 36
SHORT, WIDER = 130, 1.35
"""Columns narrower than this hold short words, which are so much wider in English."""
LEAST = 200
"""Pixels of a column that grows, on a screen that has no room left."""

THEME = (
    "themeQuartz.withParams({fontFamily: 'inherit', fontSize: 14, headerFontSize: 12, spacing: 6, borderRadius: 0,"
    " wrapperBorderRadius: 6, browserColorScheme: 'inherit',"
    " backgroundColor: 'var(--om-paper)', foregroundColor: 'var(--om-text)',"
    " headerBackgroundColor: 'var(--om-raised)', headerTextColor: 'var(--om-muted)', borderColor: 'var(--om-line)',"
    " accentColor: 'var(--om-accent)', rowHoverColor: 'var(--om-raised)'})"
)
"""The grid in the colours of the palette; the variables follow the theme by themselves."""

WORDS = (
    "export_all", "export_picked", "exporting", "exported", "picked", "picked_all", "pick_all", "pick_row", "copied",
    "copied_cell", "copy_again", "row_on_map", "none_on_map", "some_on_map",
    "unplaced_on_map", "as_of", "count", "news", "news_added",
    "news_gone", "news_changed", "comma", "open", "view", "error.too_many_chosen",
)  # fmt: skip
"""What the browser says itself."""


def frame(of: ListOf) -> list[Component]:
    """Tools, grid and states of one list."""
    told = {"key": of.key, "block": BLOCK, "most": MOST_CHOSEN, "words": {word: raw(f"list.{word}") for word in WORDS}}
    return [
        html.Div(
            [_tools(of), html.Div([_grid(of), *_states(of)], className="list-grid")],
            className="list",
            **attributes(data_list=orjson.dumps(told).decode()),
        ),
        dcc.Store(id=Lists.ASKED),
    ]


def _tools(of: ListOf) -> Component:
    """Count or choice left, news in the middle, columns and export right."""
    picked = [
        html.Span(className="list-picked-count", **attributes(aria_live="polite")),
        *(_act(word, act) for word, act in (("copy", "copy"), ("on_map", "map"), ("unpick", "unpick"))),
    ]
    return html.Div(
        [
            html.Span("—", className="list-count", **attributes(aria_live="polite")),
            html.Div(picked, className="list-picked", hidden=True),
            html.Div(
                [html.Span(className="list-news-words"), _act("renew", "renew")],
                className="list-news",
                hidden=True,
                role="status",
            ),
            html.Label([t("list.sort_by"), html.Select([], className="list-sort")], className="list-sort-label"),
            html.Div([_act("all", "all"), _columns(), _export()], className="list-menus"),
        ],
        className="list-tools no-print",
    )


def _act(word: str, act: str, **more: str) -> Component:
    return html.Button(t(f"list.{word}"), className="button small", **attributes(data_list_act=act, **more))


def _columns() -> Component:
    body = [
        html.P(t("list.columns_hint"), className="menu-note"),
        html.Div(className="column-list"),
        _act("restore", "restore"),
    ]
    return html.Details(
        [html.Summary(t("list.all_columns"), className="button small"), html.Div(body, className="menu")],
        className="menu-box columns-box",
    )


def _export() -> Component:
    items = [
        html.Button(t(f"list.export_{kind}"), className="menu-item", **attributes(data_list_act=kind))
        for kind in ("xlsx", "csv")
    ]
    note = html.P(className="menu-note export-note")
    return html.Details(
        [html.Summary(t("list.export"), className="button small"), html.Div([note, *items], className="menu")],
        className="menu-box export-box",
    )


def _states(of: ListOf) -> list[Component]:
    """What stands over the grid: nothing at all, nothing that fits, a refusal, a lost connection."""
    return [
        _state("empty", [html.H2(t(f"list.{of.key}.empty")), html.P(t(f"list.{of.key}.empty_hint"))]),
        _state("nothing", [html.H2(t(f"list.{of.key}.nothing")), html.P(t(f"list.{of.key}.nothing_hint"))]),
        _state("refused", [html.P()]),
        html.Div(t("list.offline"), className="list-offline", hidden=True, role="alert"),
    ]


def _state(name: str, words: list[Component]) -> Component:
    return html.Div(words, className="list-state", hidden=True, role="status", **attributes(data_state=name))


def _grid(of: ListOf) -> Component:
    options: dict[str, Any] = {
        "theme": {"function": THEME},
        "rowHeight": ROW,
        "headerHeight": ROW,
        "rowBuffer": 10,
        "cacheBlockSize": BLOCK,
        "maxBlocksInCache": 10,
        "maxConcurrentDatasourceRequests": 2,
        "blockLoadDebounceMillis": 60,
        "infiniteInitialRowCount": 1,
        "tooltipShowDelay": 400,
        "suppressNoRowsOverlay": True,
        "suppressDragLeaveHidesColumns": True,
        "suppressMultiSort": True,
        "suppressColumnMoveAnimation": True,
        "getRowClass": {"function": "listRowClass(params)"},
        "localeText": {
            "loadingOoo": t("list.loading"),
            "ariaSortableColumn": t("list.grid.sort"),
            "ariaColumn": t("list.grid.column"),
        },
    }
    return dag.AgGrid(
        id=Lists.GRID,
        columnDefs=[*_first(), *(_column(of, column) for column in of.columns), _last()],
        defaultColDef={"resizable": True, "sortable": False, "cellClass": "cell-wide", "sortingOrder": ["asc", "desc"]},
        rowModelType="infinite",
        getRowId="params.data.id",
        dashGridOptions=options,
        className="ag-grid-root",
        style={"height": "100%", "width": "100%"},
    )


def _first() -> list[dict[str, Any]]:
    """The tick, and the card that stands for all columns on a phone."""
    fixed = {"pinned": "left", "lockPosition": "left", "lockPinned": True, "suppressMovable": True, "resizable": False}
    tick = {
        "colId": "tick", "headerName": "", "width": 40, "minWidth": 40, "cellRenderer": "Tick",
        "headerComponent": "TickAll", "cellClass": "tick-cell", "headerClass": "tick-cell", **fixed,
    }  # fmt: skip
    return [tick, {"colId": "card", "headerName": "", "hide": True, "flex": 1, "cellRenderer": "Card"}]


def _column(of: ListOf, column: ListColumn) -> dict[str, Any]:
    found: dict[str, Any] = {
        "field": column.name,
        "headerName": of.heading(column),
        "headerTooltip": of.heading(column),
        "width": _width(column),
        "minWidth": 64,
        "sortable": column.sortable,
        "hide": not column.shown,
        "tooltipField": column.name,
    }
    if column.grows:
        found |= {"flex": 1, "minWidth": LEAST}
    if column.pinned:
        found |= {"pinned": "left", "lockPinned": True, "lockVisible": True}
    if column.look != "Plain":
        found |= {"cellRenderer": column.look}
    if column.name == of.sort[0]:
        found |= {"sort": "desc" if of.sort[1] else "asc"}
    if column.number:
        found |= {"cellClass": "cell-wide cell-number", "headerClass": "ag-right-aligned-header"}
    return found


def _width(column: ListColumn) -> int:
    """Pixels; where words are few characters long in Chinese, other languages need more room."""
    short = column.width < SHORT and language() != "zh"
    return round(column.width * WIDER) if short else column.width


def _last() -> dict[str, Any]:
    """What can be done with one row."""
    return {
        "colId": "action", "headerName": t("list.action"), "width": 104, "minWidth": 104, "pinned": "right",
        "lockPosition": "right", "lockPinned": True, "suppressMovable": True, "resizable": False,
        "cellRenderer": "Actions",
    }  # fmt: skip
