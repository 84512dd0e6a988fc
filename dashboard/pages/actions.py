"""督办事项: what was raised about overdue hazards of the reader's jurisdiction, decided and answered here."""

from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from dashboard import forms, markup
from dashboard.action_words import type_words
from dashboard.attempts import attempt
from dashboard.errors import notify
from dashboard.ids import Actions as Ids
from dashboard.ids import Shell
from dashboard.loop import actions, tabs
from dashboard.pages.base import Page
from dashboard.pages.hazard_actions import PATH
from dashboard.services import services
from dashboard.viewer import viewer
from data.rules.move import Field
from data.store.actions import TOLD, action, decide_action
from data.words import t

FORM = "action"


def layout(_query: str) -> Component:
    """The page; the list follows the address."""
    stores = [dcc.Store(id=Ids.ASKED), dcc.Store(id=Ids.OPENED)]
    drawer = forms.drawer(Ids.DRAWER, Ids.ALERT, Ids.FORM, Ids.SUBMIT, 420)
    head = tabs.head("actions", t("page_actions.note", name=viewer().name))
    return html.Main([*head, *markup.drawn_into(Ids.PAGE), *stores, drawer], className="page loop actions-page")


def follow(query: str | None, _change: int) -> list[Component]:
    """Another filter, or something was raised or decided."""
    return actions.drawn(viewer(), query)


def field_of(what: str) -> Field:
    """What a decision says; only an opinion may be left out."""
    return Field(TOLD[what], "text", what != "accepted", f"page_actions.told.{TOLD[what]}")


def open_form(asked: dict[str, str] | None) -> Any:
    """The form of the pressed decision, with the version that the person sees."""
    if not asked:
        return (no_update,) * 5
    what = asked["act"]
    with services().engine.connect() as connection:
        row = action(connection, viewer().scope, asked["number"])
    about = f"{type_words(row.type)} · {row.subject_name}"
    hint = html.P([about, html.Br(), t(f"page_actions.hint.{what}")], className="form-hint")
    opened = {"what": what, "number": row.id, "version": row.row_version}
    return True, t(f"page_actions.act.{what}"), [hint, *forms.draw(FORM, [field_of(what)], {})], opened, []


def submit(
    clicks: int, opened: dict[str, Any] | None, query: str | None, ids: list[dict[str, str]], typed: list[Any]
) -> Any:
    """One verb call; refused, what was typed stays, and who was slower is told."""
    if not clicks or not opened:
        return (no_update,) * 4 + ([no_update] * len(ids),)
    values = forms.collect(ids, typed)
    tried = attempt(lambda: _decide(opened, values), list(values))
    kept = forms.errors(list(values), tried.problems)
    if tried.problems:
        again = follow(query, 0) if tried.moved else no_update
        return again, no_update, no_update, forms.notice(tried.problems), kept
    notify(t("page_actions.done", what=t(f"page_actions.act.{opened['what']}")), "done")
    return follow(query, 0), False, None, [], kept


def _decide(opened: dict[str, Any], values: dict[str, Any]) -> None:
    here, someone, what = services(), viewer(), opened["what"]
    words = values.get(TOLD[what])
    decide_action(
        here.engine, here.pack, someone.scope, someone.actor, opened["number"], what, words, opened["version"],
        here.now(),
    )  # fmt: skip


def register(app: Dash) -> None:
    """Address and news → list; a pressed decision → form; the form → verb → list."""
    tree, where = markup.tree_id(Ids.PAGE), State(Shell.LOCATION, "search")
    app.callback(Output(tree, "data"), Input(Shell.LOCATION, "search"), Input(Shell.CHANGE, "data"))(follow)
    app.callback(
        Output(Ids.DRAWER, "opened"),
        Output(Ids.DRAWER, "title"),
        Output(Ids.FORM, "children"),
        Output(Ids.OPENED, "data"),
        Output(Ids.ALERT, "children"),
        Input(Ids.ASKED, "data"),
        prevent_initial_call=True,
    )(open_form)
    app.callback(
        Output(tree, "data", allow_duplicate=True),
        Output(Ids.DRAWER, "opened", allow_duplicate=True),
        Output(Ids.OPENED, "data", allow_duplicate=True),
        Output(Ids.ALERT, "children", allow_duplicate=True),
        Output(forms.every_field(FORM), "error"),
        Input(Ids.SUBMIT, "n_clicks"),
        State(Ids.OPENED, "data"),
        where,
        *forms.every_state(FORM),
        prevent_initial_call=True,
    )(submit)


PAGE = Page(PATH, "page_actions.title", layout, register, in_nav=False)
