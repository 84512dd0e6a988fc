"""A form is drawn from rows of fields; what a person typed stays in the fields whatever the answer is.

Fields are pattern-matched components ``{"type": "field", "form": …, "name": …}`` whose ``value`` is read and whose
``error`` is written: an answer with problems sets errors only and never draws a field again, so nothing typed is lost.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, State, html
from dash.development.base_component import Component

from dashboard.ids import Form
from data.rules.errors import Problem, Reason, Word
from data.rules.form_values import unreadable
from data.rules.move import Field
from data.rules.vocabulary import Level
from data.words import t

Options = Sequence[tuple[str, str]]

WRAPPER = ["label", "input", "description", "error"]
"""Hints stand below their control, so that controls of one row stand in one line."""

MOST_OFFERED = 40
"""Words that a field shows at a time; typing narrows them."""
NO_OFFERS: Mapping[str, Options] = {}
NO_HINTS: Mapping[str, str] = {}

GENERAL = ""
"""The key of problems that belong to no single field."""


def field_id(form: str, name: str) -> dict[str, str]:
    """The component id of one field of one form."""
    return {"type": Form.FIELD.value, "form": form, "name": name}


def every_field(form: str) -> dict[str, Any]:
    """The pattern that matches all fields of a form."""
    return {"type": Form.FIELD.value, "form": form, "name": ALL}


def draw(
    form: str,
    fields: Sequence[Field],
    values: Mapping[str, Any],
    level: int = Level.GENERAL,
    organisations: Options = (),
    offers: Mapping[str, Options] = NO_OFFERS,
    hints: Mapping[str, str] = NO_HINTS,
) -> list[Component]:
    """One labelled control per field, in order, filled from ``values``; ``level`` decides what is required.

    ``organisations`` are those that fields of the kind org offer; ``offers`` are words that a field of this name
    suggests, ``hints`` what stands below one.
    """
    return [
        control(
            form, field, values.get(field.name), needed=field.needed(level),
            options=organisations if field.kind == "org" else offers.get(field.name),
            **({"description": hints[field.name]} if field.name in hints else {}),
        )
        for field in fields
    ]  # fmt: skip


def control(
    form: str,
    field: Field,
    value: Any = None,
    *,
    needed: bool | None = None,
    options: Options | None = None,
    **extra: Any,
) -> Component:
    """The control of one field by its kind: text, date, money, choice, bool or org.

    ``options`` are (value, words) of a choice whose values come from the pack and not from the field.
    """
    if options is not None:
        extra["data"] = _data(options)
    props = {
        "id": field_id(form, field.name),
        "label": t(field.label),
        "withAsterisk": field.required if needed is None else needed,
        "className": "form-field",
        "inputWrapperOrder": WRAPPER,
        **extra,
    }
    return _CONTROLS[field.kind](field, props, value)


def _text(field: Field, props: dict[str, Any], value: Any) -> Component:
    """Free text; where words are offered, they can be looked through and are not the only ones allowed."""
    if props.get("data"):
        words = [option["label"] for option in props.pop("data")]
        return dmc.Autocomplete(
            value=value or "", data=words, limit=MOST_OFFERED, maxDropdownHeight=320,
            placeholder=t("page_form.offered"), **props,
        )  # fmt: skip
    props.pop("data", None)
    return dmc.Textarea(value=value or "", autosize=True, minRows=1, maxRows=8, **props)


_BESIDE = {"position": "left-start", "middlewares": {"shift": True, "flip": {"fallbackPlacements": ["bottom-start"]}}}
"""Beside the form where there is room: below its field a calendar covers the button that sends the form."""


def _date(field: Field, props: dict[str, Any], value: Any) -> Component:
    return dmc.DateInput(
        value=value or None,
        valueFormat="YYYY-MM-DD",
        placeholder="YYYY-MM-DD",
        monthLabelFormat=t("page_form.month_format"),
        yearLabelFormat=t("page_form.year_format"),
        clearable=not props["withAsterisk"],
        popoverProps=_BESIDE,
        **props,
    )


def _money(field: Field, props: dict[str, Any], value: Any) -> Component:
    return dmc.NumberInput(
        value="" if value is None else value,
        min=0,
        decimalScale=2,
        thousandSeparator=",",
        hideControls=True,
        rightSection=html.Span(t("page_form.yuan"), className="unit"),
        **props,
    )


def _choice(field: Field, props: dict[str, Any], value: Any) -> Component:
    props = {"data": _data([(key, t(words)) for key, words in field.choices]), **props}
    return dmc.Select(
        value=None if value is None else str(value),
        allowDeselect=not field.required,
        clearable=not field.required and not props["withAsterisk"],
        searchable=len(props["data"]) > 8,
        nothingFoundMessage=t("page_form.no_option"),
        **props,
    )


def _bool(field: Field, props: dict[str, Any], value: Any) -> Component:
    label = props.pop("label")
    props.pop("withAsterisk")
    box = dmc.Checkbox(label=label, value=YES, className="form-check")
    return dmc.CheckboxGroup(children=[box], value=[YES] if value else [], **props)


YES = "yes"
_CONTROLS = {
    "text": _text,
    "date": _date,
    "money": _money,
    "choice": _choice,
    "bool": _bool,
    "org": _choice,
    "code": _choice,
}


def _data(options: Options) -> list[dict[str, str]]:
    return [{"value": str(value), "label": label} for value, label in options]


def every_state(form: str) -> tuple[State, State]:
    """Ids and values of all fields of a form, as states of a callback."""
    return State(every_field(form), "id"), State(every_field(form), "value")


def collect(ids: Iterable[Mapping[str, Any]], values: Iterable[Any]) -> dict[str, Any]:
    """Values by field name, in the order of the form; blank text and no choice become None."""
    return {each["name"]: _cleaned(value) for each, value in zip(ids, values, strict=True)}


def _cleaned(value: Any) -> Any:
    if isinstance(value, list):
        return YES in value
    if isinstance(value, str):
        return value.strip() or None
    return value


def problems(fields: Sequence[Field], values: Mapping[str, Any], level: int = Level.GENERAL) -> list[Problem]:
    """What is missing or cannot be read, all of it; a choice without listed choices is checked by its verb."""
    missing = [
        Problem(Reason("missing", {"field": Word(field.label)}), field.name)
        for field in fields
        if field.needed(level) and values.get(field.name) is None
    ]
    return [*missing, *unreadable([field for field in fields if field.kind != "choice" or field.choices], values)]


def by_field(problems: Iterable[Problem], names: Iterable[str]) -> dict[str, str]:
    """Every problem as words, beside the field it belongs to; what fits no field of the form is under ``GENERAL``."""
    known = set(names)
    words: dict[str, list[str]] = {}
    for problem in problems:
        key = problem.field if problem.field in known else GENERAL
        words.setdefault(key or GENERAL, []).append(problem.sentence())
    return {name: " ".join(dict.fromkeys(told)) for name, told in words.items()}


def errors(names: Sequence[str], told: Mapping[str, str]) -> list[str | bool]:
    """The ``error`` of each field in order; False clears one."""
    return [told.get(name) or False for name in names]


def notice(told: Mapping[str, str]) -> list[Component]:
    """What stands above the form when something is wrong: the general problems, or that fields need attention."""
    if not told:
        return []
    words = told.get(GENERAL) or t("page_form.look_below", count=len(told))
    return [dmc.Alert(words, color="red", variant="light", className="form-alert")]


def drawer(
    component_id: str,
    alert: str,
    fields: str,
    submit: str,
    size: int,
    *more: Component,
    title: str | None = None,
    beside: Sequence[Component] = (),
) -> Component:
    """The drawer in which a form opens, over the right column and never over the facts.

    ``alert``, ``fields`` and ``submit`` are ids of its parts; ``more`` follows the fields, ``beside`` the button.
    """
    foot = html.Div([dmc.Button(t("page_form.submit"), id=submit, n_clicks=0), *beside], className="form-actions")
    inside = [html.Div(id=alert), html.Div(id=fields, className="form"), *more, foot]
    panel: Component = dmc.Drawer(
        html.Div(inside, className="move-form"),
        id=component_id, title=title, position="right", size=size, keepMounted=True, withOverlay=False,
        lockScroll=False, closeOnClickOutside=False, trapFocus=False, shadow="none", zIndex=200,
        transitionProps={"duration": 160}, closeButtonProps={"aria-label": t("page_form.cancel")},
    )  # fmt: skip
    return panel
