"""A field that finds one supervised object by name, credit code or number, as one types."""

from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, no_update
from dash.development.base_component import Component

from dashboard import forms
from dashboard.services import services
from dashboard.viewer import viewer
from data.store.reads import objects_by_id, search_objects
from data.words import t

MOST = 20
"""Objects offered at a time."""

Option = dict[str, str]


def picker(component_id: Any, chosen: Option | None, label: str) -> Component:
    """The field; ``chosen`` is the option it starts with."""
    return dmc.Select(
        id=component_id,
        label=label,
        description=t("page_report.object_hint"),
        placeholder=t("page_report.object_search"),
        data=[chosen] if chosen else [],
        value=chosen["value"] if chosen else None,
        searchable=True,
        clearable=True,
        withAsterisk=True,
        limit=MOST,
        nothingFoundMessage=t("page_form.no_option"),
        inputWrapperOrder=forms.WRAPPER,
        filter={"function": "keepAll"},
        className="form-field",
    )


def option(found: Any) -> Option:
    """An object as an option: its name, and its town to tell namesakes apart."""
    return {
        "value": found.id,
        "label": t("page_object.option", name=found.name, town=services().names.town(found.town)),
    }


def option_of(object_id: str) -> Option | None:
    """The option of a known object, or None when there is none or it is out of scope."""
    if not object_id:
        return None
    with services().engine.connect() as connection:
        found = objects_by_id(connection, viewer().scope, [object_id])
    return option(found[0]) if found else None


def search(text: str | None, value: str | None, now: list[Option] | None) -> Any:
    """Options for what was typed; the chosen one always stays among them."""
    if not text or any(each["label"] == text for each in now or []):
        return no_update  # an option was picked: its own words are no new question
    kept = [each for each in now or [] if each["value"] == value]
    with services().engine.connect() as connection:
        found = search_objects(connection, viewer().scope, text, MOST)
    return kept + [each for each in map(option, found) if each not in kept]


def register(app: Dash, component_id: Any) -> None:
    """Typing asks the server."""
    app.callback(
        Output(component_id, "data"),
        Input(component_id, "searchValue"),
        State(component_id, "value"),
        State(component_id, "data"),
        prevent_initial_call=True,
    )(search)
