"""The filter panel and the chips above the map: every option is one key and value of the address, with its count."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.attributes import attributes
from dashboard.ids import Map
from data.packs import Pack
from data.rules.filters import MANY, NO_TOWN, Filter
from data.rules.vocabulary import STATES, Colour, Level
from data.words import t

Counts = Mapping[str, Mapping[str, int]]
"""How many hazards each value of each key would show under the other filters."""

OPEN_STATES = tuple(state for state in STATES if state.is_open)
SHOWN_STATES = tuple(state for state in STATES if state.counts)


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter key; ``marked`` ones are risk colours, drawn with their symbol."""

    value: str
    name: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """One filter key with its options."""

    key: str
    options: tuple[Option, ...]


def groups(pack: Pack) -> tuple[Group, ...]:
    """Every filter of the panel that holds several values."""
    towns = (*(Option(town.code, town.name) for town in pack.towns), Option(NO_TOWN, t("map.no_town")))
    mains = (Option(sector.code, sector.short_name) for sector in pack.sectors if sector.parent is None)
    return (
        Group("level", tuple(Option(str(level.value), t(f"map.level_{level.value}")) for level in reversed(Level))),
        Group("colour", tuple(Option(each.key, t(f"colour.{each.key}"), marked=True) for each in Colour)),
        Group("state", tuple(Option(state.value, t(f"state.{state.value}")) for state in SHOWN_STATES)),
        Group("town", towns),
        Group("sector", tuple(mains)),
    )


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
    wanted = tuple(sorted(OPEN_STATES))
    open_ = _option(t("map.open"), sum(states.get(state, 0) for state in OPEN_STATES), chosen.state == wanted)
    open_["data-many"] = "&".join(f"state={state}" for state in wanted)
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


def chips(pack: Pack, chosen: Filter) -> list[Component]:
    """One chip for each limit, each with its cross, and one button that takes all away."""
    names = {(group.key, option.value): option.name for group in groups(pack) for option in group.options}
    names |= {("park", park.code): park.name for park in pack.parks}
    names |= {("department", org.code): org.short_name for org in pack.organisations}
    found = [_chip(key, text, remove) for key, text, remove in _limits(chosen, names)]
    if not found:
        return [html.Span(t("map.no_limits"), className="quiet")]
    reset = html.Button(t("map.reset"), className="link-button", **attributes(data_reset="yes"))
    return [*found, reset]


def _limits(chosen: Filter, names: Mapping[tuple[str, str], str]) -> Iterator[tuple[str, str, str]]:
    """``(key, words, what to take out of the address)`` for each limit."""
    if chosen.q:
        yield "keyword", chosen.q, "q"
    if chosen.from_ or chosen.to:
        yield "period", t("map.from_to", first=chosen.from_ or "…", last=chosen.to or "…"), "from&to"
    if chosen.overdue:
        yield "overdue", "", "overdue"
    if tuple(sorted(OPEN_STATES)) == chosen.state:
        yield "open", "", "state"
    for key in MANY:
        values = getattr(chosen, key)
        if key == "state" and tuple(sorted(OPEN_STATES)) == values:
            continue
        for value in values:
            yield key, names.get((key, value), value), f"{key}={value}"
    if not chosen.start_zone:
        yield "start_zone_out", "", "start_zone"


def _chip(key: str, text: str, remove: str) -> Component:
    words = t(f"map.chip_{key}")
    label: list[Any] = [html.Span(words, className="chip-key"), text] if text else [words]
    title = t("map.remove", what=f"{words}{text}")
    cross = html.Button("×", className="chip-cross", title=title, **attributes(data_remove=remove, aria_label=title))
    return html.Span([html.Span(label), cross], className="chip")
