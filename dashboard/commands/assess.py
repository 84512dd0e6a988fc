"""``onemap assess``: towns or departments scored and ranked for a period, each lost point with its formula."""

from argparse import ArgumentParser, Namespace
from datetime import date

from dashboard.assessment import told
from dashboard.commands.base import Answer, Verb, open_store
from dashboard.commands.stats import known_model
from dashboard.names import Names
from data.readmodel.assessing import Assessment, assessment
from data.rules.assessment import Of
from data.rules.periods import Period
from data.store.heads import head_at
from data.words import t


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("--from", dest="first", type=date.fromisoformat, metavar="D", help="期间首日 YYYY-MM-DD")
    parser.add_argument("--to", dest="last", type=date.fromisoformat, metavar="D", help="期间末日")
    parser.add_argument("--as-of", dest="as_of", type=date.fromisoformat, metavar="D", help="截至该日结束时")
    parser.add_argument(
        "--of", choices=[f"{of}s" for of in Of], default=f"{Of.TOWN}s", help="towns 镇街，departments 部门"
    )
    parser.add_argument("--change", type=int, metavar="N", help="按变更号 N 时所知")


def _run(args: Namespace) -> Answer:
    engine, pack = open_store(args)
    model, _change = known_model(engine, pack, args.change)
    as_of = args.as_of or date.fromordinal(model.snapshot.today)
    period = Period.of(args.first, args.last, as_of)
    with engine.connect() as connection:
        of = Of(args.of.removesuffix("s"))
        found = assessment(model.snapshot, connection, pack, of, period, as_of, args.change)
        known = head_at(connection, pack.code, found.change).shown()
    names = Names(pack)
    shown = told.as_json(found, names) | {"head": known}
    return Answer(shown, f"{_text(found, names)}\n{t('audit.head_line', head=known)}")


def _text(found: Assessment, names: Names) -> str:
    head = f"期间 {found.period.first} 至 {found.period.last}，截至 {found.as_of}"
    lines = [
        "\t".join([
            str(each.rank or t("assessment.no_rank")),
            told.unit_name(names, found.version.of, each.told.unit),
            told.points(each.score),
            "；".join(told.remarks(each)),
        ])
        for each in found.results
    ]  # fmt: skip
    return "\n".join([head, *lines])


VERB = Verb("assess", "镇街、部门考核得分与名次", _run, _arguments)
