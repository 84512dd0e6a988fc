"""Exactly the rows that somebody sees or has chosen, in the columns and the order of the screen, out of the program."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from dashboard.limits import limits
from dashboard.lists.asked import Question
from dashboard.lists.base import ListColumn
from dashboard.services import services
from dashboard.viewer import viewer
from data.errors import OneMapError
from data.exchange.sheets import SheetColumn, csv_parts, tab_separated, write_workbook
from data.packs import Pack
from data.readmodel.schema import Days
from data.words import t

MOST_IN_WORKBOOK = 200_000
MOST_IN_CSV = 1_000_000
MOST_COPIED = 5_000
READ_AT_ONCE = 2_000
PIXELS_A_CHARACTER = 7.0


class TooManyRows(OneMapError):
    """More rows than one file of this kind, or the clipboard, may take."""

    key = "list.error.too_many_rows"


@dataclass(frozen=True, slots=True)
class Export:
    """Some rows of a list in some of its columns."""

    question: Question
    rows: Days
    columns: tuple[ListColumn, ...]

    @classmethod
    def of(cls, question: Question, columns: str, picked: str) -> "Export":
        """``columns`` are names between commas, unknown ones dropped, none: those shown at first."""
        of = question.of
        named = [column for name in dict.fromkeys(columns.split(",")) if (column := of.column(name)) is not None]
        shown = named or [column for column in of.columns if column.shown]
        return cls(question, question.picked(picked), tuple(shown))

    @property
    def headings(self) -> list[str]:
        """Of the columns, in their order."""
        return [self.question.of.heading(column) for column in self.columns]

    def texts(self) -> Iterator[list[str]]:
        """The rows as texts; read from the store slice by slice."""
        ask = self.question
        with services().engine.connect() as connection:
            for start in range(0, len(self.rows), READ_AT_ONCE):
                rows = self.rows[start : start + READ_AT_ONCE]
                for line in ask.of.lines(connection, ask.snapshot, ask.scope, ask.chosen, rows):
                    yield [ask.of.said(line, column) for column in self.columns]

    def at_most(self, most: int, way_out: str) -> None:
        """Raise `TooManyRows` with the way out when there are more rows than that."""
        if len(self.rows) > most:
            raise TooManyRows(count=f"{len(self.rows):,}", most=f"{most:,}", way_out=t(f"list.way_out.{way_out}"))

    def copied(self) -> str:
        """For the clipboard."""
        self.at_most(MOST_COPIED, "copy")
        return tab_separated(self.headings, self.texts())

    def csv(self) -> Iterator[bytes]:
        """As CSV, in pieces."""
        self.at_most(MOST_IN_CSV, "csv")
        return csv_parts(self.headings, self.texts())

    def workbook(self) -> IO[bytes]:
        """As a workbook, in a temporary file that is ready to be read."""
        self.at_most(MOST_IN_WORKBOOK, "xlsx")
        columns = [
            SheetColumn(heading, max(column.width / PIXELS_A_CHARACTER, 8), column.number)
            for heading, column in zip(self.headings, self.columns, strict=True)
        ]
        file = TemporaryFile()  # noqa: SIM115 - it is sent after this call and goes when it is closed
        write_workbook(file, t(f"list.{self.question.of.key}.title"), columns, self.texts(), self.about())
        file.seek(0)
        return file

    def name(self, kind: str) -> str:
        """A name for the file that says what, where and when."""
        here, key = services(), self.question.of.key
        return f"{t(f'list.{key}.title')}_{here.pack.name}_{here.now():%Y-%m-%d_%H%M}.{kind}"

    def about(self) -> Sequence[tuple[str, Sequence[str]]]:
        """The second sheet: under what filter, by what definition, when, by whom, as of when."""
        ask, here, someone = self.question, services(), viewer()
        column, descending = ask.sort
        sorted_by = t(f"list.{ask.of.key}.{column}")
        return (
            (t("list.about.title"), ()),
            (t("list.about.list"), (t(f"list.{ask.of.key}.title"),)),
            (t("list.about.rows"), (t("list.about.of", n=f"{len(self.rows):,}", total=f"{len(ask.listing):,}"),)),
            (t("list.about.filter"), _limits(here.pack, ask) or (t("list.about.no_filter"),)),
            (t("list.about.order"), (t(f"list.about.{'descending' if descending else 'ascending'}", what=sorted_by),)),
            (t("list.about.definition"), (t(f"list.about.{ask.of.key}"),)),
            (t("list.about.as_of"), (ask.as_of.isoformat(),)),
            (t("list.about.change"), (str(ask.snapshot.change),)),
            (t("audit.head"), (here.head(ask.snapshot.change),)),
            (t("list.about.at"), (f"{here.now():%Y-%m-%d %H:%M:%S}",)),
            (t("list.about.by"), (someone.actor.person, here.names.org(someone.actor.org))),
            (t("list.about.scope"), (someone.name,)),
            *(((t("list.about.note"), (t("ui.synthetic_long"),)),) if here.settings.synthetic else ()),
        )


def _limits(pack: Pack, ask: Question) -> tuple[str, ...]:
    return tuple(limit.sentence for limit in limits(pack, ask.chosen))
