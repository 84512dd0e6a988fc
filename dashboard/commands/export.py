"""``onemap export histories``: complete pasts of the chosen hazards in one file, void and merged ones included."""

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from pathlib import Path

from dashboard.commands.base import Answer, Verb, open_store
from dashboard.commands.stats import add_filter_arguments, chosen_filter
from data.exchange.histories import export_histories
from data.readmodel import ReadModel
from data.rules.scope import Scope
from data.rules.vocabulary import State
from data.store.database import require_ready


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("format", choices=["histories"], help="导出内容")
    parser.add_argument("--out", type=Path, required=True, metavar="F.json", help="目标文件")
    add_filter_arguments(parser)


def _run(args: Namespace) -> Answer:
    engine, pack = open_store(args)
    require_ready(engine, pack)
    scope = Scope.whole(pack.code)
    model = ReadModel(engine, pack)
    model.refresh()
    every = replace(chosen_filter(args, pack), state=tuple(sorted(State)))
    numbers = model.snapshot.numbers(model.snapshot.mask(scope, every))
    with engine.connect() as connection:
        written = export_histories(connection, pack, scope, numbers, args.out)
    return Answer({"hazards": written}, f"已导出 {written} 条隐患的完整经过：{args.out}")


VERB = Verb("export", "导出隐患的完整经过", _run, _arguments)
