"""``onemap stats``: every key figure of a period, of the whole and by town and sector."""

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from sqlalchemy import Engine

from dashboard import differences
from dashboard.commands.base import Answer, Verb, open_store
from dashboard.stats_json import as_json
from data.errors import OneMapError
from data.packs import Pack
from data.readmodel import Figures, ReadModel
from data.rules.coverage import EVERY_KPI_BY_KEY, chosen
from data.rules.filters import NO_TOWN, Filter
from data.rules.kpis import Kpi, Value
from data.rules.periods import Period
from data.rules.scope import Scope
from data.store.database import require_ready
from data.store.heads import head_at
from data.words import t


class UnknownTown(OneMapError):
    """No town of the pack has this code."""

    key: ClassVar[str] = "error_figures.unknown_town"


class UnknownSector(OneMapError):
    """No sector of the pack has this code."""

    key: ClassVar[str] = "error_figures.unknown_sector"


class UnknownKpi(OneMapError):
    """No figure has this key."""

    key: ClassVar[str] = "error_figures.unknown_kpi"


class ChangeUnknown(OneMapError):
    """The system has not come to this change number."""

    key: ClassVar[str] = "error_figures.change_unknown"


def add_filter_arguments(parser: ArgumentParser) -> None:
    """What narrows figures and exports alike."""
    many: dict[str, Any] = {"nargs": "+", "action": "extend", "default": []}
    parser.add_argument("--from", dest="first", type=date.fromisoformat, metavar="D", help="期间首日 YYYY-MM-DD")
    parser.add_argument("--to", dest="last", type=date.fromisoformat, metavar="D", help="期间末日")
    parser.add_argument("--as-of", dest="as_of", type=date.fromisoformat, metavar="D", help="截至该日结束时")
    parser.add_argument("--town", metavar="T", help="镇街编码，可多个", **many)
    parser.add_argument("--sector", metavar="S", help="行业编码，可多个", **many)
    parser.add_argument("--level", choices=["0", "1"], help="0 一般，1 重大")
    parser.add_argument(
        "--include-start-zone", dest="start_zone", choices=["yes", "no"], default="yes", help="是否含起步区托管街道"
    )


def chosen_filter(args: Namespace, pack: Pack | None = None) -> Filter:
    """The filter of the arguments; with a pack, its codes are checked and 12-digit town codes cut to 9 digits."""
    towns, sectors = tuple(args.town), tuple(args.sector)
    if pack is not None:
        known = {town.code for town in pack.towns} | {NO_TOWN}
        towns = tuple(code if code in known else code[:9] for code in towns)
        _check(towns, known, lambda code, known: UnknownTown(code=code, known=known))
        _check(sectors, {one.code for one in pack.sectors}, lambda code, known: UnknownSector(code=code, known=known))
    return Filter(
        town=tuple(sorted(set(towns))),
        sector=tuple(sorted(set(sectors))),
        level=(args.level,) if args.level else (),
        start_zone=args.start_zone == "yes",
        from_=args.first,
        to=args.last,
        as_of=args.as_of,
    )


def _check(codes: Iterable[str], known: Iterable[str], error: Any) -> None:
    known = sorted(known)
    for code in codes:
        if code not in known:
            raise error(code, "、".join(known))


def _arguments(parser: ArgumentParser) -> None:
    add_filter_arguments(parser)
    parser.add_argument("--kpi", nargs="+", action="extend", default=[], metavar="K", help="指标名，可多个；缺省为全部")
    parser.add_argument("--change", type=int, metavar="N", help="按变更号 N 时所知")
    parser.add_argument(
        "--compare-change", dest="compared", type=int, metavar="M", help="列出变更号 N（缺省为最新）与 M 之间的差异"
    )


def known_model(engine: Engine, pack: Pack, change: int | None) -> tuple[ReadModel, int]:
    """The facts in memory, and the change that is asked for, the newest where none is. Raises `ChangeUnknown`."""
    model = ReadModel(engine, pack)
    head = model.refresh()
    require_known(change, head)
    return model, head if change is None else change


def require_known(change: int | None, head: int) -> None:
    """Raises `ChangeUnknown` unless the system, now at ``head``, has come to the change; None is the newest."""
    if change is not None and not 0 <= change <= head:
        raise ChangeUnknown(change=change, head=head)


def _run(args: Namespace) -> Answer:
    engine, pack = open_store(args)
    require_ready(engine, pack)
    _check(args.kpi, EVERY_KPI_BY_KEY, lambda key, known: UnknownKpi(name=key, known=known))
    filter_ = chosen_filter(args, pack)
    model, change = known_model(engine, pack, args.change)
    as_of = args.as_of or date.fromordinal(model.snapshot.today)
    period = Period.of(args.first, args.last, as_of)
    asked = (Scope.whole(pack.code), filter_, period, as_of, args.change)
    figures, coverage = model.figures(*asked), model.snapshot.coverage(*asked)
    kpis = chosen(args.kpi)
    told, lines = _difference(args, engine, pack, model, asked[:4], kpis)
    with engine.connect() as connection:
        known = head_at(connection, pack.code, change).shown()
    shown = as_json(figures, coverage, filter_, as_of, kpis, args.change, pack) | {"head": known} | told
    text = _text(figures, {**figures.kpis, **coverage.kpis}, as_of, kpis)
    return Answer(shown, "\n".join([text, *lines, t("audit.head_line", head=known)]))


def _difference(
    args: Namespace,
    engine: Engine,
    pack: Pack,
    model: ReadModel,
    asked: tuple[Scope, Filter, Period, date],
    kpis: Sequence[Kpi],
) -> tuple[dict[str, Any], list[str]]:
    """The key ``compared`` and the lines to print; nothing where no change to compare with is named."""
    if args.compared is None:
        return {}, []
    head = model.snapshot.change
    require_known(args.compared, head)
    changes = (head if args.change is None else args.change, args.compared)
    found = differences.compared(engine, pack, model.snapshot, asked, changes, kpis)
    return {"compared": differences.as_json(found, args.compared)}, differences.lines(found)


def _text(figures: Figures, values: Mapping[str, Value], as_of: date, kpis: Sequence[Kpi]) -> str:
    head = f"期间 {figures.period.first} 至 {figures.period.last}，截至 {as_of}"
    return "\n".join([head, *(f"{kpi.label()}\t{differences.shown(values[kpi.key])}" for kpi in kpis)])


VERB = Verb("stats", "全部统计指标，合计及分镇街、分行业", _run, _arguments)
