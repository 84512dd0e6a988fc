"""The assessment as a workbook: the ranks, and on a second sheet by which table, when, by whom, and each formula."""

from collections.abc import Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO

from dashboard.assessment import told
from dashboard.assessment.asked import Question, answered, seen
from dashboard.assessment.shown import basis, notes
from dashboard.services import services
from dashboard.viewer import Viewer
from data.exchange.sheets import SheetColumn, write_workbook
from data.readmodel.assessing import Assessment
from data.rules.assessment import Result
from data.words import t

Line = tuple[str, Sequence[str]]


def workbook(asked: Question, someone: Viewer) -> IO[bytes]:
    """What somebody may see of it, in a temporary file that is ready to be read."""
    found = answered(asked)
    results = seen(found, someone)
    columns = [
        SheetColumn(t("assessment.rank"), 8, number=True),
        SheetColumn(t("assessment.unit"), 24),
        SheetColumn(t("assessment.score"), 10, number=True),
        *(
            SheetColumn(f"{told.item_name(item.key)}（{t('assessment.weight', weight=f'{item.weight:g}')}）", 14, True)
            for item in found.version.items
        ),
        SheetColumn(t("assessment.bonus"), 8, number=True),
        SheetColumn(t("assessment.remark"), 60),
    ]
    file = TemporaryFile()  # noqa: SIM115 - it is sent after this call and goes when it is closed
    rows = [_row(each, found) for each in results]
    write_workbook(file, t("assessment.sheet"), columns, rows, [*_about(found, someone), *_formulas(results, found)])
    file.seek(0)
    return file


def name(asked: Question) -> str:
    """A name for the file that says what and when."""
    here, period = services(), asked.period
    kind = t(f"assessment.{asked.of}s")
    return f"{t('assessment.sheet')}_{kind}_{here.pack.name}_{period.first}_{period.last}.xlsx"


def _row(result: Result, found: Assessment) -> list[str]:
    return [
        str(result.rank or ""),
        told.unit_name(services().names, found.version.of, result.told.unit),
        "" if result.score is None else told.points(result.score),
        *("" if one.points is None else told.points(one.points) for one in result.items),
        f"{result.bonus:g}",
        "；".join(told.remarks(result)),
    ]


def _about(found: Assessment, someone: Viewer) -> list[Line]:
    here = services()
    return [
        (t("list.about.title"), ()),
        (t("assessment.title"), (basis(found),)),
        *((t("list.about.note"), (words,)) for words in notes(found)),
        (t("audit.head"), (here.head(),)),
        (t("list.about.at"), (f"{here.now():%Y-%m-%d %H:%M:%S}",)),
        (t("list.about.by"), (someone.actor.person, here.names.org(someone.actor.org))),
        (t("list.about.scope"), (someone.name,)),
        *(((t("list.about.note"), (t("ui.synthetic_long"),)),) if here.settings.synthetic else ()),
    ]


def _formulas(results: Sequence[Result], found: Assessment) -> Iterator[Line]:
    """倒查: each item of each unit."""
    for each in results:
        lines = [
            f"{told.item_name(one.item.key)}：{told.points(one.points)}／{one.item.weight:g}，{told.how(one)}"
            for one in each.items
        ]
        yield told.unit_name(services().names, found.version.of, each.told.unit), lines
