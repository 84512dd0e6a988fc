"""``onemap paper HAZARD KIND --out F.docx|F.pdf``: a paper as it would be issued now, without issuing it."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from dashboard.commands.base import Answer, Verb, open_store
from dashboard.vendor import WHOLE_FONTS
from data.errors import OneMapError
from data.papers.docx import docx
from data.papers.issuing import template_of
from data.papers.making import known_of, paper_of
from data.papers.pdf import pdf
from data.rules.papers import Document
from data.rules.scope import SYSTEM, Scope
from data.store.past import hazard_past
from data.words import t

WRITERS: Mapping[str, Callable[[Document], bytes]] = {
    ".docx": docx,
    ".pdf": lambda document: pdf(document, WHOLE_FONTS),
}
"""How a paper is written, by the ending of the file."""


class PaperEndingUnknown(OneMapError):
    """A paper is written as DOCX or PDF only."""

    key: ClassVar[str] = "paper.ending_unknown"


class PaperNotWritable(OneMapError):
    """There can be no file of this name."""

    key: ClassVar[str] = "paper.not_writable"


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("hazard", metavar="HAZARD", help=t("paper.hazard_help"))
    parser.add_argument("kind", metavar="KIND", help=t("paper.kind_help"))
    parser.add_argument("--out", type=Path, required=True, metavar="F.docx|F.pdf", help=t("paper.out_help"))


def _run(args: Namespace) -> Answer:
    engine, pack = open_store(args)
    template, write = template_of(pack, args.kind), WRITERS.get(args.out.suffix.lower())
    if write is None:
        raise PaperEndingUnknown(file=args.out)
    with engine.connect() as connection:
        past = hazard_past(connection, Scope.whole(pack.code), args.hazard)
    document = paper_of(known_of(pack, template, past, SYSTEM, datetime.now(UTC).astimezone(pack.zone).date()))
    try:
        args.out.write_bytes(write(document))
    except OSError as error:
        raise PaperNotWritable(file=args.out) from error
    answer = {"hazard": args.hazard, "kind": template.kind, "title": template.title, "file": str(args.out)}
    return Answer(answer, t("paper.previewed", title=template.title, file=args.out))


VERB = Verb("paper", t("paper.help_cli"), _run, _arguments)
