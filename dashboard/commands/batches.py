"""``onemap batches``: the files that were imported; ``onemap takeback BATCH``: as if one of them had not come."""

from argparse import ArgumentParser, Namespace
from dataclasses import asdict
from datetime import UTC, datetime

from dashboard.commands.base import Answer, Verb, open_store
from data.rules.scope import SYSTEM, Scope
from data.store.batches import Batch, batches, take_back
from data.words import t


def _list(args: Namespace) -> Answer:
    engine, pack = open_store(args)
    with engine.connect() as connection:
        found = batches(connection, Scope.whole(pack.code), SYSTEM.org)
    return Answer([_json(one) for one in found], "\n".join(map(_line, found)) or t("import.no_batches"))


def _json(one: Batch) -> dict[str, object]:
    at, by = one.taken_back or (None, None)
    told = asdict(one)
    del told["taken_back"]
    return told | {"taken_back_at": at, "taken_back_by": by}


def _line(one: Batch) -> str:
    counts = "  ".join(f"{name} {count}" for name, count in one.counts.items() if count)
    back = t("import.taken_back_at", at=one.taken_back[0], who=one.taken_back[1]) if one.taken_back else ""
    return f"{one.batch}  {one.at}  {one.kind}  {one.file}  {one.actor}  {counts}  {back}".rstrip()


def _back_arguments(parser: ArgumentParser) -> None:
    parser.add_argument("batch", metavar="BATCH", help=t("import.batch_help"))
    parser.add_argument("--reason", metavar="R", help=t("import.reason_help"))


def _back(args: Namespace) -> Answer:
    engine, pack = open_store(args)
    done = take_back(engine, pack, Scope.whole(pack.code), SYSTEM, args.batch, args.reason, datetime.now(UTC))
    return Answer(asdict(done), t("import.taken_back", batch=done.batch, gone=done.withdrawn, again=done.restored))


BATCHES = Verb("batches", t("import.batches_help"), _list)
TAKE_BACK = Verb("takeback", t("import.takeback_help"), _back, _back_arguments)
