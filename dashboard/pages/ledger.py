"""The list of hazards: dense rows of exactly the hazards that the filter in the address describes."""

from typing import Any

import dash_ag_grid as dag
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update, set_props
from dash.development.base_component import Component

from dashboard import limits
from dashboard.badges import time_left
from dashboard.ids import Ledger, Shell
from dashboard.pages import ledger_filter
from dashboard.pages.base import Page
from dashboard.pages.ledger_rows import row
from dashboard.services import services
from dashboard.viewer import viewer
from data.readmodel.paging import NEWEST_FIRST
from data.readmodel.schema import COLOURS as COLOUR_KEYS
from data.rules.filters import Filter
from data.rules.vocabulary import Colour
from data.store.reads import hazards_by_no, ordered_deadlines
from data.words import t

BLOCK = 100
"""Rows of one request; the grid asks for the next block as it is scrolled."""
MOST_AT_ONCE = 500
"""Rows that one request may ask for, whatever it says."""

THEME = (
    "themeQuartz.withParams({fontFamily: 'inherit', fontSize: 14, headerFontSize: 12, spacing: 6, borderRadius: 0,"
    " wrapperBorderRadius: 6, backgroundColor: 'var(--om-paper)', foregroundColor: 'var(--om-text)',"
    " headerBackgroundColor: 'var(--om-raised)', headerTextColor: 'var(--om-muted)', borderColor: 'var(--om-line)',"
    " accentColor: 'var(--om-accent)', rowHoverColor: 'var(--om-raised)'})"
)
"""The grid in the colours of the palette; the variables follow the theme by themselves."""


def column(name: str, width: int, **more: Any) -> dict[str, Any]:
    """One column; its heading is the word ``page_ledger.column.<name>``."""
    return {"field": name, "headerName": t(f"page_ledger.column.{name}"), "width": width, "sortable": False, **more}


def columns() -> list[dict[str, Any]]:
    """The columns in their order; number and subject stay in sight."""
    badge = {"cellRenderer": "Badge"}
    return [
        column("hazard_no", 208, pinned="left", cellRenderer="PageLink", sortable=True),
        column("subject", 220, pinned="left", tooltipField="subject"),
        column("colour", 88, cellRenderer="RiskBadge"),
        column("level", 72, sortable=True, **badge),
        column("state", 128, sortable=True, **badge),
        column("left", 116, **badge),
        column("deadline", 108, sortable=True),
        column("town", 92),
        column("description", 240, tooltipField="description", flex=1, minWidth=220),
        column("sector", 120, tooltipField="sector"),
        column("found", 108, sortable=True),
        column("source", 120, tooltipField="source"),
        column("dept", 140, tooltipField="dept"),
        column("action", 72, pinned="right", cellRenderer="PageLink", resizable=False),
    ]


def layout(query: str) -> Component:
    """The whole page; rows come afterwards, block by block."""
    chosen = Filter.parse(query)
    return html.Main(
        [
            html.Div(
                [
                    html.H1(t("page_ledger.title"), className="page-title"),
                    html.Span(id=Ledger.COUNT, className="page-note"),
                    html.Div(
                        dcc.Link(t("page_ledger.on_map"), id=Ledger.ON_MAP, href="/", className="button"),
                        className="page-actions no-print",
                    ),
                ],
                className="page-head",
            ),
            html.Div(ledger_filter.bar(chosen), className="list-bar no-print"),
            html.Div(id=Ledger.CHIPS, className="chips"),
            html.Div([grid(), nothing()], className="list-grid"),
            dcc.Store(id=Ledger.ASKED),
        ],
        className="page page-wide ledger",
    )


def nothing() -> Component:
    """What stands in place of rows when the filter lets none through."""
    words = [html.H2(t("page_ledger.empty")), html.P(t("page_ledger.empty_hint"))]
    return html.Div(words, id=Ledger.EMPTY, className="is-hidden")


def grid() -> Component:
    """The grid without rows."""
    options = {
        "theme": {"function": THEME},
        "rowHeight": 36,
        "headerHeight": 36,
        "rowBuffer": 10,
        "cacheBlockSize": BLOCK,
        "maxBlocksInCache": 20,
        "infiniteInitialRowCount": 1,
        "tooltipShowDelay": 400,
        "suppressCellFocus": False,
        "suppressNoRowsOverlay": True,
        "localeText": {"loadingOoo": t("page_ledger.loading")},
    }
    return dag.AgGrid(
        id=Ledger.GRID,
        columnDefs=columns(),
        defaultColDef={"resizable": True, "suppressMovable": False, "cellClass": "cell-wide"},
        rowModelType="infinite",
        getRowId="params.data.hazard_no",
        dashGridOptions=options,
        className="ag-grid-root",
        style={"height": "100%", "width": "100%"},
    )


def rows(request: dict[str, Any] | None, query: str | None) -> Any:
    """One block of rows of the filter in the address, in the order the grid asks for."""
    if not request:
        return no_update
    here, someone = services(), viewer()
    first, last = int(request["startRow"]), int(request["endRow"])
    count = min(last - first, MOST_AT_ONCE)
    snapshot = here.model.snapshot
    found = snapshot.page(someone.scope, Filter.parse(query or ""), sort_of(request), first, count)
    with here.engine.connect() as connection:
        facts = {hazard.hazard_no: hazard for hazard in hazards_by_no(connection, someone.scope, found.numbers)}
        ordered = ordered_deadlines(connection, list(facts.values()))
    colours, rules, today = snapshot.hazards.colour, here.pack.rules, here.today()
    lines = [
        row(
            facts[number],
            COLOURS[colours[place]],
            time_left(facts[number], ordered[number], rules, today),
            here.names,
        )
        for number, place in zip(found.numbers, found.rows, strict=True)
        if number in facts
    ]
    return {"rowData": lines, "rowCount": found.total}


COLOURS = tuple(Colour[key.upper()] for key in COLOUR_KEYS)


def sort_of(request: dict[str, Any]) -> tuple[str, bool]:
    """Column and whether descending; the newest first when nobody chose."""
    chosen = (request.get("sortModel") or [{"colId": "found", "sort": "desc"}])[0]
    return str(chosen["colId"]), chosen["sort"] == "desc"


def describe(query: str | None, change: int | None) -> Any:
    """Count, chips, values of the bar, and what stands in place of rows when there are none."""
    chosen = Filter.parse(query or "")
    total = services().model.snapshot.page(viewer().scope, chosen, NEWEST_FIRST, 0, 0).total
    count = [
        t("page_ledger.count", count=f"{total:,}"),
        " · ",
        t("page_ledger.as_of", day=services().today().isoformat()),
    ]
    hidden = "is-hidden" if total else "list-empty"
    shown = ledger_filter.values(chosen, ctx.outputs_list[2])
    return count, limits.chips(limits.limits(services().pack, chosen)), shown, hidden, f"/?{chosen.query()}"


def choose(values: list[Any], query: str | None) -> None:
    """The bar was used: the address follows, and everything else follows the address."""
    keys = [each["id"]["key"] for each in ctx.inputs_list[0]]
    before = Filter.parse(query or "")
    go(ledger_filter.filtered(dict(zip(keys, values, strict=True)), before), before)


def go(chosen: Filter, before: Filter) -> None:
    """Write the address, if it changes."""
    if chosen != before:
        query = chosen.query()
        set_props(Shell.LOCATION, {"search": f"?{query}" if query else ""})


def register(app: Dash) -> None:
    """Address → rows, count and chips; bar → address."""
    app.callback(
        Output(Ledger.GRID, "getRowsResponse"), Input(Ledger.GRID, "getRowsRequest"), State(Shell.LOCATION, "search")
    )(rows)
    app.callback(
        Output(Ledger.COUNT, "children"),
        Output(Ledger.CHIPS, "children"),
        Output({"type": Ledger.PICK.value, "key": ALL}, "value"),
        Output(Ledger.EMPTY, "className"),
        Output(Ledger.ON_MAP, "href"),
        Input(Shell.LOCATION, "search"),
        Input(Shell.CHANGE, "data"),
    )(describe)
    app.callback(
        Input({"type": Ledger.PICK.value, "key": ALL}, "value"),
        State(Shell.LOCATION, "search"),
        prevent_initial_call=True,
    )(choose)
    for name, source in (("refilter", Input(Shell.LOCATION, "search")), ("renew", Input(Shell.CHANGE, "data"))):
        app.clientside_callback(
            ClientsideFunction("onemapLedger", name),
            Output(Ledger.ASKED, "data", allow_duplicate=True),
            source,
            State(Ledger.GRID, "id"),
            prevent_initial_call=True,
        )


PAGE = Page("/ledger", "page_ledger.title", layout, register)
