"""A work list out of the program, as a workbook or as CSV: wrong records in the words of the screen."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from dashboard.names import Names
from dashboard.quality import said
from dashboard.quality.asked import Question
from dashboard.services import services
from dashboard.timeline import when
from dashboard.viewer import Viewer
from data.exchange.sheets import SheetColumn, csv_parts, write_workbook
from data.quality import Finding
from data.quality.findings import PAIR
from data.quality.work import Item, items
from data.rules import masking
from data.words import t

MOST = 200_000
"""Rows of one file."""
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Column:
    """One column; its heading is ``quality.column.<name>``."""

    name: str
    width: float
    text: Callable[[Finding, Item, Names], str]


def _pair(item: Item, name: str) -> str:
    return "" if item.other is None else str(getattr(item.other, name))


def _mark(item: Item, name: str) -> str:
    return "" if item.accepted is None else str(getattr(item.accepted, name))


COLUMNS = (
    Column("id", 24, lambda _finding, item, _names: item.id),
    Column("name", 40, lambda _finding, item, _names: said.name(item)),
    Column("other_id", 24, lambda _finding, item, _names: _pair(item, "id")),
    Column("other_name", 40, lambda _finding, item, _names: _pair(item, "name")),
    Column("town", 14, lambda _finding, item, names: names.town(item.row.town)),
    Column("address", 40, lambda _finding, item, _names: masking.phone(item.row.address) or ""),
    Column("wrong", 60, said.wrong),
    Column("reason", 30, lambda _finding, item, _names: _mark(item, "reason")),
    Column("who", 14, lambda _finding, item, _names: _mark(item, "actor")),
    Column("at", 20, lambda _finding, item, _names: when(_mark(item, "at"), services().pack.zone)),
)
_OF_PAIRS, _OF_ACCEPTED = ("other_id", "other_name"), ("reason", "who", "at")


@dataclass(frozen=True, slots=True)
class Export:
    """The work list that an address asks for."""

    asked: Question
    someone: Viewer

    @property
    def columns(self) -> Sequence[Column]:
        """Of this list."""
        finding = self.asked.list.finding
        left_out = (*(() if finding.of == PAIR else _OF_PAIRS), *(() if self.asked.accepted else _OF_ACCEPTED))
        return [column for column in COLUMNS if column.name not in left_out]

    def texts(self) -> Iterator[list[str]]:
        """The rows as texts, read slice by slice."""
        here, columns, finding = services(), self.columns, self.asked.list.finding
        with here.engine.connect() as connection:
            for start in range(0, MOST, AT_ONCE):
                found = items(connection, self.someone.scope, here.twins, here.today(), self.asked.list, start, AT_ONCE)
                for item in found:
                    yield [column.text(finding, item, here.names) for column in columns]
                if len(found) < AT_ONCE:
                    return

    def headings(self) -> list[str]:
        """Of the columns, in their order."""
        return [t(f"quality.column.{column.name}") for column in self.columns]

    def csv(self) -> Iterator[bytes]:
        """As CSV, in pieces."""
        return csv_parts(self.headings(), self.texts())

    def workbook(self) -> IO[bytes]:
        """As a workbook, in a temporary file that is ready to be read."""
        sheet = [SheetColumn(t(f"quality.column.{column.name}"), column.width) for column in self.columns]
        file = TemporaryFile()  # noqa: SIM115 - it is sent after this call and goes when it is closed
        write_workbook(file, t("quality.title"), sheet, self.texts(), self.about())
        file.seek(0)
        return file

    def name(self, kind: str) -> str:
        """A name for the file that says what, where and when."""
        here, key = services(), self.asked.list.finding.key
        return f"{t(f'quality.finding.{key}')}_{here.pack.name}_{here.now():%Y-%m-%d_%H%M}.{kind}"

    def about(self) -> Sequence[tuple[str, Sequence[str]]]:
        """The second sheet: which list, why it matters, where, when and by whom."""
        here, asked, someone = services(), self.asked, self.someone
        key = asked.list.finding.key
        return (
            (t("list.about.title"), ()),
            (t("list.about.list"), (t(f"quality.finding.{key}"), t(f"quality.why.{key}"))),
            (t("quality.town"), (here.names.town(asked.town) if asked.town else t("quality.all_towns"),)),
            (t("audit.head"), (here.head(),)),
            (t("list.about.at"), (f"{here.now():%Y-%m-%d %H:%M:%S}",)),
            (t("list.about.by"), (someone.actor.person, here.names.org(someone.actor.org))),
            (t("list.about.scope"), (someone.name,)),
            *(((t("list.about.note"), (t("ui.synthetic_long"),)),) if here.settings.synthetic else ()),
        )
