"""``onemap escalate``: run the ladder of overdue hazards once; running it again raises nothing twice."""

from argparse import ArgumentParser, Namespace
from datetime import date

from dashboard.action_words import type_words
from dashboard.commands.base import Answer, Verb, open_store
from dashboard.settings import clock
from data.store.escalating import Raised, Run, escalate
from data.words import t


def _arguments(parser: ArgumentParser) -> None:
    day = t("page_actions.command.as_of")
    parser.add_argument("--as-of", dest="as_of", type=date.fromisoformat, metavar="D", help=day)
    parser.add_argument("--dry-run", dest="dry_run", action="store_true", help=t("page_actions.command.dry_run"))


def _run(args: Namespace) -> Answer:
    engine, pack = open_store(args)
    run = escalate(engine, pack, clock(), args.as_of, dry_run=args.dry_run)
    told = [_json(one) for one in run.raised]
    answer = {"as_of": run.as_of.isoformat(), "dry_run": args.dry_run, "busy": run.busy, "dropped": run.dropped}
    return Answer(answer | {"raised": told}, _text(run, dry_run=args.dry_run))


def _json(one: Raised) -> dict[str, str]:
    step = one.step
    return {
        "id": one.id,
        "hazard_no": one.hazard_no,
        "deadline": step.deadline.isoformat(),
        "rung": step.rung.name,
        "colour": step.rung.colour,
        "type": step.rung.act.type.value,
        "reached": step.reached.isoformat(),
    }


def _text(run: Run, *, dry_run: bool) -> str:
    if run.busy:
        return t("page_actions.command.busy")
    key = "would" if dry_run else "raised"
    head = t(f"page_actions.command.{key}", day=run.as_of, count=len(run.raised), dropped=run.dropped)
    return "\n".join([head, *map(_line, run.raised)])


def _line(one: Raised) -> str:
    told = _json(one)
    words = {"type": type_words(told["type"]), "rung": t(f"page_actions.rung.{told['colour']}")}
    return t("page_actions.command.line", **told | words)


VERB = Verb("escalate", t("page_actions.command.help"), _run, _arguments)
