"""The filter bar above a list: controls that write the address, and follow it."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.attributes import attributes
from dashboard.folds import folded
from dashboard.ids import Lists
from dashboard.lists.base import ListOf
from dashboard.options import Group, groups
from dashboard.pages.map_filters import period_buttons, zone_buttons
from dashboard.services import services
from dashboard.viewer import viewer
from data.readmodel.options import Counts
from data.rules.filters import MANY, NOT, Filter, split
from data.words import t

IN_SIGHT = {"hazards": ("town", "sector", "state", "colour", "level"), "objects": ("town", "sector", "colour")}
FOLDED = {"hazards": ("department", "park", "source", "object_kind"), "objects": ("department", "park")}
"""Keys of the filter by list: in the bar, and behind 更多."""
DAYS = ("from_", "to", "as_of")


def bar(of: ListOf, chosen: Filter) -> Component:
    """Keyword, the keys asked for most, and the rest behind two buttons; on a phone all but the keyword behind one."""
    known = {group.key: group for group in groups(services().pack)}
    hazards = of.key == "hazards"
    sight = [*IN_SIGHT[of.key], *(() if hazards else ("object_kind",))]
    controls = [
        *([_found(chosen)] if hazards else []),
        *(_many(known[key], chosen) for key in sight if known[key].options),
        *([_overdue(chosen)] if hazards else []),
        _more(of, known, chosen),
        html.Button(t("page_ledger.reset"), className="link-button", **attributes(data_reset="yes")),
    ]
    parts = folded([_keyword(of, chosen)], controls, t("map.filters"))
    return html.Div(parts, className="list-bar no-print")


def pick(key: str) -> dict[str, str]:
    """The id of one control of the bar."""
    return {"type": Lists.PICK.value, "key": key}


def count_id(key: str) -> dict[str, str]:
    """The id of what `counted` fills."""
    return {"type": Lists.COUNTED.value, "key": key}


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
        data=options(group),
        renderOption={"function": "listOption"},
        value=sorted(split(getattr(chosen, group.key))[0]),
        placeholder=t(f"list.filter.{group.key}"),
        size="xs",
        clearable=True,
        searchable=len(group.options) > 8,
        hidePickedOptions=False,
        className=f"pick pick-{group.key}",
        nothingFoundMessage=t("page_form.no_option"),
        comboboxProps={"width": 244, "position": "bottom-start"},
        **attributes(aria_label=t(f"list.filter.{group.key}")),
    )
    return field


def _overdue(chosen: Filter) -> Component:
    box: Component = dmc.CheckboxGroup(
        dmc.Checkbox(label=[t("page_ledger.overdue"), html.Span(id=count_id("overdue"))], value="yes", size="xs"),
        id=pick("overdue"),
        value=["yes"] if chosen.overdue else [],
    )
    return box


def _found(chosen: Filter) -> Component:
    own = [_day("from_", chosen), html.Span("—", className="quiet"), _day("to", chosen)]
    body = [
        html.Div(period_buttons(chosen, services().today()), id=Lists.PERIODS, className="segments"),
        html.Div(own, className="own-days"),
    ]
    return _folded(t("list.found_on"), body, "period-box")


def _more(of: ListOf, known: Mapping[str, Group], chosen: Filter) -> Component:
    body = [_many(known[key], chosen) for key in FOLDED[of.key] if known[key].options]
    if any(town.in_start_zone for town in services().pack.towns):
        body.append(html.Div(id=count_id("start_zone"), className="segments"))
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


def counts_of(of: ListOf, chosen: Filter) -> Counts:
    """How many rows every option would show under the other limits."""
    snapshot, scope = services().model.snapshot, viewer().scope
    return snapshot.object_options(scope, chosen) if of.key == "objects" else snapshot.options(scope, chosen)


def options(group: Group, counts: Mapping[str, int] | None = None) -> list[dict[str, Any]]:
    """The options of a control as Mantine wants them; `assets/list-options.js` draws sign, name and count."""
    return [
        {"value": each.value, "label": each.name}
        | ({"sign": f"risk-{each.value}"} if each.marked else {})
        | ({} if counts is None else {"count": counts.get(each.value, 0)})
        for each in group.options
    ]


def counted(key: str, chosen: Filter, counts: Counts) -> Any:
    """What stands beside ``overdue``, or the buttons of ``start_zone``."""
    if key == "start_zone":
        return zone_buttons(chosen, counts.get(key, {}))
    return f"{counts[key]['yes']:,}"


def filtered(values: Mapping[str, Any], before: Filter) -> Filter:
    """The filter that the bar describes; what the bar does not show stays as the address had it."""
    offered = {group.key: {option.value for option in group.options} for group in groups(services().pack)}
    chosen: dict[str, Any] = {}
    for key, value in values.items():
        if key in MANY:
            chosen[key] = tuple(sorted((*(value or ()), *_not_offered(before, key, offered[key]))))
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


def _not_offered(chosen: Filter, key: str, offered: Container[str]) -> list[str]:
    """What the address leaves out, and what is no option (a sub-sector, 作废): the chips tell it, the bar does not."""
    return [value for value in getattr(chosen, key) if value.startswith(NOT) or value not in offered]
