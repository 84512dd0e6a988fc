"""``onemap review``: rows of ledgers that wait for a decision, and deciding about them."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Engine, Row

from dashboard.commands.base import Answer, Verb, open_store
from data.errors import OneMapError
from data.exchange.errors import UnknownUploader
from data.exchange.reviewing import Choice, Result, decide, undo
from data.packs import Pack
from data.rules.scope import SYSTEM, Scope
from data.store import held as store
from data.store.held import Decision, HeldState, What
from data.store.placing import places_of
from data.words import t

LIST, UNDO = "list", "undo"
_ACTS = (LIST, What.ACCEPT.value, What.MERGE.value, What.REJECT.value, UNDO)
_MOST = 100_000


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument(
        "act", nargs="?", choices=_ACTS, default=LIST, metavar="WHAT", help=t("import.review_what_help")
    )
    parser.add_argument("ids", nargs="*", metavar="ID", help=t("import.review_ids_help"))
    parser.add_argument("--object", metavar="ID", help=t("import.review_object_help"))
    parser.add_argument("--town", metavar="T", help=t("import.review_town_help"))
    parser.add_argument("--reason", metavar="R", help=t("import.reason_help"))
    parser.add_argument("--dry-run", action="store_true", help=t("import.dry_run_help"))


def _run(args: Namespace) -> Answer:
    engine, pack = open_store(args)
    return _list(engine, pack) if args.act == LIST else _decide(args, engine, pack)


def _list(engine: Engine, pack: Pack) -> Answer:
    with engine.connect() as connection:
        scope = Scope.whole(pack.code)
        _, rows = store.some(connection, scope, SYSTEM.org, [HeldState.OPEN], None, 0, _MOST)
        past = store.history(connection, pack, [row.held for row in rows])
    return Answer([held_json(row, past[row.held]) for row in rows], "\n".join(map(_line, rows)) or t("import.no_held"))


def held_json(row: Row[Any], past: Sequence[Decision]) -> dict[str, Any]:
    """A held row: where it stands, what was understood, what it may be about, and every decision so far."""
    told = orjson.loads(row.told)
    return {
        "held": row.held, "kind": row.kind, "file": row.file, "sheet": row.sheet, "row": row.row, "state": row.state,
        "flags": told["flags"], "problems": told["problems"], "values": told["values"],
        "other": {"kind": row.other_kind, "id": row.other} if row.other else None,
        "batch": row.batch, "actor": row.actor, "org": row.org, "at": row.at,
        "decisions": [
            {"what": one.what, "subject": one.subject, "town": one.town, "reason": one.reason, "batch": one.batch,
             "made": one.made, "actor": one.actor, "at": one.at}
            for one in past
        ],
    }  # fmt: skip


def _line(row: Row[Any]) -> str:
    problems = "；".join(one["message"] for one in orjson.loads(row.told)["problems"])
    return t("import.held_line", held=row.held, file=row.file, sheet=row.sheet, row=row.row, problems=problems)


def _decide(args: Namespace, engine: Engine, pack: Pack) -> Answer:
    """Each row in a transaction of its own: one that is refused does not keep the others, and makes the exit code 1."""
    town = _town(pack, args.town)
    told: list[dict[str, Any]] = []
    lines: list[str] = []
    code = 0
    for held in args.ids:
        try:
            result = _one(args, engine, pack, held, town)
        except OneMapError as error:
            if len(args.ids) == 1:
                raise
            code = 1
            sys.stderr.write(error.sentence() + "\n")
            told.append({"held": held, "error": error.sentence()})
            continue
        told.append(_json(result))
        state = t(f"page_review.state.{result.state}")
        lines.append(t("import.decided_line", held=held, state=state, more=f" {result.batch}" if result.batch else ""))
    return Answer(told, "\n".join(lines), code)


def _one(args: Namespace, engine: Engine, pack: Pack, held: str, town: str | None) -> Result:
    scope, now = Scope.whole(pack.code), datetime.now(UTC)
    if args.act == UNDO:
        return undo(engine, pack, scope, SYSTEM, held, args.reason, now)
    choice = Choice(What(args.act), args.object, town, args.reason)
    return decide(engine, pack, scope, SYSTEM, held, choice, now, dry_run=args.dry_run)


def _town(pack: Pack, said: str | None) -> str | None:
    if said is None:
        return None
    code = places_of(pack).resolve_town(said).code
    if code is None:
        raise UnknownUploader(town=said)
    return code


def _json(result: Result) -> dict[str, Any]:
    row = result.row.json() if result.row else None
    return {"held": result.held, "state": result.state, "batch": result.batch, "row": row}


VERB = Verb("review", t("import.review_help"), _run, _arguments)
