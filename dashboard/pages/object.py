"""One supervised object: its file, its hazards, and the form that corrects it; the same form registers a new one."""

from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update, set_props
from dash.development.base_component import Component

from dashboard import forms
from dashboard.attempts import Attempt, attempt
from dashboard.errors import notify
from dashboard.ids import ObjectPage, Shell
from dashboard.pages import object_form
from dashboard.pages.base import Page
from dashboard.pages.object_body import body
from dashboard.services import services
from dashboard.viewer import viewer
from data.store.reads import object_page
from data.store.verbs import amend_object, register_object
from data.words import t


def read(object_id: str) -> Any:
    """The object with its hazards, within the reader's scope. Raises `data.store.errors.NotFound`."""
    with services().engine.connect() as connection:
        return object_page(connection, viewer().scope, object_id)


def layout(query: str, object_id: str) -> Component:
    """The page of one object."""
    page = read(object_id)
    return html.Main(
        [
            dcc.Store(id=ObjectPage.ID, data=object_id),
            dcc.Store(id=ObjectPage.VERSION, data=page.object.row_version),
            html.Div(body(page, services().names, services().today()), id=ObjectPage.BODY),
            dmc.Drawer(
                object_form.form(object_form.values_of(page.object)),
                id=ObjectPage.DRAWER, title=t("page_object.edit_title"), position="right", size=560, keepMounted=True,
                withOverlay=False, lockScroll=False, closeOnClickOutside=False, trapFocus=False, shadow="none",
                transitionProps={"duration": 160}, closeButtonProps={"aria-label": t("page_form.cancel")},
            ),
        ],
        className="page",
    )  # fmt: skip


def new(query: str) -> Component:
    """The page that registers an object."""
    return html.Main(
        [
            dcc.Store(id=ObjectPage.ID, data=None),
            dcc.Store(id=ObjectPage.VERSION, data=0),
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


def submit(clicks: int, object_id: str | None, version: int, ids: list[dict[str, str]], typed: list[Any]) -> Any:
    """Register or amend by one verb; refused, every field keeps what was typed."""
    if not clicks:
        return (no_update,) * 4 + ([no_update] * len(ids),)
    values = forms.collect(ids, typed)
    names = list(values)
    facts, problems = object_form.told(values, object_form.values_of(read(object_id).object) if object_id else None)
    tried = Attempt(problems=problems) if problems else attempt(lambda: saved(object_id, facts, version), names)
    kept = forms.errors(names, tried.problems)
    if tried.problems and not tried.moved:
        return no_update, no_update, no_update, forms.notice(tried.problems), kept
    if object_id is None and tried.result is not None:
        set_props(Shell.LOCATION, {"pathname": f"/objects/{tried.result.id}"})
        notify(t("page_object.saved", name=facts["name"]), "done")
        return no_update, no_update, no_update, [], kept
    page = read(object_id or "")
    drawn = body(page, services().names, services().today())
    if tried.moved:
        return drawn, page.object.row_version, no_update, forms.notice(tried.problems), kept
    notify(t("page_object.saved", name=page.object.name), "done")
    return drawn, page.object.row_version, False, [], kept


def saved(object_id: str | None, facts: dict[str, Any], version: int) -> Any:
    """The registered or amended object."""
    here, someone = services(), viewer()
    if object_id is None:
        return register_object(here.engine, here.pack, someone.scope, someone.actor, facts, here.now())
    return amend_object(here.engine, here.pack, someone.scope, someone.actor, object_id, facts, version, here.now())


def take_over(clicks: list[int]) -> Any:
    """The suggested code, once somebody pressed its button."""
    return ctx.triggered_id["code"] if any(clicks) and ctx.triggered_id else no_update


def register(app: Dash) -> None:
    """The form's callbacks, shared by both pages."""
    code = forms.field_id(object_form.FORM, object_form.USCC.name)
    app.callback(
        Output(ObjectPage.BODY, "children"),
        Output(ObjectPage.VERSION, "data"),
        Output(ObjectPage.DRAWER, "opened"),
        Output(ObjectPage.ALERT, "children"),
        Output(forms.every_field(object_form.FORM), "error"),
        Input(ObjectPage.SUBMIT, "n_clicks"),
        State(ObjectPage.ID, "data"),
        State(ObjectPage.VERSION, "data"),
        *forms.every_state(object_form.FORM),
        prevent_initial_call=True,
    )(submit)
    app.callback(
        Output(ObjectPage.DRAWER, "opened", allow_duplicate=True),
        Input(ObjectPage.EDIT, "n_clicks"),
        prevent_initial_call=True,
    )(bool)
    app.callback(Output(ObjectPage.SUGGESTION, "children"), Input(code, "value"))(object_form.suggestion)
    app.callback(
        Output(code, "value"),
        Input({"type": ObjectPage.ACCEPT.value, "code": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )(take_over)


def _nothing(app: Dash) -> None:
    """The callbacks are registered with the page of an object."""


NEW = Page("/objects/new", "page_object.add_title", new, _nothing, in_nav=False)
PAGE = Page("/objects/<object_id>", "page_object.title", layout, register, in_nav=False)
