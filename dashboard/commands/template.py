"""``onemap template KIND --out FILE``: a blank ledger to be filled in."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import ClassVar

from dashboard.commands.base import Answer, Verb
from data.errors import OneMapError
from data.exchange.columns import kind_of
from data.exchange.template import FORMS, write_template
from data.packs import load_pack
from data.words import t


class TemplateExists(OneMapError):
    """Somebody may have filled in the file that stands there."""

    key: ClassVar[str] = "template.exists"


class TemplateNotWritable(OneMapError):
    """There can be no workbook of this name."""

    key: ClassVar[str] = "template.not_writable"


def _arguments(parser: ArgumentParser) -> None:
    kinds = [kind.name for kind in FORMS]
    parser.add_argument("kind", choices=kinds, metavar="KIND", help=t("template.kind_help", kinds=" | ".join(kinds)))
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help=t("template.out_help"))


def _run(args: Namespace) -> Answer:
    pack, out = load_pack(args.pack), args.out
    if out.suffix.lower() != ".xlsx":
        raise TemplateNotWritable(file=out)
    try:
        with out.open("xb") as file:
            write_template(file, kind_of(args.kind), pack)
    except FileExistsError as error:
        raise TemplateExists(file=out) from error
    except OSError as error:
        raise TemplateNotWritable(file=out) from error
    return Answer({"kind": args.kind, "file": str(out)}, t("template.done", file=out))


VERB = Verb("template", t("template.help_cli"), _run, _arguments)
