"""The filter panel: every option is one key and value of the address, with its count."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.attributes import attributes
from dashboard.ids import Map
from dashboard.limits import OPEN_STATES
from dashboard.options import Group, groups
from data.packs import Pack
from data.rules.filters import Filter
from data.words import t

Counts = Mapping[str, Mapping[str, int]]
"""How many hazards each value of each key would show under the other filters."""


def periods(today: date) -> tuple[tuple[str, date | None, date | None], ...]:
    """Periods in words with their first and last day: 全部, 本周 (Monday to Sunday), 本月, 今年."""
    monday = today - timedelta(days=today.weekday())
    next_month = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (
        ("all", None, None),
        ("week", monday, monday + timedelta(days=6)),
        ("month", today.replace(day=1), next_month - timedelta(days=1)),
        ("year", today.replace(month=1, day=1), today.replace(month=12, day=31)),
    )


def panel(pack: Pack, chosen: Filter, counts: Counts, today: date) -> list[Component]:
    """The part of the panel that is drawn anew with every filter."""
    return [
        _periods(chosen, today),
        _quick(chosen, counts),
        *(_group(group, chosen, counts.get(group.key, {})) for group in groups(pack)),
        _start_zone(pack, chosen),
    ]


def fixed() -> list[Component]:
    """The part that a reader types into, drawn once: keyword and own period."""
    return [
        dmc.TextInput(
            id=Map.KEYWORD,
            placeholder=t("map.keyword"),
            debounce=500,
            size="xs",
            autoComplete="off",
            **attributes(aria_label=t("map.keyword")),
        ),
        html.Div(
            [_day(Map.FROM, "from"), html.Span("—", className="quiet"), _day(Map.TO, "to")], className="own-period"
        ),
    ]


def _day(name: str, word: str) -> Component:
    chooser: Component = dmc.DateInput(
        id=name,
        valueFormat="YYYY-MM-DD",
        placeholder=t(f"map.{word}"),
        clearable=True,
        size="xs",
        w=120,
        **attributes(aria_label=t(f"map.{word}")),
    )
    return chooser


def _periods(chosen: Filter, today: date) -> Component:
    buttons = [
        html.Button(
            t(f"map.period_{name}"),
            className="segment",
            **attributes(
                data_set=f"from={first or ''}&to={last or ''}",
                aria_pressed=str((chosen.from_, chosen.to) == (first, last)).lower(),
            ),
        )
        for name, first, last in periods(today)
    ]
    return html.Div([_head("period"), html.Div(buttons, className="segments")], className="filter-group")


def _quick(chosen: Filter, counts: Counts) -> Component:
    """未销号 and 逾期: the two questions asked most."""
    states = counts.get("state", {})
    open_ = _option(t("map.open"), sum(states.get(state, 0) for state in OPEN_STATES), chosen.state == OPEN_STATES)
    open_["data-many"] = "&".join(f"state={state}" for state in OPEN_STATES)
    overdue = _option(
        t("map.overdue"), counts.get("overdue", {}).get("yes", 0), bool(chosen.overdue), tone="is-overdue"
    )
    overdue["data-toggle"] = "overdue=yes"
    return html.Div([html.Button(**open_), html.Button(**overdue)], className="options quick")


def _group(group: Group, chosen: Filter, counts: Mapping[str, int]) -> Component:
    values: Sequence[str] = getattr(chosen, group.key)
    buttons = []
    for option in group.options:
        look = _option(option.name, counts.get(option.value, 0), option.value in values, option.marked)
        look["data-toggle"] = f"{group.key}={option.value}"
        look["className"] += f" risk-{option.value}" if option.marked else ""
        buttons.append(html.Button(**look))
    head = _head(group.key, clear=bool(values))
    return html.Div([head, html.Div(buttons, className="options")], className="filter-group")


def _option(name: str, count: int, on: bool, marked: bool = False, tone: str = "") -> dict[str, Any]:
    label = [html.Span(className="risk-symbol", **attributes(aria_hidden="true"))] if marked else []
    return {
        "children": [
            html.Span([*label, name], className="option-name"),
            html.Span(f"{count:,}", className="option-count"),
        ],
        "className": f"option {tone}".strip() + ("" if count else " is-empty"),
        "role": "checkbox",
        "aria-checked": str(on).lower(),
        "title": name,
    }


def _head(key: str, clear: bool = False) -> Component:
    button = html.Button(t("map.clear_group"), className="link-button", **attributes(data_clear=key))
    return html.Div([html.H3(t(f"map.filter_{key}")), *([button] if clear else [])], className="filter-head")


def _start_zone(pack: Pack, chosen: Filter) -> Component:
    """含/不含起步区, where the pack has such towns."""
    towns = [town.short_name for town in pack.towns if town.in_start_zone]
    buttons = [
        html.Button(
            t(f"map.start_zone_{word}"),
            className="segment",
            **attributes(data_set=f"start_zone={value}", aria_pressed=str(chosen.start_zone is on).lower()),
        )
        for word, value, on in (("in", "", True), ("out", "no", False))
    ]
    note = html.P(t("map.start_zone_towns", towns=t("page_common.comma").join(towns)), className="filter-note")
    body = [_head("start_zone"), html.Div(buttons, className="segments"), note]
    return html.Div(body if towns else [], className="filter-group")
