"""``onemap audit verify``: a county's past is the one that was recorded, or which event is the first that is not."""

from argparse import ArgumentParser, Namespace

from dashboard.commands.base import Answer, Verb
from data.packs import Pack, load_pack
from data.store.audit import Verdict, verify
from data.store.database import default_url, open_engine
from data.store.heads import Head, read_head
from data.words import t


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("what", choices=["verify"], metavar="verify", help=t("audit.what_help"))
    parser.add_argument("--county", metavar="C", help=t("audit.county_help"))
    parser.add_argument("--head", metavar="HASH", help=t("audit.head_help"))


def _run(args: Namespace) -> Answer:
    """Exit code 1 when an event is not as it was recorded."""
    sought = read_head(args.head) if args.head else None
    pack = _pack(args)
    verdict = verify(open_engine(args.database or default_url(pack.code)), pack, sought)
    return Answer(verdict.json(), _text(verdict, sought), code=0 if verdict.bad is None else 1)


def _pack(args: Namespace) -> Pack:
    """The pack of the county, which says how its days begin."""
    pack = load_pack(args.pack)
    return pack if args.county in (None, pack.code) else load_pack(args.county)


def _text(verdict: Verdict, sought: Head | None) -> str:
    if verdict.bad is None:
        fine = t("audit.fine", events=verdict.events, head=verdict.head.shown())
        return fine if sought is None else f"{fine}\n{t('audit.found', asked=sought.shown())}"
    bad = verdict.json()["bad"]
    where = "at" if bad["kind"] else "somewhere" if bad["change"] is None else "lost"
    return t("audit.bad", where=t(f"audit.{where}", **bad), why=bad["why"], way_out=bad["way_out"])


VERB = Verb("audit", t("audit.help"), _run, _arguments)
