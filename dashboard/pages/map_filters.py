"""The filter panel: every option is a key and value of the address with its count: wanted, left out or neither."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard.attributes import attributes
from dashboard.definitions import OPEN_STATES
from dashboard.ids import Map
from dashboard.options import Group, Option, groups
from data.packs import Pack
from data.readmodel.options import Counts
from data.rules.filters import Filter, split
from data.words import t

FOLDED = ("park", "department", "source", "object_kind")
"""Groups that are open only while they limit something."""
SEARCHABLE = 12
"""Groups with more options than this can be searched."""
WHOLE = 5
"""Groups of so few options show the empty ones as well."""


def periods(today: date) -> tuple[tuple[str, date | None, date | None], ...]:
    """Periods in words with their first and last day: 全部, 本周 (Monday to Sunday), 本月, 上月, 今年."""
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    next_month = (today.replace(day=28) + timedelta(days=4)).replace(day=1)
    before = first - timedelta(days=1)
    return (
        ("all", None, None),
        ("week", monday, monday + timedelta(days=6)),
        ("month", first, next_month - timedelta(days=1)),
        ("last_month", before.replace(day=1), before),
        ("year", today.replace(month=1, day=1), today.replace(month=12, day=31)),
    )


def panel(pack: Pack, chosen: Filter, counts: Counts, today: date) -> list[Component]:
    """The part of the panel that is drawn anew with every filter."""
    return [
        _periods(chosen, today),
        _quick(chosen, counts),
        *(_group(group, chosen, counts.get(group.key, {})) for group in groups(pack)),
        _start_zone(pack, chosen, counts.get("start_zone", {})),
    ]


def fixed(today: date) -> list[Component]:
    """The part that a reader types into, drawn once: saved filters, keyword, own period and the day of the figures."""
    return [
        html.Div(id=Map.SAVED, className="saved-slot"),
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
        html.Div(
            [html.Span(t("map.as_of"), className="quiet"), _day(Map.AS_OF, "as_of_today", today)], className="as-of"
        ),
    ]


def _day(name: str, word: str, last: date | None = None) -> Component:
    chooser: Component = dmc.DateInput(
        id=name,
        valueFormat="YYYY-MM-DD",
        placeholder=t(f"map.{word}"),
        clearable=True,
        size="xs",
        w=120,
        **({"maxDate": last.isoformat()} if last else {}),
        **attributes(aria_label=t(f"map.{word}")),
    )
    return chooser


def _periods(chosen: Filter, today: date) -> Component:
    buttons = html.Div(period_buttons(chosen, today), className="segments")
    return html.Div([_head("period"), buttons], className="filter-group")


def period_buttons(chosen: Filter, today: date) -> list[Component]:
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
        for name, first, last in periods(today)
    ]


def _quick(chosen: Filter, counts: Counts) -> Component:
    """未销号 and 逾期: the two questions asked most."""
    states = counts.get("state", {})
    open_ = _button(t("map.open"), sum(states.get(state, 0) for state in OPEN_STATES), chosen.state == OPEN_STATES)
    open_["data-many"] = "&".join(f"state={state}" for state in OPEN_STATES)
    late = counts.get("overdue", {}).get("yes", 0)
    overdue = _button(t("map.overdue"), late, bool(chosen.overdue), tone="is-overdue" if late else "")
    overdue["data-toggle"] = "overdue=yes"
    return html.Div([html.Button(**open_), html.Button(**overdue)], className="options quick")


def _group(group: Group, chosen: Filter, counts: Mapping[str, int]) -> Component:
    """One key: what has something first, the empty options folded away; long groups can be searched."""
    values: Sequence[str] = getattr(chosen, group.key)
    named = {value for side in split(values) for value in side}
    kept = [each for each in group.options if counts.get(each.value) or each.value in named]
    shown = list(group.options) if len(group.options) <= WHOLE else kept
    empty = [each for each in group.options if each not in shown]
    body: list[Component] = [_options(group, shown, values, counts)] if shown else []
    if len(shown) > SEARCHABLE:
        body.insert(0, dcc.Input(type="search", className="narrow", placeholder=t("map.narrow"), autoComplete="off"))
    if empty:
        more = html.Details(
            [
                html.Summary(t("map.empty_options" if shown else "map.all_empty", n=len(empty))),
                _options(group, empty, values, counts),
            ],
            className="more-options",
        )
        body.append(more)
    if group.key not in FOLDED:
        return html.Div([_head(group.key, clear=bool(values)), *body], className="filter-group")
    fold = [html.Summary(_head(group.key, clear=bool(values))), html.Div(body)]
    return html.Details(fold, className="filter-group", open=bool(values))


def _options(group: Group, options: Sequence[Option], values: Sequence[str], counts: Mapping[str, int]) -> Component:
    return html.Div([_row(group.key, option, values, counts) for option in options], className="options")


def _row(key: str, option: Option, values: Sequence[str], counts: Mapping[str, int]) -> Component:
    """An option, and beside it the button that leaves it out."""
    wanted, unwanted = split(values)
    out = option.value in unwanted
    part = urlencode([(key, option.value)])
    tone = "is-out" if out else ""
    look = _button(option.name, counts.get(option.value, 0), option.value in wanted, option.marked, tone)
    look["data-toggle"] = part
    look["className"] += f" risk-{option.value}" if option.marked else ""
    title = t("map.leave_in" if out else "map.leave_out", what=option.name)
    leave = html.Button(
        className="option-out",
        title=title,
        **attributes(data_exclude=part, aria_label=title, aria_pressed=str(out).lower()),
    )
    return html.Div([html.Button(**look), leave], className="option-row")


def _button(name: str, count: int, on: bool, marked: bool = False, tone: str = "") -> dict[str, Any]:
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


def _start_zone(pack: Pack, chosen: Filter, counts: Mapping[str, int]) -> Component:
    """含/不含起步区, where the pack has such towns."""
    towns = [town.short_name for town in pack.towns if town.in_start_zone]
    buttons = zone_buttons(chosen, counts)
    note = html.P(t("map.start_zone_towns", towns=t("page_common.comma").join(towns)), className="filter-note")
    body = [_head("start_zone"), html.Div(buttons, className="segments"), note]
    return html.Div(body if towns else [], className="filter-group")


def zone_buttons(chosen: Filter, counts: Mapping[str, int]) -> list[Component]:
    """含/不含起步区, each with its count."""
    return [
        html.Button(
            [t(f"map.start_zone_{word}"), html.Span(f"{counts.get(value or 'yes', 0):,}", className="option-count")],
            className="segment",
            **attributes(data_set=f"start_zone={value}", aria_pressed=str(chosen.start_zone is on).lower()),
        )
        for word, value, on in (("in", "", True), ("out", "no", False))
    ]
