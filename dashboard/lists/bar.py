"""The filter bar above a list: controls that write the address, and follow it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.attributes import attributes
from dashboard.ids import Lists
from dashboard.lists.base import ListOf
from dashboard.options import Group, groups
from dashboard.pages.map_filters import periods
from dashboard.services import services
from data.rules.filters import MANY, NOT, Filter, split
from data.words import t

IN_SIGHT = {"hazards": ("town", "sector", "state", "colour", "level"), "objects": ("town", "sector", "colour")}
FOLDED = {"hazards": ("department", "park", "source", "object_kind"), "objects": ("department", "park")}
"""Keys of the filter by list: in the bar, and behind 更多."""
DAYS = ("from_", "to", "as_of")


def bar(of: ListOf, chosen: Filter) -> Component:
    """Keyword, the keys asked for most, and the rest behind two buttons."""
    known = {group.key: group for group in groups(services().pack)}
    hazards = of.key == "hazards"
    sight = [*IN_SIGHT[of.key], *(() if hazards else ("object_kind",))]
    controls = [
        _keyword(of, chosen),
        *([_found(chosen)] if hazards else []),
        *(_many(known[key], chosen) for key in sight if known[key].options),
        *([_overdue(chosen)] if hazards else []),
        _more(of, known, chosen),
        html.Button(t("page_ledger.reset"), className="link-button", **attributes(data_reset="yes")),
    ]
    return html.Div(controls, className="list-bar no-print")


def pick(key: str) -> dict[str, str]:
    """The id of one control of the bar."""
    return {"type": Lists.PICK.value, "key": key}


def _keyword(of: ListOf, chosen: Filter) -> Component:
    words = t(f"list.{of.key}.search")
    field: Component = dmc.TextInput(
        id=pick("q"),
        value=chosen.q,
        placeholder=words,
        debounce=400,
        size="xs",
        className="grow",
        autoComplete="off",
        **attributes(aria_label=words),
    )
    return field


def _many(group: Group, chosen: Filter) -> Component:
    """A choice of several values, shown as one short button until opened."""
    field: Component = dmc.MultiSelect(
        id=pick(group.key),
        data=[{"value": option.value, "label": option.name} for option in group.options],
        value=sorted(split(getattr(chosen, group.key))[0]),
        placeholder=t(f"list.filter.{group.key}"),
        size="xs",
        clearable=True,
        searchable=len(group.options) > 8,
        hidePickedOptions=False,
        className=f"pick pick-{group.key}",
        nothingFoundMessage=t("page_form.no_option"),
        comboboxProps={"width": 220, "position": "bottom-start"},
        **attributes(aria_label=t(f"list.filter.{group.key}")),
    )
    return field


def _overdue(chosen: Filter) -> Component:
    box: Component = dmc.CheckboxGroup(
        dmc.Checkbox(label=t("page_ledger.overdue"), value="yes", size="xs"),
        id=pick("overdue"),
        value=["yes"] if chosen.overdue else [],
    )
    return box


def _found(chosen: Filter) -> Component:
    own = [_day("from_", chosen), html.Span("—", className="quiet"), _day("to", chosen)]
    body = [
        html.Div(period_buttons(chosen), id=Lists.PERIODS, className="segments"),
        html.Div(own, className="own-days"),
    ]
    return _folded(t("list.found_on"), body, "period-box")


def _more(of: ListOf, known: Mapping[str, Group], chosen: Filter) -> Component:
    body = [_many(known[key], chosen) for key in FOLDED[of.key] if known[key].options]
    if any(town.in_start_zone for town in services().pack.towns):
        body.append(html.Div(zone_buttons(chosen), id=Lists.ZONES, className="segments"))
    if of.key == "hazards":
        day = [html.Span(t("list.as_of_day"), className="quiet"), _day("as_of", chosen)]
        body += [html.Div(day, className="own-days"), html.P(t("list.as_of_hint"), className="menu-note")]
    return _folded(t("list.more"), body, "more-box")


def _folded(words: str, body: Sequence[Component], name: str) -> Component:
    return html.Details(
        [html.Summary(words, className="button small"), html.Div(body, className="menu")], className=f"menu-box {name}"
    )


def _day(key: str, chosen: Filter) -> Component:
    day = getattr(chosen, key)
    words = t("list.as_of_day" if key == "as_of" else f"map.{key.rstrip('_')}")
    field: Component = dmc.DateInput(
        id=pick(key),
        value=day and day.isoformat(),
        valueFormat="YYYY-MM-DD",
        placeholder=words,
        clearable=True,
        size="xs",
        w=128,
        **attributes(aria_label=words),
    )
    return field


def period_buttons(chosen: Filter) -> list[Component]:
    """Periods in words; the one that the filter has is pressed."""
    return [
        html.Button(
            t(f"map.period_{name}"),
            className="segment",
            **attributes(
                data_set=f"from={first or ''}&to={last or ''}",
                aria_pressed=str((chosen.from_, chosen.to) == (first, last)).lower(),
            ),
        )
        for name, first, last in periods(services().today())
    ]


def zone_buttons(chosen: Filter) -> list[Component]:
    """含/不含起步区."""
    return [
        html.Button(
            t(f"list.start_zone_{word}"),
            className="segment",
            **attributes(data_set=f"start_zone={value}", aria_pressed=str(chosen.start_zone is on).lower()),
        )
        for word, value, on in (("in", "", True), ("out", "no", False))
    ]


def filtered(values: Mapping[str, Any], before: Filter) -> Filter:
    """The filter that the bar describes; what the bar does not show stays as the address had it."""
    chosen: dict[str, Any] = {}
    for key, value in values.items():
        if key in MANY:
            chosen[key] = tuple(sorted((*_left_out(before, key), *(value or ()))))
        elif key in DAYS:
            chosen[key] = date.fromisoformat(value[:10]) if value else None
        elif key == "q":
            chosen[key] = (value or "").strip()[:50]
        elif key == "overdue":
            chosen[key] = True if value else None
    return Filter.parse(replace(before, **chosen).query())


def values(chosen: Filter, keys: Sequence[str]) -> list[Any]:
    """The value of each control of the bar under this filter."""
    return [_value(chosen, key) for key in keys]


def _value(chosen: Filter, key: str) -> Any:
    held = getattr(chosen, key)
    if key in MANY:
        return sorted(split(held)[0])
    if key in DAYS:
        return held and held.isoformat()
    return (["yes"] if held else []) if key == "overdue" else held


def _left_out(chosen: Filter, key: str) -> list[str]:
    """What the address leaves out; the bar shows only what is wanted, the chips both."""
    return [value for value in getattr(chosen, key) if value.startswith(NOT)]
