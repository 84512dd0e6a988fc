"""统计表 (domain 4.4): a row for each town of the reader, the last one of all together; no rate is a mean of rates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboard import choices
from dashboard.changes import rounded
from dashboard.definitions import ABOVE, BELOW
from dashboard.stats_json import merged
from data.packs import Pack
from data.readmodel import Coverage, Figures
from data.readmodel.snapshot import Snapshot
from data.rules.comparing import Change, change_of, days_of
from data.rules.coverage import EVERY_KPI_BY_KEY
from data.rules.filters import NO_TOWN, Filter, allowed
from data.rules.kpis import Kind, Kpi, Value
from data.rules.periods import Period
from data.rules.scope import Scope
from data.words import t

TOTAL = "total"
"""The code of the last row, 合计."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column, under the word ``page_sheet.column.<key>``: a figure, or what stands above in it (``part``)."""

    key: str
    kpi: Kpi
    part: bool = False

    @property
    def heading(self) -> str:
        """What it is called."""
        return t(f"page_sheet.column.{self.key}")

    @property
    def definition(self) -> str:
        """What it counts; of a part how the rate counts it."""
        how = self.kpi.definition()
        return t("page_sheet.part", rate=self.kpi.label(), how=how) if self.part else how

    @property
    def kind(self) -> Kind:
        """How its numbers are read."""
        return Kind.COUNT if self.part else self.kpi.kind

    def change(self, value: Value, base: Value | None) -> Change | None:
        """How far its number is from that of another period."""
        return change_of(self.kind, self.number(value), None if base is None else self.number(base))

    def number(self, value: Value) -> float | int | None:
        """Its number in a row."""
        return value.above if self.part else value.value

    def side(self, value: Value) -> str:
        """The list that a press on the number opens: what is counted, or among whom where nothing is."""
        return BELOW if not value.above and value.below else ABOVE

    def text(self, value: Value) -> str:
        """Its number as official sheets show it: half up to one decimal, a dash where nothing stands below."""
        return said(self.kind, self.number(value))


def said(kind: Kind, number: float | int | None) -> str:
    """A number without its unit, which stands in the heading; rates in percent."""
    if number is None:
        return "—"
    if kind is Kind.RATE:
        return f"{rounded(100 * number):.1f}%"
    if kind is Kind.DAYS:
        return f"{rounded(number):,.1f}"
    return f"{number:,.2f}".removesuffix(".00") if kind is Kind.YUAN else f"{number:,}"


def _column(key: str, kpi: str, part: bool = False) -> Column:
    return Column(key, EVERY_KPI_BY_KEY[kpi], part)


TOWNS: tuple[Column, ...] = (
    _column("objects", "objects_total"),
    _column("inspected", "objects_inspected"),
    _column("visits", "inspections_total"),
    _column("found", "hazards_total"),
    _column("done", "rectification_rate", part=True),
    _column("rate", "rectification_rate"),
    _column("major", "hazards_major"),
    _column("major_done", "major_rectification_rate", part=True),
    _column("major_rate", "major_rectification_rate"),
    _column("funds", "funds_yuan"),
    _column("overdue", "overdue"),
    _column("on_time", "on_time_rate"),
    _column("reinspected", "reinspection_rate"),
    _column("cases", "hazard_cases_filed"),
    _column("fines", "fines_yuan"),
    _column("days", "closure_days_mean"),
)
"""The columns of domain 4.4 after 所属地区, in its order."""

COVERED: tuple[Column, ...] = tuple(
    _column(key, key)
    for key in (
        "duty_rate",
        "cell_rate",
        "on_map_rate",
        "inspected_rate",
        "real_name_rate",
        "equipment_inspection_rate",
        "lifts_in_96333_rate",
        "lifts_insured_rate",
    )
)
"""The columns of the second table: coverage (domain 4.3)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the town's code, ``unassigned`` or `TOTAL`, and its figures by key."""

    code: str
    values: Mapping[str, Value]

    def narrowed(self, chosen: Filter) -> Filter:
        """The filter behind the numbers of the row."""
        return chosen if self.code == TOTAL else replace(chosen, town=(self.code,))


@dataclass(frozen=True, slots=True)
class Base:
    """The rows of the period that a sheet is compared with, by code, and its as-of day."""

    period: Period
    as_of: date
    rows: Mapping[str, Mapping[str, Value]]

    def value(self, row: Row, column: Column) -> Value | None:
        """What the row had under the column in that period; None of a row that there was not."""
        return self.rows.get(row.code, {}).get(column.kpi.key)


@dataclass(frozen=True, slots=True)
class Sheet:
    """Both tables of one scope, filter and period, as of a day."""

    chosen: Filter
    """With its period named, so that the lists behind the numbers have the same."""
    period: Period
    as_of: date
    change: int
    rows: tuple[Row, ...]
    bases: Mapping[str, Base]
    """What it is compared with, by `data.rules.comparing.COMPARISONS`; those alone that were asked for and exist."""


def sheet_of(snapshot: Snapshot, pack: Pack, scope: Scope, chosen: Filter, comparisons: Sequence[str] = ()) -> Sheet:
    """The sheet of the filter's days; without any this year to the day of the sheet."""
    as_of = chosen.as_of or date.fromordinal(snapshot.today)
    period = Period.of(chosen.from_, chosen.to, as_of)
    towns = _towns(pack, scope, chosen)
    rows = _whole(snapshot, scope, chosen, period, as_of, towns)
    bases = {}
    for each in comparisons:
        days = days_of(each, period, as_of)
        if days is not None:
            found = _whole(snapshot, scope, chosen, *days, towns)
            bases[each] = Base(*days, {row.code: row.values for row in found})
    named = replace(chosen, from_=period.first, to=period.last)
    return Sheet(named, period, as_of, snapshot.change, tuple(rows), bases)


def _whole(
    snapshot: Snapshot, scope: Scope, chosen: Filter, period: Period, as_of: date, towns: Sequence[str]
) -> list[Row]:
    """The rows of one period, the last one of all together."""
    figures = snapshot.figures(scope, chosen, period, as_of)
    coverage = snapshot.coverage(scope, chosen, period, as_of)
    return [*_rows(towns, figures, coverage), Row(TOTAL, {**figures.kpis, **coverage.kpis})]


def _towns(pack: Pack, scope: Scope, chosen: Filter) -> list[str]:
    """Towns of the scope that the filter lets through."""
    zone = {town.code for town in pack.towns if town.in_start_zone}
    codes = [code for code, _name in choices.towns(pack, scope) if chosen.start_zone or code not in zone]
    return [code for code, passes in zip(codes, allowed(chosen.town, codes), strict=True) if passes]


def _rows(towns: Sequence[str], figures: Figures, coverage: Coverage) -> list[Row]:
    """The towns, then whatever else has a number, so that the rows add up to the last one."""
    groups = merged(figures.by_town, coverage.by_town)
    others = [code for code, values in groups.items() if code not in towns and _has_number(values)]
    others.sort(key=lambda code: code == NO_TOWN)
    return [Row(code, groups[code]) for code in (*towns, *others) if code in groups]


def _has_number(values: Mapping[str, Value]) -> bool:
    return any(value.above or value.below for value in values.values())
