"""统计表: the town sheet and the coverage of the reader's jurisdiction, of the period and the day in the address."""

from collections.abc import Sequence
from urllib.parse import parse_qs

import dash_mantine_components as dmc
from dash import ClientsideFunction, Dash, Input, Output, html
from dash.development.base_component import Component

from dashboard import markup
from dashboard.asked import address, asked
from dashboard.attributes import attributes
from dashboard.ids import Sheet as Ids
from dashboard.ids import Shell
from dashboard.loop import sheet_difference, sheet_view, tabs
from dashboard.loop.sheet import Sheet, sheet_of
from dashboard.pages.base import Page
from dashboard.services import services
from dashboard.viewer import viewer
from data.rules.comparing import COMPARISONS
from data.words import t

_DAYS = ((Ids.FROM, "map.from"), (Ids.TO, "map.to"), (Ids.AS_OF, "map.as_of"))


def layout(_query: str) -> Component:
    """The page; the tables follow the address."""
    note = t("page_sheet.note", name=viewer().name)
    days = [_day(name, word) for name, word in _DAYS]
    export = html.A(t("page_sheet.export"), id=Ids.EXPORT, href="/api/v1/sheet", download="", className="button")
    bar = html.Div([*days, _known(), html.Div(export, className="page-actions")], className="sheet-days no-print")
    parts = markup.drawn_into(Ids.PAGE, className="sheet-page")
    return html.Main([*tabs.head("sheet", note), bar, *parts], className="page loop sheet")


def _day(name: str, word: str) -> Component:
    chooser = dmc.DateInput(
        id=name, valueFormat="YYYY-MM-DD", placeholder=t("map.as_of_today") if name == Ids.AS_OF else t(word),
        clearable=True, size="xs", w=130, **attributes(aria_label=t(word)),
        **({"maxDate": services().today().isoformat()} if name == Ids.AS_OF else {}),
    )  # fmt: skip
    return html.Label([html.Span(t(word), className="quiet"), chooser], className="sheet-day")


def _known() -> Component:
    """The field of an older change number."""
    word = t("difference.compare_with")
    field = dmc.TextInput(
        id=Ids.KNOWN, debounce=500, size="xs", w=90, autoComplete="off",
        **attributes(aria_label=word),
    )  # fmt: skip
    return html.Label(
        [html.Span(word, className="quiet"), field], className="sheet-day is-known", title=t("difference.compare_help")
    )


def asked_sheet(query: str | None, comparisons: Sequence[str]) -> Sheet:
    """The sheet that an address asks for, within the reader's scope."""
    here = services()
    return sheet_of(here.model.snapshot, here.pack, viewer().scope, asked(query), comparisons)


def compared_with(query: str | None) -> list[str]:
    """The comparison that an address asks for, or none."""
    told = _told(query, "compare")
    return [each for each in COMPARISONS if each == told]


def _told(query: str | None, key: str) -> str:
    return parse_qs((query or "").lstrip("?")).get(key, [""])[0]


def follow(query: str | None, _change: int) -> tuple[list[Component], str]:
    """Another period or day, or somebody recorded something."""
    here = services()
    sheet = asked_sheet(query, compared_with(query))
    older = _told(query, "known")
    differing = sheet_difference.drawn(sheet, older)
    drawn = sheet_view.drawn(sheet, here.names, here.pack, here.today(), differing)
    return drawn, address("/api/v1/sheet", asked(query), **({"known": older} if older else {}))


def register(app: Dash) -> None:
    """Address and news → tables; address ↔ days."""
    search = Input(Shell.LOCATION, "search")
    names = [name for name, _word in _DAYS]
    app.callback(
        Output(markup.tree_id(Ids.PAGE), "data"), Output(Ids.EXPORT, "href"), search, Input(Shell.CHANGE, "data")
    )(follow)
    app.clientside_callback(
        ClientsideFunction("onemap", "restoreDays"), *(Output(name, "value") for name in names), search
    )
    known = ClientsideFunction("onemap", "restoreKnown"), ClientsideFunction("onemap", "typedKnown")
    app.clientside_callback(known[0], Output(Ids.KNOWN, "value"), search)
    app.clientside_callback(known[1], Input(Ids.KNOWN, "value"), prevent_initial_call=True)
    app.clientside_callback(
        ClientsideFunction("onemap", "typedDays"), *(Input(name, "value") for name in names), prevent_initial_call=True
    )


PAGE = Page("/sheet", "page_sheet.title", layout, register, in_nav=False)
