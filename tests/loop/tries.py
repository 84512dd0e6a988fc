"""Who tries what: the actors of the walks, and forms filled in as a person would who knows the rules."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from typing import Any

from data.rules.scope import Actor
from data.rules.vocabulary import Role
from tests.loop.model import ENDS, LINES, Model

TOWN, OTHER_TOWN = "370115001", "370115004"
POWERS = frozenset({"YJJ", "SJJ", "GAJ", "CGJ", "XFD", "JTJ", "WJJ", "STJ", "ZRJ"})
LEAD = Actor("李某", "YJJ", Role.DEPARTMENT)
OTHER = Actor("周某", "XFD", Role.DEPARTMENT)
POWERLESS = Actor("吴某", "ZJJ", Role.DEPARTMENT)
OFFICE = Actor("赵某", TOWN, Role.TOWN)
NEXT_OFFICE = Actor("郑某", OTHER_TOWN, Role.TOWN)
COMMISSION = Actor("钱某", "AWB", Role.COMMISSION)
INSPECTORATE = Actor("孙某", "DCS", Role.INSPECTORATE)
UNIT = Actor("王某", "", Role.ENTERPRISE)
TWO_HATS = Actor("王某", "YJJ", Role.DEPARTMENT)
"""The person who submits, on the other side of the table: four eyes."""
GRID = Actor("冯某", TOWN, Role.GRID)
OPERATOR = Actor("system", "", Role.SYSTEM)
MAIN = (LEAD, OTHER, OFFICE, COMMISSION, INSPECTORATE, UNIT)
ACTORS = (*MAIN, POWERLESS, NEXT_OFFICE, TWO_HATS, GRID, OPERATOR)

_numbers = count(1)
FORMS: dict[str, tuple[dict[str, Any], ...]] = {
    "confirm": ({"level": "0"}, {"level": "1", "judge_basis": "判定标准第3条"}),
    "fix_on_the_spot": ({"note": "当场更换"},),
    "rectify": (
        {"person": "王某", "measures": "更换"},
        {"person": "王某", "measures": "更换", "funds_yuan": 1200, "deadline": "2021-12-01", "plan": "预案"},
    ),
    "update_five": ({"plan": "新预案"}, {"funds_yuan": 35.5, "deadline": "2021-12-02"}),
    "submit": ({"note": "已更换"}, {"note": "已更换", "cost_yuan": 900}),
    "refuse_extension": ({"reason": "理由不足"},),
    "reinspect": tuple(
        {"result": result, "opinion": "意见", "opinion_no": "复1号"} for result in ("pass", "fail", "partial")
    ),
    "close": ({"basis": "passed"},),
    "void": ({"reason": "不属实"}, {"reason": "不属实", "approver": "局长"}),
    "suspend": ({"reason": "无法保证安全", "doc_no": "停1号"},),
    "request_resumption": ({"application": "申请恢复"},),
    "resume": ({"opinion": "同意恢复"},),
    "reopen": ({"reason": "虚假整改"},),
    "hand_over": tuple({"to": to, "doc_no": "移1号", "reason": "职责"} for to in ("XFD", "YJJ")),
    "accept_transfer": ({},),
    "refuse_transfer": ({"reason": "不属本部门"},),
    "file_case": ({"cause": "拒不整改", "law": "第102条"},),
    "case_stage": tuple({"stage": stage} for stage in ("C2", "C3", "C4", "C5", "C7", "C8")),
    "decide_case": ({"fine_yuan": 20000, "penalties": "罚款、警告", "decision_no": "罚1号"},),
    "publish_case": ({"media": "监管网站"},),
    "close_case": tuple({"end": end} for end in ENDS),
    "transfer_case": tuple({"to": to, "doc_no": "移2号", "reason": "管辖"} for to in ("XFD", "YJJ")),
    "not_file_case": ({"reason": "情节轻微"},),
    "propose_listing": ({"reason": "危害大"},),
    "approve_listing": ({"opinion": "同意"},),
    "refuse_listing": ({"reason": "不予挂牌"},),
    "list": ({"list_level": "区", "notice_no": "挂1号", "org": "YJJ", "responsible": "示例公司"},),
    "publish_listing": ({"media": "监管网站"},),
    "track_listing": ({"progress": "已停产"},),
    "apply_acceptance": ({"report": "评估报告"},),
    "accept_listing": ({"experts": "专家甲", "opinion": "合格"},),
    "reject_listing": ({"experts": "专家甲", "opinion": "不合格"},),
    "delist": ({"opinion": "同意", "opinion_no": "摘1号"},),
    "publish_delisting": ({"media": "监管网站"},),
}


def forms(key: str, model: Model, today: date) -> Iterator[dict[str, Any]]:
    """The forms of a move, with numbers and days of their own."""
    if key in ("notice", "new_round"):
        yield from ({"deadline": str(today + timedelta(days)), "doc_no": f"改{next(_numbers)}号"} for days in (7, 20))
    elif key in ("request_extension", "approve_extension"):
        later = max(model.deadline or today, today) + timedelta(5)
        yield {"deadline": str(later), "reason": "设备未到", "interim_measures": "专人看守"}
    else:
        for form in FORMS[key]:
            own = {"case_no": f"案{next(_numbers)}号"} if key == "file_case" else {}
            due = {"due": str(today + timedelta(60))} if key == "list" else {}
            yield form | own | due


def renewed(values: dict[str, Any], days: int) -> dict[str, Any]:
    """The same form so many days later: its days move along, and the number of a case is given once."""
    later = {
        name: str(date.fromisoformat(values[name]) + timedelta(days)) for name in ("deadline", "due") if name in values
    }
    return values | later | ({"case_no": f"案{next(_numbers)}号"} if "case_no" in values else {})


Try = tuple[str, Actor, dict[str, Any]]


def allowed(model: Model, today: date, actors: tuple[Actor, ...] = ACTORS) -> Iterator[Try]:
    """Every try of these actors that nothing stands against."""
    for key, line in LINES.items():
        if model.state in line.states:
            for actor in (one for one in actors if line.is_for(one, model.level)):
                for form in forms(key, model, today):
                    if not model.against(key, actor, form, today):
                        yield key, actor, form
