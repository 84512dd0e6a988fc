"""One hazard's life from being found to being closed, as its events; nothing after the last day is told.

The life follows the loop of `data.rules.hazards`: a test folds every one of them.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from data.demo import beside
from data.demo.world import World
from data.rules.events import HAZARD, NewEvent
from data.rules.vocabulary import Level, Source


class Over(Exception):
    """The last day is reached: nothing more is told."""


@dataclass(slots=True)
class Life:
    """The events of one hazard so far; ``day`` and ``minute`` are those of the last one."""

    world: World
    no: str
    body: dict[str, Any]
    day: int
    minute: int
    level: int
    dept: str
    org: str
    """Who found it, or registered what others found."""
    responsible: str
    events: list[NewEvent] = field(default_factory=list)
    deadline: int = 0

    def tell(self) -> list[NewEvent]:
        """The whole life, or as much of it as happened by the last day."""
        try:
            self._live()
        except Over:
            return self.events
        return self.events

    def _live(self) -> None:
        random = self.world.random
        self._say("found", 0, self.body)
        if not Source(self.body["source"]).confirms and not self._confirmed():
            return
        if random.random() < 0.06:
            self._handed_over()
        if random.random() < 0.008:
            fields = {"description": f"{self.body['description']}（已补充现场照片）"}
            self._say("amended", 0, self._by(self.org, fields=fields))
        if self.body["manage_type"] == 0:
            self._say("fixed_on_the_spot", 0, self._by(self.org, note="当场整改完毕"))
            return
        if self.level == Level.MAJOR:
            self.events += beside.listing(self.world, self.no, self.day)
            if random.random() < 0.15:
                self._case()
        self._ordered()
        self._rectified()
        self._judged()

    def _say(self, what: str, wait: int, body: dict[str, Any]) -> None:
        """Something happens ``wait`` days after the last event, later the same day for 0."""
        self.day, self.minute = self._later(wait)
        self.events.append(NewEvent(HAZARD, self.no, what, self.world.clock.at(self.day, self.minute), body))

    def _later(self, wait: int) -> tuple[int, int]:
        random = self.world.random
        if self.day + wait > self.world.clock.last:
            raise Over
        if wait:
            return self.day + wait, 510 + int(random.random() * 540)
        return self.day, min(self.minute + 5 + int(random.random() * 60), 1439)

    def _by(self, org: str, **said: Any) -> dict[str, Any]:
        return {"by": self.world.staff.one(org, self.world.random), "by_org": org, **said}

    def _confirmed(self) -> bool:
        """待核实 becomes 已确认, or turns out to be nothing."""
        random = self.world.random
        wait = 0 if random.random() < 0.45 else 1 + int(random.random() * 2.4)
        unfounded = 0.22 if self.body["source"] == Source.COMPLAINT else 0.05
        if self.body["manage_type"] == 1 and random.random() < unfounded:
            self._say("voided", wait, self._by(self.dept, reason=random.choice(_UNFOUNDED)))
            return False
        self._say("confirmed", 0 if self.body["manage_type"] == 0 else wait, self._by(self.dept, level=self.level))
        return True

    def _handed_over(self) -> None:
        """移送 to another department, which takes it or sends it back."""
        random = self.world.random
        others = [code for code in self.world.departments[self.body["sector"]] if code != self.dept]
        if not others or self.body["manage_type"] == 0:
            return
        to = random.choice(others)
        self._say("transferred", 0, self._by(self.dept, to=to, reason="不属本部门职责范围"))
        if random.random() < 0.15:
            self._say("transfer_refused", 1 + int(random.random() * 4), self._by(to, reason="经核实仍属原部门职责"))
        else:
            self._say("transfer_accepted", 1 + int(random.random() * 6), self._by(to))
            self.dept = to

    def _ordered(self) -> None:
        random = self.world.random
        days = random.choice(_MAJOR_DAYS if self.level else _GENERAL_DAYS)
        wait = 0 if random.random() < 0.82 else 1 + int(random.random() * 2)
        self._order(wait, days)

    def _order(self, wait: int, days: int) -> None:
        self.deadline = self.day + wait + days
        number = f"责改〔{self.world.clock.day(self.day)[:4]}〕{self.no[-8:]}号"
        self._say("noticed", wait, self._by(self._acting_org(), deadline=_iso(self.deadline), doc_no=number))

    def _rectified(self) -> None:
        """Measures, perhaps an extension or a suspension, and the submission: mostly in time, sometimes very late."""
        random = self.world.random
        five = self._five()
        wait = 0 if random.random() < 0.7 else 1 + int(random.random() * 3)
        self._say("rectifying", wait, {"by": self.responsible, "five": five})
        if self.level and random.random() < 0.18:
            self._suspended()
        if random.random() < (0.25 if self.level else 0.05):
            self._extended()
        self._submitted(self._submission_day())

    def _five(self) -> dict[str, Any]:
        random = self.world.random
        complete = random.random() < (0.93 if self.level else 0.62)
        funds = round(random.lognormvariate(9.8 if self.level else 6.6, 1.0), -1)
        return {
            "person": self.responsible,
            "measures": random.choice(_MEASURES),
            "funds_yuan": int(funds) if complete or random.random() < 0.6 else None,
            "deadline": _iso(self.deadline),
            "plan": random.choice(_PLANS) if complete else None,
        }

    def _submission_day(self) -> int:
        random = self.world.random
        start, span = self.day, max(self.deadline - self.day, 1)
        chance = random.random()
        if chance < (0.8 if self.level else 0.905):
            return min(start + round(span * random.betavariate(3.2, 1.6)), max(self.deadline, start))
        late = random.lognormvariate(1.2, 0.8) if chance < 0.996 else 40 + random.random() * 160
        return max(self.deadline, start) + 1 + int(late)

    def _submitted(self, day: int) -> None:
        random = self.world.random
        cost = round(random.lognormvariate(9.9 if self.level else 6.5, 1.0), -1)
        said: dict[str, Any] = {"by": self.responsible, "note": "已按要求整改完毕，申请复查"}
        if random.random() < 0.8:
            said |= {"cost_yuan": int(cost)}
        self._say("submitted", max(day - self.day, 0), said)

    def _extended(self) -> None:
        random = self.world.random
        ask = max(self.deadline - 1 - int(random.random() * 6), self.day)
        new = self.deadline + random.choice((5, 7, 10, 15) if not self.level else (15, 20, 30))
        said = {"by": self.responsible, "deadline": _iso(new), "reason": random.choice(_DELAYS)}
        self._say("extension_requested", ask - self.day, said | {"interim_measures": "设置警示，专人看护"})
        wait = int(random.random() * 5)
        if random.random() < 0.85:
            self._say("extended", wait, self._by(self.dept, deadline=_iso(new)))
            self.deadline = new
        else:
            self._say("extension_refused", wait, self._by(self.dept, reason="理由不充分，应按期完成"))

    def _suspended(self) -> None:
        """停产停业整顿 until resumption is approved; closing ends it, and with it the life."""
        random = self.world.random
        self._say(
            "suspended", int(random.random() * 3), self._by(self.dept, reason="整改期间无法保证安全", doc_no="停产决定")
        )
        self._say(
            "resumed", 12 + int(random.random() * 35), self._by(self.dept, opinion="现场审查合格，同意恢复生产经营")
        )
        self._say("closed", 0, self._by(self.dept, basis="approved"))
        raise Over

    def _judged(self) -> None:
        """Re-inspections until one passes; a failed one may bring a case."""
        random = self.world.random
        for attempt in range(4):
            failing = random.random() < (0.085 if attempt == 0 else 0.06) and attempt < 3
            wait = min(int(random.expovariate(1 / 4.2)), 16)
            result = ("partial" if random.random() < 0.3 else "fail") if failing else "pass"
            org = self._acting_org()
            by = self.world.staff.another(org, self.responsible, random)
            opinion = "整改到位，复查合格" if result == "pass" else "整改不彻底，仍有遗留问题"
            self._say("reinspected", wait, {"by": by, "by_org": org, "result": result, "opinion": opinion})
            if not failing:
                break
            self._again()
        self._closed()

    def _acting_org(self) -> str:
        """The town that found a general hazard sees it through; all else is the department's."""
        return self.org if self.body["source"] == Source.TOWN and not self.level else self.dept

    def _again(self) -> None:
        random = self.world.random
        if random.random() < 0.3:
            self._case()
        self._order(int(random.random() * 4), random.choice((3, 5, 7, 10)))
        self._submitted(self._submission_day())

    def _closed(self) -> None:
        random = self.world.random
        at_once = random.random() < (0.1 if self.level else 0.9)
        wait = 0 if at_once else 1 + int(random.random() * (12 if self.level else 4))
        self._say("closed", wait, self._by(self.dept, basis="passed"))
        if random.random() < 0.003:
            self._reopened()

    def _case(self) -> None:
        facts = {key: self.body[key] for key in ("town", "sector")} | {"hazard_no": self.no}
        self.events += beside.case(self.world, facts, self.dept, self.day, self.level)

    def _reopened(self) -> None:
        random = self.world.random
        self._say("reopened", 8 + int(random.random() * 60), self._by(self.dept, reason="督查发现整改不实"))
        self._order(int(random.random() * 2), random.choice((5, 7, 10)))
        self._submitted(self._submission_day())
        org = self._acting_org()
        self._say("reinspected", 1 + int(random.random() * 7), self._by(org, result="pass", opinion="复查合格"))
        self._say("closed", 0, self._by(self.dept, basis="passed"))


@cache
def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()


_GENERAL_DAYS = (3, 3, 5, 5, 5, 7, 7, 7, 7, 7, 10, 10, 10, 10, 15, 15, 15, 15, 15, 20, 30)
_MAJOR_DAYS = (20, 30, 30, 45, 60, 60, 90)
_UNFOUNDED = ("经现场核实不属实", "与已登记隐患重复", "不属于安全隐患，已答复来电人")
_DELAYS = ("配件采购周期较长", "需委托专业单位设计施工", "受天气影响无法施工", "整改资金尚在筹措")
_MEASURES = (
    "立即更换损坏部件并全面排查同类问题", "按标准重新敷设并验收", "清理现场，明确责任人定期巡查",
    "委托有资质单位检测校验", "修订制度并组织全员培训", "加装防护装置和警示标志", "停用设备，检修合格后再启用",
)  # fmt: skip
_PLANS = ("现场处置方案", "专项应急预案", "现场处置方案并安排专人值守", "综合应急预案")
