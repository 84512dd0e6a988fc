"""统计表 on the screen: what it is asked for, its two tables, and each number as the way to its list."""

from collections.abc import Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from dashboard import limits
from dashboard.asked import address
from dashboard.attributes import attributes
from dashboard.loop.sheet import COVERED, TOTAL, TOWNS, Column, Row, Sheet
from dashboard.names import Names
from dashboard.pages.map_filters import periods
from data.packs import Pack
from data.rules.filters import NO_TOWN, Filter
from data.words import t

PERIODS = ("month", "last_month", "year")
"""The periods in words that the sheet offers."""


def town_name(code: str, names: Names) -> str:
    """What stands at the head of a row."""
    return t(f"page_sheet.{code}") if code in (TOTAL, NO_TOWN) else names.town(code)


def drawn(sheet: Sheet, names: Names, pack: Pack, today: date) -> list[Component]:
    """What was asked for, both tables, and the way to the workbook."""
    return [
        html.Div(
            [*_periods(sheet, today), *_zone(sheet.chosen, pack), *_limits(sheet, pack)],
            className="sheet-asked no-print",
        ),
        html.P(_basis(sheet), className="page-note"),
        _card("towns", TOWNS, sheet, names),
        _card("covered", COVERED, sheet, names),
    ]


def _basis(sheet: Sheet) -> str:
    days = {"first": sheet.period.first, "last": sheet.period.last, "day": sheet.as_of}
    return t("page_sheet.basis", change=f"{sheet.change}", **days)


def _periods(sheet: Sheet, today: date) -> list[Component]:
    known = {name: (first, last) for name, first, last in periods(today)}
    held = (sheet.period.first, min(sheet.period.last, today))
    buttons = [
        html.Button(
            t(f"map.period_{name}"), className="segment",
            **attributes(data_set=f"from={first}&to={last}", aria_pressed=_yes(held == (first, min(last, today)))),
        )
        for name in PERIODS
        for first, last in [known[name]]
        if first and last
    ]  # fmt: skip
    return [html.Div(buttons, className="segments")]


def _zone(chosen: Filter, pack: Pack) -> list[Component]:
    """含/不含起步区, where the pack has such towns."""
    buttons = [
        html.Button(
            t(f"map.start_zone_{word}"), className="segment",
            **attributes(data_set=f"start_zone={value}", aria_pressed=_yes(chosen.start_zone is on)),
        )
        for word, value, on in (("in", "", True), ("out", "no", False))
    ]  # fmt: skip
    return [html.Div(buttons, className="segments")] if any(town.in_start_zone for town in pack.towns) else []


def _yes(holds: bool) -> str:
    return str(holds).lower()


def _limits(sheet: Sheet, pack: Pack) -> list[Component]:
    return [limits.chip_text(limit) for limit in other_limits(sheet, pack)]


def other_limits(sheet: Sheet, pack: Pack) -> list[limits.Limit]:
    """What the address limits beside the days and the start zone."""
    shown = Filter(
        from_=sheet.chosen.from_, to=sheet.chosen.to, as_of=sheet.chosen.as_of, start_zone=sheet.chosen.start_zone
    )
    known = {limit.sentence for limit in limits.limits(pack, shown)}
    return [limit for limit in limits.limits(pack, sheet.chosen) if limit.sentence not in known]


def _card(key: str, columns: Sequence[Column], sheet: Sheet, names: Names) -> Component:
    head = html.Tr([html.Th(t("page_sheet.town")), *(html.Th(each.heading, title=each.definition) for each in columns)])
    body = [_row(row, columns, sheet, names) for row in sheet.rows]
    table = html.Table([html.Thead(head), html.Tbody(body)], className=f"town-table is-{key}")
    scroll = html.Div(
        table, className="town-scroll", tabIndex="0", role="region", **attributes(aria_label=t(f"page_sheet.{key}"))
    )
    title = html.H2([t(f"page_sheet.{key}"), html.Small(t(f"page_sheet.{key}_note"))], className="card-title")
    return html.Section([title, scroll], className="card")


def _row(row: Row, columns: Sequence[Column], sheet: Sheet, names: Names) -> Component:
    cells = [html.Td(_number(row, each, sheet)) for each in columns]
    name = html.Th(town_name(row.code, names), scope="row")
    return html.Tr([name, *cells], className="is-total" if row.code == TOTAL else "")


def _number(row: Row, column: Column, sheet: Sheet) -> Component:
    """A number is the way to what it counts; where nothing is counted it still opens its definition."""
    value = row.values[column.kpi.key]
    path = f"/figures/{column.kpi.key}/{column.side(value)}"
    shares = f"{value.above:,} / {value.below:,}" if value.below is not None and not column.part else ""
    quiet = "" if value.above or value.below else "is-none"
    return html.A(
        column.text(value), href=address(path, row.narrowed(sheet.chosen)), className=quiet, title=shares or None
    )
