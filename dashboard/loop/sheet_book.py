"""统计表 as a workbook: both tables as numbers that can be computed with, and a sheet of definitions 口径说明."""

from collections.abc import Sequence
from tempfile import TemporaryFile
from typing import IO, Any

from xlsxwriter import Workbook

from dashboard import differences
from dashboard.differences import Compared
from dashboard.loop.sheet import COVERED, TOTAL, TOWNS, Base, Column, Sheet
from dashboard.loop.sheet_view import basis, other_limits, town_name
from dashboard.services import services
from dashboard.viewer import Viewer
from data.exchange.sheets import HEAD, OPTIONS, write_about
from data.rules.comparing import Change
from data.rules.kpis import Kind
from data.words import t

_FORMATS = {Kind.COUNT: "#,##0", Kind.RATE: "0.0%", Kind.DAYS: "#,##0.0", Kind.YUAN: "#,##0.00"}
_PLAIN = {"align": "right", "border": 1, "border_color": "#C4CED8"}


def name() -> str:
    """A name for the file that says what, where and when."""
    here = services()
    return f"{t('page_sheet.title')}_{here.pack.name}_{here.now():%Y-%m-%d_%H%M}.xlsx"


def workbook(sheet: Sheet, someone: Viewer, differing: Compared | None = None) -> IO[bytes]:
    """The sheet, with what differs from an older change number, in a temporary file that is ready to be read."""
    file = TemporaryFile()  # noqa: SIM115 - it is sent after this call and goes when it is closed
    with Workbook(file, OPTIONS) as book:
        head = book.add_format({**HEAD, "text_wrap": True, "valign": "vcenter"})
        _table(book, head, "towns", TOWNS, sheet)
        _table(book, head, "covered", COVERED, sheet)
        for comparison, base in sheet.bases.items():
            _comparison(book, head, comparison, base, sheet)
        if differing is not None:
            _difference(book, head, differing)
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        write_about(book.add_worksheet(t("page_sheet.about")), about(sheet, someone), head, wrap)
    file.seek(0)
    return file


def _page(book: Any, title: str, columns: int) -> Any:
    """A worksheet for so many columns after the town."""
    page = book.add_worksheet(title)
    page.freeze_panes(1, 1)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    page.set_column(0, 0, 18)
    page.set_column(1, columns, 11)
    return page


def _comparison(book: Any, head: Any, comparison: str, base: Base, sheet: Sheet) -> None:
    """One row a town and figure: this period, the one compared with, and the change in percent or in points."""
    page, names = _page(book, t(f"page_sheet.compare_{comparison}"), 5), services().names
    page.set_column(1, 1, 20)
    page.set_column(2, 5, 15)
    words = ("town", "figure", "now", "then", "relative", "absolute")
    for place, word in enumerate(words):
        page.write_string(0, place, t(f"page_sheet.{word}"), head)
    looks = {(kind, bold): _look(book, kind, bold) for kind in Kind for bold in (False, True)}
    signs = {bold: (_signed(book, "+0.0%;-0.0%;0.0%", bold), _signed(book, _SIGNED, bold)) for bold in (False, True)}
    line = 0
    for row in sheet.rows:
        bold = row.code == TOTAL
        for column in (*TOWNS, *COVERED):
            line += 1
            value, before = row.values[column.kpi.key], base.value(row, column)
            numbers = (column.number(value), None if before is None else column.number(before))
            page.write_string(line, 0, town_name(row.code, names), looks[Kind.COUNT, bold])
            page.write_string(line, 1, column.heading, looks[Kind.COUNT, bold])
            for place, number in enumerate(numbers, start=2):
                _write(page, line, place, number, looks[column.kind, bold])
            change = column.change(value, before)
            _write(page, line, 4, change.relative if change else None, signs[bold][0])
            _write(page, line, 5, _absolute(column, change, *numbers), signs[bold][1])


_MOVED = (
    ("figure", 20), ("older", 16), ("newer", 16), ("side", 10), ("way", 10), ("record", 8), ("number", 28),
    ("adds", 12), ("events", 90),
)  # fmt: skip


def _difference(book: Any, head: Any, found: Compared) -> None:
    """差异: one row for each record that moved on one side of a figure, with the events that came to be known."""
    page = book.add_worksheet(t("difference.title"))
    page.freeze_panes(1, 1)
    for place, (word, width) in enumerate(_MOVED):
        page.set_column(place, place, width)
        title = t(f"difference.{word}", change=getattr(found, word)) if word in ("older", "newer") else None
        page.write_string(0, place, title or t(f"difference.column.{word}"), head)
    rows = [(each, side, one) for each in found.kpis for side, one in each.listed]
    for line, (each, side, one) in enumerate(rows, start=1):
        words = [each.kpi.label(), differences.shown(each.before), differences.shown(each.after)]
        words += [t(f"difference.{side}"), t(f"difference.{differences.way(one)}"), t(f"difference.kind.{one.kind}")]
        for place, word in enumerate([*words, one.number]):
            page.write_string(line, place, word)
        page.write_number(line, 7, differences.adds(each, side, one))
        page.write_string(line, 8, differences.why(one, found.reasons))
    if not rows:
        page.write_string(1, 0, t("difference.none"))


_SIGNED = "+#,##0.##;-#,##0.##;0"


def _absolute(
    column: Column, change: Change | None, now: float | int | None, then: float | int | None
) -> float | int | None:
    """The difference: in percentage points of rates, else in the unit of the figure."""
    if change is None or now is None or then is None:
        return None
    return change.points if column.kind is Kind.RATE else now - then


def _signed(book: Any, form: str, bold: bool) -> Any:
    return book.add_format({**_PLAIN, "num_format": form, "bold": bold})


def _table(book: Any, head: Any, key: str, columns: Sequence[Column], sheet: Sheet) -> None:
    page, names = _page(book, t(f"page_sheet.{key}"), len(columns)), services().names
    for place, heading in enumerate([t("page_sheet.town"), *(column.heading for column in columns)]):
        page.write_string(0, place, heading, head)
    looks = {(kind, bold): _look(book, kind, bold) for kind in Kind for bold in (False, True)}
    for line, row in enumerate(sheet.rows, start=1):
        bold = row.code == TOTAL
        page.write_string(line, 0, town_name(row.code, names), looks[Kind.COUNT, bold])
        for place, column in enumerate(columns, start=1):
            _write(page, line, place, column.number(row.values[column.kpi.key]), looks[column.kind, bold])


def _look(book: Any, kind: Kind, bold: bool) -> Any:
    return book.add_format({**_PLAIN, "num_format": _FORMATS[kind], "bold": bold})


def _write(page: Any, line: int, place: int, number: float | int | None, look: Any) -> None:
    """At full precision; what cannot be divided is a dash."""
    if number is None:
        page.write_string(line, place, "—", look)
    else:
        page.write_number(line, place, number, look)


def about(sheet: Sheet, someone: Viewer) -> list[tuple[str, Sequence[str]]]:
    """口径说明: scope, days, filter, change and head, and what every column counts."""
    here = services()
    limits = [limit.sentence for limit in other_limits(sheet, here.pack)]
    zone = t("map.start_zone_in" if sheet.chosen.start_zone else "map.start_zone_out")
    named = {column.heading: column.definition for column in (*TOWNS, *COVERED)}
    return [
        (t("page_sheet.title"), (t("page_sheet.basis_rates"),)),
        (t("figure.scope"), (someone.name, *((zone,) if _has_zone() else ()), *limits)),
        (t("figure.period"), (t("limit.from_to", first=sheet.period.first, last=sheet.period.last),)),
        (t("figure.as_of"), (t("figure.end_of", day=sheet.as_of),)),
        *((t(f"page_sheet.compare_{each}"), (basis(each, base),)) for each, base in sheet.bases.items()),
        (t("figure.change"), (str(sheet.change),)),
        (t("audit.head"), (here.head(sheet.change),)),
        (t("list.about.at"), (f"{here.now():%Y-%m-%d %H:%M:%S}",)),
        (t("list.about.by"), (someone.actor.person, here.names.org(someone.actor.org))),
        *((heading, (how,)) for heading, how in named.items()),
        *(((t("list.about.note"), (t("ui.synthetic_long"),)),) if here.settings.synthetic else ()),
    ]


def _has_zone() -> bool:
    return any(town.in_start_zone for town in services().pack.towns)
