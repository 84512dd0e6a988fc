"""``onemap import KIND FILE…``: ledgers in, each file in one transaction, and what became of every row."""

import sys
from argparse import ArgumentParser, Namespace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from dashboard.commands.base import Answer, Verb, open_store
from dashboard.commands.results import NoResults, ResultLost, targets, write
from data.errors import OneMapError
from data.exchange.columns import BOUNDARIES, HISTORIES, KINDS
from data.exchange.histories import import_histories
from data.exchange.importer import import_file
from data.exchange.mapping import columns_of, read_mapping
from data.exchange.office import save_for_office
from data.exchange.outcome import ImportReport, Outcome, RowReport
from data.packs import Pack
from data.rules.scope import SYSTEM, Scope
from data.store.begun import broken_off
from data.words import t
from geo.datum import Datum

SHOWN = 200
"""Rows with problems that are listed for people; ``--json`` has all."""
_TELLING = (Outcome.ERROR, Outcome.REVIEW, Outcome.WARN)


def arguments(parser: ArgumentParser) -> None:
    """Kind and files, and what the files do not say themselves."""
    kinds = [*(kind.name for kind in KINDS), BOUNDARIES, HISTORIES]
    parser.add_argument("kind", choices=kinds, metavar="KIND", help=t("import.kind_help", kinds=" | ".join(kinds)))
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=t("import.file_help"))
    parser.add_argument("--crs", choices=[datum.value for datum in Datum], help=t("import.crs_help"))
    parser.add_argument("--as-town", metavar="T", help=t("import.as_town_help"))
    parser.add_argument("--dry-run", action="store_true", help=t("import.dry_run_help"))
    parser.add_argument("--report", type=Path, metavar="OUT", help=t("import.report_help"))
    parser.add_argument("--mapping", type=Path, metavar="FILE", help=t("import.mapping_help", columns=_columns()))
    parser.add_argument("--save-mapping", action="store_true", help=t("import.save_mapping_help"))
    parser.add_argument("--encoding", metavar="E", help=t("import.encoding_help"))


def run(args: Namespace) -> Answer:
    """Import the files in their order. A refused file does not keep the others out, and makes the exit code 1."""
    engine, pack = open_store(args)
    outs = _results(args)
    for line in broken_lines(engine, pack):
        sys.stderr.write(line + "\n")
    told: list[dict[str, Any]] = []
    lines: list[str] = []
    code = 0
    for path, out in zip(args.files, outs, strict=True):
        try:
            record, text, lost = _import(args, engine, pack, path, out)
            code = max(code, lost)
        except OneMapError as error:
            if len(args.files) == 1:
                raise
            code = 1
            record, text = {"file": path.name, "kind": args.kind, "error": error.sentence(), "committed": False}, ""
            sys.stderr.write(error.sentence() + "\n")
        told.append(record)
        lines.append(text)
    return Answer(told, "\n".join(filter(None, lines)), code)


def _results(args: Namespace) -> list[Path | None]:
    """Where the workbook of each file goes; None where nobody asked for it."""
    if args.report is None:
        return [None] * len(args.files)
    if args.kind == HISTORIES:
        raise NoResults
    return [*targets(args.report, args.files)]


def _columns() -> str:
    return "；".join(f"{kind.name}: {' '.join(columns_of(kind.name))}" for kind in KINDS)


def broken_lines(engine: Engine, pack: Pack) -> list[str]:
    """A sentence for each import that was broken off and has not come since."""
    with engine.connect() as connection:
        found = broken_off(connection, Scope.whole(pack.code), SYSTEM.org, datetime.now(UTC))
    return [t("import.broken_off", file=one.file, at=one.at, who=one.actor) for one in found]


def _import(
    args: Namespace, engine: Engine, pack: Pack, path: Path, out: Path | None
) -> tuple[dict[str, Any], str, int]:
    """What became of a file, and 1 when nothing of it was written or its workbook of results was lost."""
    scope = Scope.whole(pack.code)
    if args.kind == HISTORIES:
        histories = import_histories(engine, pack, scope, SYSTEM, path, dry_run=args.dry_run).json()
        return histories, _summary(path.name, histories["counts"], args.dry_run), 0
    report = import_file(
        engine,
        pack,
        scope,
        SYSTEM,
        path,
        args.kind,
        now=datetime.now(UTC),
        datum=Datum(args.crs) if args.crs else None,
        as_town=args.as_town,
        dry_run=args.dry_run,
        encoding=args.encoding,
        mapping=read_mapping(args.mapping) if args.mapping else None,
    )
    if args.save_mapping and not args.dry_run:
        count = save_for_office(engine, pack, SYSTEM, report.kind, report.tables, datetime.now(UTC))
        report.notes.append(t("import.mapping_saved", count=count))
    lost = 0 if out is None else _write_result(args, pack, path, out, report)
    refused = not (report.committed or args.dry_run)
    return report.json(), _text(report, args.dry_run), max(lost, int(refused))


def _write_result(args: Namespace, pack: Pack, path: Path, out: Path, report: ImportReport) -> int:
    """Write the workbook of a file that was dealt with, whatever becomes of the workbook; 1 when it is lost."""
    try:
        write(out, path, args.encoding, report, pack, SYSTEM)
    except ResultLost as error:
        report.notes.append(error.sentence())
        sys.stderr.write(error.sentence() + "\n")
        return 1
    report.notes.append(t("import.report_written", file=out))
    return 0


def _summary(file: str, counts: dict[str, int], dry_run: bool) -> str:
    told = "  ".join(f"{name} {count}" for name, count in counts.items())
    return f"{file}: {told}" + (f"  ({t('import.nothing_written')})" if dry_run else "")


def _text(report: ImportReport, dry_run: bool) -> str:
    telling = [row for row in report.rows if row.outcome in _TELLING]
    lines = [_summary(report.file, report.counts, dry_run), *(f"  * {note}" for note in report.notes)]
    lines += [_line(row) for row in telling[:SHOWN]]
    if len(telling) > SHOWN:
        lines.append("  " + t("import.more", count=len(telling) - SHOWN))
    return "\n".join(lines)


def _line(row: RowReport) -> str:
    problems = "；".join(f"{one.cell} {one.column} {one.message}".strip() for one in row.problems)
    return f"  {row.sheet}!{row.row:<6} {row.outcome.value:<7} {' '.join(row.flags)}  {problems}"


VERB = Verb("import", t("import.help"), run, arguments)
