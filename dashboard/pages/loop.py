"""闭环看板: what waits at each step of the loop in the reader's jurisdiction, and several moved at once."""

from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from dashboard import forms, markup
from dashboard.asked import asked
from dashboard.ids import Loop as Ids
from dashboard.ids import Shell
from dashboard.loop import board, tabs, together
from dashboard.pages.base import Page
from dashboard.viewer import viewer
from data.rules.moves import MOVES_BY_KEY
from data.words import t


def layout(_query: str) -> Component:
    """The page; the board follows the address."""
    stores = [dcc.Store(id=Ids.PICKED, data=[]), dcc.Store(id=Ids.ASKED), dcc.Store(id=Ids.OPENED)]
    drawer = forms.drawer(Ids.DRAWER, Ids.ALERT, Ids.FORM, Ids.SUBMIT, 460, html.Div(id=Ids.RESULTS))
    note = t("page_loop.note", name=viewer().name)
    parts = [*markup.drawn_into(Ids.BAR), *markup.drawn_into(Ids.PAGE, className="loop-page")]
    return html.Main([*tabs.head("board", note), *parts, *stores, drawer], className="page loop")


def follow(query: str | None, _change: int) -> list[Component]:
    """Another filter, or somebody moved something."""
    return board.drawn(viewer(), asked(query))


def offer(numbers: list[str], _change: int) -> list[Component]:
    """What may be done with what is ticked."""
    return together.bar(numbers, viewer())


def open_form(pressed: dict[str, Any] | None) -> Any:
    """The form of the pressed move for those that it fits."""
    if not pressed:
        return (no_update,) * 6
    move = MOVES_BY_KEY[pressed["move"]]
    found = together.fitting(move.key, pressed["numbers"], viewer())
    versions = {past.hazard.hazard_no: past.version for past in found}
    return True, t(move.label), together.form(move, found), {"move": move.key, "versions": versions}, [], []


def submit(clicks: int, opened: dict[str, Any] | None, ids: list[dict[str, str]], typed: list[Any]) -> Any:
    """Move them one by one; what could not be moved stays, with its reason. Pressed twice, only those are tried."""
    if not clicks or not opened or not opened["versions"]:
        return (no_update,) * 3 + ([no_update] * len(ids),)
    values, move = forms.collect(ids, typed), MOVES_BY_KEY[opened["move"]]
    told = forms.by_field(forms.problems(move.fields, values), list(values))
    kept = forms.errors(list(values), told)
    if told:
        return no_update, forms.notice(told), no_update, kept
    done = together.moved(move.key, opened["versions"], values, viewer())
    left = {one.hazard_no: opened["versions"][one.hazard_no] for one in done if one.why}
    return together.results(done), [], {**opened, "versions": left}, kept


def register(app: Dash) -> None:
    """Address and news → board; ticks → bar; a pressed move → form; the form → moves, one after another."""
    app.callback(
        Output(markup.tree_id(Ids.PAGE), "data"), Input(Shell.LOCATION, "search"), Input(Shell.CHANGE, "data")
    )(follow)
    app.callback(Output(markup.tree_id(Ids.BAR), "data"), Input(Ids.PICKED, "data"), Input(Shell.CHANGE, "data"))(offer)
    app.callback(
        Output(Ids.DRAWER, "opened"),
        Output(Ids.DRAWER, "title"),
        Output(Ids.FORM, "children"),
        Output(Ids.OPENED, "data"),
        Output(Ids.ALERT, "children"),
        Output(Ids.RESULTS, "children"),
        Input(Ids.ASKED, "data"),
        prevent_initial_call=True,
    )(open_form)
    app.callback(
        Output(Ids.RESULTS, "children", allow_duplicate=True),
        Output(Ids.ALERT, "children", allow_duplicate=True),
        Output(Ids.OPENED, "data", allow_duplicate=True),
        Output(forms.every_field(together.FORM), "error"),
        Input(Ids.SUBMIT, "n_clicks"),
        State(Ids.OPENED, "data"),
        *forms.every_state(together.FORM),
        prevent_initial_call=True,
    )(submit)


PAGE = Page("/loop", "page_loop.title", layout, register)
