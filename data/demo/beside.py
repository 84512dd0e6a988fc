"""What runs beside hazards: cases, listings and clues handed to another organ, each a stream with days of its own."""

from collections.abc import Mapping
from typing import Any

from data.demo.world import World
from data.rules.events import CASE, INSPECTION, LISTING, TRANSFER, NewEvent

Step = tuple[str, int, dict[str, Any]]
"""Event, days since the one before, body."""


def case(world: World, facts: Mapping[str, Any], dept: str, day: int, level: int) -> list[NewEvent]:
    """立案处罚 from filing to its end, or as much of it as happens by the last day."""
    random = world.random
    org = world.powers.get(facts["sector"], dept)
    wait = int(random.random() * 6)
    if day + wait > world.clock.last:
        return []
    no = world.cases.next(world.clock.day(day + wait))
    filed = {"case_no": no, **facts, "org": org, "by": world.staff.one(org, random), "by_org": org, **_GROUND}
    steps: list[Step] = [("case_filed", wait, filed)]
    steps += [("case_stage", 1 + int(random.random() * 18), {"stage": stage}) for stage in ("C2", "C3", "C5")]
    return _told(world, CASE, no, day, steps + _end(world, level))


def _end(world: World, level: int) -> list[Step]:
    random = world.random
    if random.random() < 0.08:
        end = random.choice(("撤案", "不予处罚", "移送司法"))
        return [("case_closed", 3 + int(random.random() * 20), {"end": end})]
    fine = random.choice((2000, 5000, 10000, 20000, 30000, 50000)) * (2 if level else 1)
    penalties = ["罚款"] if random.random() < 0.85 else ["罚款", "责令停产停业"]
    return [
        ("case_decided", 2 + int(random.random() * 25), {"fine_yuan": fine, "penalties": penalties}),
        ("case_closed", 10 + int(random.random() * 40), {"end": "结案"}),
    ]


def listing(world: World, no: str, day: int) -> list[NewEvent]:
    """挂牌督办 of some major hazards; the plate comes off after the usual time."""
    random = world.random
    if random.random() > 0.38:
        return []
    level = random.choices(("区", "市"), (0.9, 0.1))[0]
    steps: list[Step] = [
        ("listing_stage", 1, {"stage": "L1"}),
        ("listing_stage", 1 + int(random.random() * 4), {"stage": "L2"}),
        ("listed", 1, {"level": level}),
        ("listing_stage", 3, {"stage": "L5"}),
        ("delisted", 60 + int(random.random() * 50), {}),
    ]
    return _told(world, LISTING, no, day, steps)


def inspection(world: World, no: str, facts: Mapping[str, Any], org: str, day: int, findings: int) -> NewEvent:
    """A visit to one object, routine or special, by two people of one organisation."""
    random = world.random
    first = world.staff.one(org, random)
    kind, topic = random.choice(_VISITS)
    said: dict[str, Any] = {
        "type": kind,
        "org": org,
        "inspectors": f"{first}、{world.staff.another(org, first, random)}",
    }
    said |= {"topic": topic, "findings": findings, "doc_no": f"现检〔{world.clock.day(day)[:4]}〕{no[-4:]}号"}
    return NewEvent(INSPECTION, no, "recorded", world.clock.day(day), {**said, **facts})


def transfer(world: World, no: str, facts: Mapping[str, Any], day: int) -> list[NewEvent]:
    """A clue handed from one organ to another: nine in ten are filed."""
    random = world.random
    steps: list[Step] = [("handed_over", 0, dict(facts)), ("received", int(random.random() * 3), {})]
    if random.random() < 0.925:
        fine = random.choice((5000, 10000, 20000, 30000, 50000))
        steps += [
            ("filed", 1 + int(random.random() * 14), {}),
            ("decided", 20 + int(random.random() * 60), {"fine_yuan": fine}),
            ("closed", 10 + int(random.random() * 30), {}),
        ]
    return _told(world, TRANSFER, no, day, steps)


def _told(world: World, kind: str, stream: str, day: int, steps: list[Step]) -> list[NewEvent]:
    events = []
    for what, wait, body in steps:
        day += wait
        if day > world.clock.last:
            break
        events.append(NewEvent(kind, stream, what, world.clock.day(day), body))
    return events


_GROUND = {"cause": "未采取措施消除事故隐患", "law": "安全生产法第一百零二条"}
_VISITS = (
    ("日常", "现场安全管理"), ("日常", "消防设施"), ("专项", "动火作业"), ("专项", "有限空间作业"),
    ("双随机", "安全生产责任制"), ("联合", "外包作业管理"), ("执法", "隐患整改落实"), ("巡查", "用电安全"),
    ("督查", "双重预防体系运行"),
)  # fmt: skip
