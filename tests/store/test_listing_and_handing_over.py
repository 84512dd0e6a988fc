"""Listings, hazards and cases that go from office to office, through the store."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from data.packs import Pack
from data.rules.errors import MoveRefused
from data.rules.hazard import Hazard
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import Role, State
from data.store.database import writing
from data.store.doctor import examine
from data.store.past import hazard_past
from data.store.streams import record
from data.store.verbs import perform
from tests.factories import found

NOW = datetime(2021, 6, 3, 2, tzinfo=UTC)
YJJ = Actor("李某", "YJJ", Role.DEPARTMENT)
AWB = Actor("钱某", "AWB", Role.COMMISSION)
UNIT = Actor("王某", "", Role.ENTERPRISE)


def begun(engine: Engine, pack: Pack, **body: Any) -> str:
    event = found(**{"dept": "YJJ", "sector": "H01", **body})
    with writing(engine) as connection:
        record(connection, pack, YJJ, [event])
    return event.id


def moved(engine: Engine, pack: Pack, no: str, actor: Actor, key: str, **values: Any) -> Hazard:
    scope = Scope.whole(pack.code)
    with engine.connect() as connection:
        version = hazard_past(connection, scope, no).version
    return perform(engine, pack, scope, actor, no, key, values, version, NOW)


def test_a_major_hazard_is_listed_and_carries_the_mark_until_it_is_delisted(engine: Engine, pack: Pack) -> None:
    no = begun(engine, pack, level=1, judge_basis="判定标准第3条")
    moved(engine, pack, no, YJJ, "propose_listing", reason="危害大")
    moved(engine, pack, no, AWB, "approve_listing", opinion="同意")
    listed = moved(
        engine, pack, no, AWB, "list", list_level="区", notice_no="济挂〔2021〕1号", due="2021-09-01", org="YJJ",
        responsible="示例公司",
    )  # fmt: skip
    assert listed.listed == "区"
    moved(engine, pack, no, AWB, "publish_listing", media="区政府网站")
    moved(engine, pack, no, YJJ, "track_listing", progress="已停产")
    moved(engine, pack, no, YJJ, "notice", deadline="2021-08-01", doc_no="责改1号")
    five = {"person": "王某", "measures": "改造", "funds_yuan": 0, "deadline": "2021-08-01", "plan": "预案"}
    moved(engine, pack, no, UNIT, "rectify", **five)
    moved(engine, pack, no, UNIT, "submit", note="改造完成")
    moved(engine, pack, no, UNIT, "apply_acceptance", report="评估报告")
    moved(engine, pack, no, YJJ, "accept_listing", experts="专家甲", opinion="合格")
    with pytest.raises(MoveRefused, match="不能摘牌"):
        moved(engine, pack, no, AWB, "delist", opinion="同意", opinion_no="1号")
    moved(engine, pack, no, YJJ, "reinspect", result="pass", opinion="合格", opinion_no="复1号")
    delisted = moved(engine, pack, no, AWB, "delist", opinion="同意", opinion_no="1号")
    assert (delisted.listed, delisted.state) == (None, State.SUBMITTED)
    moved(engine, pack, no, AWB, "publish_delisting", media="区政府网站")
    assert examine(engine, pack) == []


def test_a_hazard_handed_over_counts_at_the_sender_until_it_is_accepted(engine: Engine, pack: Pack) -> None:
    no = begun(engine, pack)
    sent = moved(engine, pack, no, YJJ, "hand_over", to="ZJJ", doc_no="移1号", reason="属建筑施工")
    assert (sent.state, sent.dept) == (State.TRANSFERRED, "YJJ")
    accepted = moved(engine, pack, no, Actor("周某", "ZJJ", Role.DEPARTMENT), "accept_transfer")
    assert (accepted.state, accepted.dept, accepted.sector) == (State.CONFIRMED, "ZJJ", "H01")
    with pytest.raises(MoveRefused, match="部门中选择"):
        moved(engine, pack, no, YJJ, "hand_over", to="不存在", doc_no="移2号", reason="x")


def test_a_case_goes_to_another_organ_which_then_moves_it_on(engine: Engine, pack: Pack) -> None:
    no = begun(engine, pack)
    moved(engine, pack, no, YJJ, "file_case", case_no="罚1号", cause="拒不整改", law="第102条")
    other = next(code for code in sorted(pack.penalising) if code != "YJJ")
    moved(engine, pack, no, YJJ, "transfer_case", to=other, doc_no="移1号", reason="管辖")
    with pytest.raises(MoveRefused, match="其他机关"):
        moved(engine, pack, no, YJJ, "case_stage", stage="C3")
    moved(engine, pack, no, Actor("郑某", other, Role.DEPARTMENT), "case_stage", stage="C3")
    with engine.connect() as connection:
        (case,) = hazard_past(connection, Scope.whole(pack.code), no).cases
    assert (case.org, case.stage) == (other, "C3")
    assert examine(engine, pack) == []
