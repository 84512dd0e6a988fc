"""``onemap bench moves``: one move of the loop, from the press until the figures know it, beside its goal.

Each move is the verb whole (scope, rules, evidence, event with its audit link, derived rows, commit to the disk) and
the read model's step after it, in a county of 60,000 hazards, on SQLite and on a PostgreSQL with its own defaults.
"""

import sys
from argparse import Namespace
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from sqlalchemy import Engine

from dashboard.benches.base import Bench, Measure
from dashboard.benches.cluster import ProgramsMissing, cluster
from data.demo import build_demo
from data.packs import Pack, load_pack
from data.readmodel import ReadModel
from data.rules.hazard import Hazard
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import Role
from data.store.database import open_engine, prepare
from data.store.verbs import perform, report
from data.words import t

HAZARDS = 60_000
LIVES = 20
"""Hazards that go round the loop."""
GOALS_MS = {"SQLite": 20.0, "PostgreSQL": 30.0}
UNTIL = date(2026, 6, 15)
"""The last day of the demo; the moves are made on the next."""
DUE = str(UNTIL + timedelta(31))
FIVE = {"person": "王某", "measures": "更换", "funds_yuan": 1000, "deadline": DUE, "plan": "现场处置"}
BASIS = "判定标准第3条"

Step = tuple[str, Role, dict[str, Any]]
STEPS: tuple[Step, ...] = (
    ("confirm", Role.DEPARTMENT, {"level": "1", "judge_basis": BASIS}),
    ("notice", Role.DEPARTMENT, {"deadline": DUE, "doc_no": "改{life}号"}),
    ("rectify", Role.ENTERPRISE, FIVE),
    ("propose_listing", Role.DEPARTMENT, {"reason": "危害大"}),
    ("approve_listing", Role.COMMISSION, {"opinion": "同意"}),
    ("file_case", Role.DEPARTMENT, {"case_no": "案{life}号", "cause": "未消除隐患", "law": "第一百零二条"}),
    ("decide_case", Role.DEPARTMENT, {"fine_yuan": 20_000, "penalties": "罚款", "decision_no": "罚{life}号"}),
    ("submit", Role.ENTERPRISE, {"note": "已更换", "cost_yuan": 900}),
    ("reinspect", Role.DEPARTMENT, {"result": "pass", "opinion": "合格", "opinion_no": "复{life}号"}),
    ("close", Role.COMMISSION, {"basis": "passed"}),
)
"""A major hazard from its confirmation to its closure, with a case and a listing beside it."""


def run(args: Namespace) -> list[Measure]:
    """SQLite, then PostgreSQL where it can be started."""
    pack, many = load_pack(args.pack), min(args.hazards, HAZARDS)
    measures = []
    with TemporaryDirectory(prefix="onemap-bench-") as folder:
        measures += _measured("SQLite", f"sqlite:///{Path(folder) / 'bench.sqlite'}", pack, many)
    try:
        with cluster("") as address:  # it writes through to the disk, as a server does
            measures += _measured("PostgreSQL", address, pack, many)
    except ProgramsMissing as missing:
        sys.stderr.write(t("bench_moves.missing", reason=missing) + "\n")
    return measures


def _measured(name: str, address: str, pack: Pack, many: int) -> list[Measure]:
    builder, engine = open_engine(address), open_engine(address)
    prepare(builder, pack)
    build_demo(builder, pack, many, until=UNTIL)
    builder.dispose()  # what it has learnt goes with it: the first report below is the first of a server
    clerk = _Clerk(engine, pack)
    first = clerk.life(0)["report"]
    lives = [clerk.life(number) for number in range(1, LIVES + 1)]
    times = {key: [life[key] for life in lives] for key in lives[0]}
    goal, peer = GOALS_MS[name], t("bench_moves.goal")
    lines = [
        Measure(t("bench_moves.move", engine=name, move=_label(key)), median(told), peer, goal, many)
        for key, told in times.items()
    ]
    engine.dispose()
    every = quantiles([one for told in times.values() for one in told], n=20)[-1]
    slow = Measure(t("bench_moves.slow", engine=name), every, peer, goal, many)
    return [*lines, slow, Measure(t("bench_moves.first", engine=name), first, None, None, many)]


def _label(key: str) -> str:
    return t("bench_moves.report") if key == "report" else t(f"move.{key}.label")


class _Clerk:
    """Makes the moves and looks at the clock."""

    def __init__(self, engine: Engine, pack: Pack) -> None:
        self._engine, self._pack, self._scope = engine, pack, Scope.whole(pack.code)
        self._now = datetime(UNTIL.year, UNTIL.month, UNTIL.day, 9, tzinfo=pack.zone) + timedelta(1)
        self._model = ReadModel(engine, pack, today=lambda: self._now.date())
        self._model.refresh()
        powers = sorted(pack.penalising)
        offices = {org.role: org.code for org in reversed(pack.organisations)} | {"department": powers[0]}
        self._actors = {
            role: Actor(f"甲{role.value}", offices.get(role.value, ""), role)
            for role in (Role.DEPARTMENT, Role.COMMISSION, Role.ENTERPRISE)
        }

    def life(self, number: int) -> dict[str, float]:
        """One hazard round the loop; milliseconds by move."""
        found: list[Hazard] = []
        times = {"report": self._timed(lambda: found.append(self._report()))}
        for version, (key, role, form) in enumerate(STEPS, start=1):
            values = {name: self._filled(value, number) for name, value in form.items()}
            said = (found[0].hazard_no, key, values, version, self._now)
            times[key] = self._timed(partial(self._perform, self._actors[role], *said))
        return times

    def _perform(self, who: Actor, *said: Any) -> None:
        perform(self._engine, self._pack, self._scope, who, *said)

    def _filled(self, value: Any, number: int) -> Any:
        return value.format(life=number) if isinstance(value, str) else value

    def _report(self) -> Hazard:
        """Told with an address alone: the place is looked for, which is the longer way."""
        town, sector = self._pack.towns[0], self._pack.sectors[0]
        facts = {
            "subject_kind": "public_facility", "subject_name": "示例路口", "town": town.code, "sector": sector.code,
            "address": f"{town.name}示例路1号", "description": "路面塌陷未围挡", "level": 1, "source": 6,
            "judge_basis": BASIS,
        }  # fmt: skip
        who, day = self._actors[Role.COMMISSION], str(self._now.date())
        return report(self._engine, self._pack, self._scope, who, facts, day, self._now)

    def _timed(self, act: Callable[[], object]) -> float:
        begun = perf_counter()
        act()
        self._model.refresh()
        return (perf_counter() - begun) * 1000


BENCH = Bench("moves", run)
