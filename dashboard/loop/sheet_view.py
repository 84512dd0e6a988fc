"""统计表 on the screen: what it is asked for, its two tables, and each number as the way to its list."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import limits
from dashboard.asked import address
from dashboard.attributes import attributes
from dashboard.changes import said
from dashboard.loop.sheet import COVERED, TOTAL, TOWNS, Base, Column, Row, Sheet
from dashboard.names import Names
from dashboard.pages.map_filters import periods
from data.packs import Pack
from data.rules.comparing import COMPARISONS, days_of
from data.rules.filters import NO_TOWN, Filter
from data.words import t

PERIODS = ("week", "month", "last_month", "quarter", "year")
"""The periods in words that the sheet offers."""


def town_name(code: str, names: Names) -> str:
    """What stands at the head of a row."""
    return t(f"page_sheet.{code}") if code in (TOTAL, NO_TOWN) else names.town(code)


def drawn(sheet: Sheet, names: Names, pack: Pack, today: date, differing: Sequence[Component] = ()) -> list[Component]:
    """What was asked for, what differs from an older change number, and both tables."""
    asked = [*_periods(sheet, today), *_comparisons(sheet), *_zone(sheet.chosen, pack), *_limits(sheet, pack)]
    return [
        html.Div(asked, className="sheet-asked no-print"),
        html.P(_basis(sheet), className="page-note"),
        *(html.P(basis(each, base), className="page-note") for each, base in sheet.bases.items()),
        *differing,
        _card("towns", TOWNS, sheet, names),
        _card("covered", COVERED, sheet, names),
    ]


def _basis(sheet: Sheet) -> str:
    days = {"first": sheet.period.first, "last": sheet.period.last, "day": sheet.as_of}
    return t("page_sheet.basis", change=f"{sheet.change}", **days)


def basis(comparison: str, base: Base) -> str:
    """With which days a sheet is compared, and how."""
    days = {"first": base.period.first, "last": base.period.last, "day": base.as_of}
    return t(f"page_sheet.basis_{comparison}", **days)


def quarter(day: date) -> tuple[date, date]:
    """First and last day of the natural quarter of a day."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    return first, date(day.year, first.month + 2, 31 if first.month in (1, 10) else 30)


def _comparisons(sheet: Sheet) -> list[Component]:
    """本期, 环比, 同比; of 累计 there is no period before."""
    offered = [each for each in COMPARISONS if days_of(each, sheet.period, sheet.as_of)]
    held = next(iter(sheet.bases), "")
    buttons = [
        html.Button(
            t(f"page_sheet.compare_{each or 'none'}"), className="segment",
            **attributes(data_set=f"compare={each}", aria_pressed=_yes(held == each)),
        )
        for each in ("", *offered)
    ]  # fmt: skip
    return [html.Div(buttons, className="segments", role="group", **attributes(aria_label=t("page_sheet.compare")))]


def _periods(sheet: Sheet, today: date) -> list[Component]:
    known = {name: (first, last) for name, first, last in periods(today)} | {"quarter": quarter(today)}
    held = (sheet.period.first, min(sheet.period.last, today))
    buttons = [
        html.Button(
            t("page_sheet.quarter" if name == "quarter" else f"map.period_{name}"), className="segment",
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
    shown: Any = [column.text(value), *(_change(row, column, base) for base in sheet.bases.values())]
    return html.A(shown, href=address(path, row.narrowed(sheet.chosen)), className=quiet, title=shares or None)


def _change(row: Row, column: Column, base: Base) -> Component:
    """Under a number how far it is from that of the other period, which shows on hovering."""
    before = base.value(row, column)
    hover = "—" if before is None else column.text(before)
    change = said(column.change(row.values[column.kpi.key], before))
    return html.Small(change, title=t("page_sheet.base", n=hover))
