"""One supervised object: its file, its hazards, and the form that corrects it; the same form registers a new one."""

from typing import Any

import dash_mantine_components as dmc
from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update, set_props
from dash.development.base_component import Component

from dashboard import forms
from dashboard.attempts import Attempt, attempt
from dashboard.errors import notify
from dashboard.ids import ObjectPage, Shell
from dashboard.pages import object_acts, object_form, object_picker, taking_back
from dashboard.pages.base import Page
from dashboard.pages.beside import gone, paper, paper_head
from dashboard.pages.object_acts import BY_KEY
from dashboard.pages.object_body import body
from dashboard.services import services
from dashboard.viewer import viewer
from data.rules.events import OBJECT
from data.store.attaching import in_scope
from data.store.reads import object_page
from data.store.verbs import amend_object, register_object
from data.words import t


def read(object_id: str) -> Any:
    """The object with its hazards, within the reader's scope. Raises `data.store.errors.NotFound`."""
    with services().engine.connect() as connection:
        return object_page(connection, viewer().scope, object_id)


def drawn(page: Any) -> list[Component]:
    """The page's body for the reader."""
    return [*body(page, services().pack, services().names, viewer(), services().today()), paper_head()]


def renewed(page: Any) -> list[Component]:
    """The body after one's own act. The page has it then: the news of it draws nothing anew under the next click."""
    set_props(ObjectPage.STAMP, {"data": page.stamp})
    return drawn(page)


def layout(query: str, object_id: str) -> Component:
    """The page of one object."""
    page = read(object_id)
    return html.Main(
        [
            dcc.Store(id=ObjectPage.ID, data=object_id),
            dcc.Store(id=ObjectPage.FILLED, data=filled(page.object)),
            dcc.Store(id=ObjectPage.STAMP, data=page.stamp),
            dcc.Store(id=ObjectPage.ACTED),
            html.Div(drawn(page), id=ObjectPage.BODY),
            object_acts.drawer(),
            *taking_back.drawer(),
            dmc.Drawer(
                object_form.form(object_form.values_of(page.object)),
                id=ObjectPage.DRAWER, title=t("page_object.edit_title"), position="right", size=560, keepMounted=True,
                withOverlay=False, lockScroll=False, closeOnClickOutside=False, trapFocus=False, shadow="none",
                transitionProps={"duration": 160}, closeButtonProps={"aria-label": t("page_form.cancel")},
            ),
        ],
        className="page object-page",
        **paper(object_id),
    )  # fmt: skip


AGAIN = {"version": 0, "before": None}
"""What a form was filled from that is to be filled anew when it is next opened, or that starts an object."""


def filled(found: Any) -> dict[str, Any]:
    """What the form of ``found`` is filled from: only what a person then types otherwise is a correction."""
    return {"version": found.row_version, "before": object_form.values_of(found)}


def new(query: str) -> Component:
    """The page that registers an object."""
    return html.Main(
        [
            dcc.Store(id=ObjectPage.ID, data=None),
            dcc.Store(id=ObjectPage.FILLED, data=AGAIN),
            html.Div(id=ObjectPage.BODY),
            html.Div(
                [
                    html.Div([dcc.Link(t("page_object.list_title"), href="/objects")], className="crumbs"),
                    html.H1(t("page_object.add_title"), className="page-title"),
                ],
                className="page-head",
            ),
            html.Div(object_form.form(object_form.first_values()), className="card"),
            dmc.Drawer(id=ObjectPage.DRAWER, opened=False),
        ],
        className="page page-narrow",
    )


def submit(
    clicks: int, object_id: str | None, opened: dict[str, Any], ids: list[dict[str, str]], typed: list[Any]
) -> Any:
    """Register or amend by one verb; refused, every field keeps what was typed."""
    if not clicks:
        return (no_update,) * 4 + ([no_update] * len(ids),)
    values = forms.collect(ids, typed)
    names = list(values)
    facts, problems = object_form.told(values, opened["before"])
    tried = (
        Attempt(problems=problems) if problems else attempt(lambda: saved(object_id, facts, opened["version"]), names)
    )
    kept = forms.errors(names, tried.problems)
    if tried.problems and not tried.moved:
        return no_update, no_update, no_update, forms.notice(tried.problems), kept
    if object_id is None and tried.result is not None:
        set_props(Shell.LOCATION, {"pathname": f"/objects/{tried.result.id}"})
        notify(t("page_object.saved", name=facts["name"]), "done")
        return no_update, no_update, no_update, [], kept
    page = read(object_id or "")
    if tried.moved:
        again = {**opened, "version": page.object.row_version}
        return renewed(page), again, no_update, forms.notice(tried.problems), kept
    notify(t("page_object.saved", name=page.object.name), "done")
    return renewed(page), AGAIN, False, [], kept


def saved(object_id: str | None, facts: dict[str, Any], version: int) -> Any:
    """The registered or amended object."""
    here, someone = services(), viewer()
    if object_id is None:
        return register_object(here.engine, here.pack, someone.scope, someone.actor, facts, here.now())
    return amend_object(here.engine, here.pack, someone.scope, someone.actor, object_id, facts, version, here.now())


def open_edit(clicks: int | None, object_id: str, opened: dict[str, Any]) -> Any:
    """Open the form; what was typed and not sent stays in it unless the object is no longer what it was drawn from."""
    if not clicks:
        return (no_update,) * 3
    found = read(object_id).object
    if found.row_version == opened["version"]:
        return True, no_update, no_update
    return True, object_form.form(object_form.values_of(found)), filled(found)


def open_act(clicks: list[int], object_id: str) -> Any:
    """Draw the form of the pressed act."""
    if not any(clicks) or not ctx.triggered_id:
        return (no_update,) * 6
    act, page = BY_KEY[ctx.triggered_id["act"]], read(object_id)
    opened = {"act": act.key, "version": page.object.row_version}
    return True, t(f"page_acts.{act.key}"), object_acts.form(act, page.object), opened, [], []


def submit_act(
    clicks: int, object_id: str, acted: dict[str, Any] | None, ids: list[dict[str, str]], typed: list[Any]
) -> Any:
    """One verb call; refused, every field keeps what was typed, and who was slower is told."""
    if not clicks or not acted:
        return (no_update,) * 4 + ([no_update] * len(ids),)
    act, values = BY_KEY[acted["act"]], forms.collect(ids, typed)
    told = object_acts.problems(act, values)
    found = read(object_id).object
    tried = Attempt(problems=told) if told else attempt(lambda: act.run(found, values, acted["version"]), list(values))
    kept, page = forms.errors(list(values), tried.problems), read(object_id)
    if tried.problems:
        again = {**acted, "version": page.object.row_version} if tried.moved else no_update
        shown = renewed(page) if tried.moved else no_update
        return shown, no_update, again, forms.notice(tried.problems), kept
    notify(t("page_hazard.done", move=t(f"page_acts.{act.key}")), "done")
    return renewed(page), False, None, [], kept


def refresh(change: int, object_id: str | None, stamp: str) -> Any:
    """What others did appears by itself; an open form keeps what was typed and will be told."""
    if not object_id:
        return (no_update,) * 2
    with services().engine.connect() as connection:
        if not in_scope(connection, viewer().scope, OBJECT, object_id):
            return gone(t("page_object.gone"), t("page_object.list_title"), "/objects"), "gone"
    page = read(object_id)
    return (no_update, no_update) if page.stamp == stamp else (drawn(page), page.stamp)


def compare(other: str | None, object_id: str, acted: dict[str, Any] | None) -> Any:
    """Both objects of a merge side by side."""
    return object_acts.compared(object_id, other) if acted and acted["act"] == "merge" else []


def take_over(clicks: list[int]) -> Any:
    """The suggested code, once somebody pressed its button."""
    return ctx.triggered_id["code"] if any(clicks) and ctx.triggered_id else no_update


def register(app: Dash) -> None:
    """The form's callbacks, shared by both pages."""
    code = forms.field_id(object_form.FORM, object_form.USCC.name)
    app.callback(
        Output(ObjectPage.BODY, "children"),
        Output(ObjectPage.FILLED, "data"),
        Output(ObjectPage.DRAWER, "opened"),
        Output(ObjectPage.ALERT, "children"),
        Output(forms.every_field(object_form.FORM), "error"),
        Input(ObjectPage.SUBMIT, "n_clicks"),
        State(ObjectPage.ID, "data"),
        State(ObjectPage.FILLED, "data"),
        *forms.every_state(object_form.FORM),
        prevent_initial_call=True,
    )(submit)
    app.callback(
        Output(ObjectPage.DRAWER, "opened", allow_duplicate=True),
        Output(ObjectPage.DRAWER, "children"),
        Output(ObjectPage.FILLED, "data", allow_duplicate=True),
        Input(ObjectPage.EDIT, "n_clicks"),
        State(ObjectPage.ID, "data"),
        State(ObjectPage.FILLED, "data"),
        prevent_initial_call=True,
    )(open_edit)
    app.callback(Output(ObjectPage.SUGGESTION, "children"), Input(code, "value"))(object_form.suggestion)
    app.callback(
        Output(code, "value"),
        Input({"type": ObjectPage.ACCEPT.value, "code": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )(take_over)
    register_acts(app)


def register_acts(app: Dash) -> None:
    """The callbacks of what is done to an object."""
    other = forms.field_id(object_acts.FORM, "other")
    app.callback(
        Output(ObjectPage.ACTING, "opened"),
        Output(ObjectPage.ACTING, "title"),
        Output(ObjectPage.ACT_FORM, "children"),
        Output(ObjectPage.ACTED, "data"),
        Output(ObjectPage.ACT_ALERT, "children"),
        Output(ObjectPage.COMPARED, "children"),
        Input({"type": ObjectPage.ACT.value, "act": ALL}, "n_clicks"),
        State(ObjectPage.ID, "data"),
        prevent_initial_call=True,
    )(open_act)
    app.callback(
        Output(ObjectPage.BODY, "children", allow_duplicate=True),
        Output(ObjectPage.ACTING, "opened", allow_duplicate=True),
        Output(ObjectPage.ACTED, "data", allow_duplicate=True),
        Output(ObjectPage.ACT_ALERT, "children", allow_duplicate=True),
        Output(forms.every_field(object_acts.FORM), "error"),
        Input(ObjectPage.ACT_SUBMIT, "n_clicks"),
        State(ObjectPage.ID, "data"),
        State(ObjectPage.ACTED, "data"),
        *forms.every_state(object_acts.FORM),
        prevent_initial_call=True,
    )(submit_act)
    app.callback(
        Output(ObjectPage.BODY, "children", allow_duplicate=True),
        Output(ObjectPage.STAMP, "data"),
        Input(Shell.CHANGE, "data"),
        State(ObjectPage.ID, "data"),
        State(ObjectPage.STAMP, "data"),
        prevent_initial_call=True,
    )(refresh)
    app.callback(
        Output(ObjectPage.COMPARED, "children", allow_duplicate=True),
        Input(other, "value"),
        State(ObjectPage.ID, "data"),
        State(ObjectPage.ACTED, "data"),
        prevent_initial_call=True,
    )(compare)
    object_picker.register(app, other)
    app.clientside_callback(
        ClientsideFunction("onemapForms", "print"), Input(ObjectPage.PRINT, "n_clicks"), prevent_initial_call=True
    )


def _nothing(app: Dash) -> None:
    """The callbacks are registered with the page of an object."""


NEW = Page("/objects/new", "page_object.add_title", new, _nothing, in_nav=False)
PAGE = Page("/objects/<object_id>", "page_object.title", layout, register, in_nav=False)
