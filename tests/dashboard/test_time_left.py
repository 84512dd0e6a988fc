"""The countdown says whose time runs: the enterprise's until it submits, then the re-inspector's."""

from datetime import date
from types import SimpleNamespace
from typing import Any

from dashboard.badges import time_left
from data.packs import Pack
from data.rules.vocabulary import State

TODAY = date(2026, 6, 15)
DUE = date(2026, 6, 18).toordinal()


def left(pack: Pack, state: State, ordered: int | None = DUE, **facts: Any) -> str:
    told = {"state": state, "passed": False, "deadline": DUE, "submitted_day": None} | facts
    return time_left(SimpleNamespace(**told), ordered, pack.rules, TODAY)[0]


def test_the_enterprise_has_until_its_deadline(pack: Pack) -> None:
    assert left(pack, State.RECTIFYING) == "剩 3 天"


def test_once_submitted_the_reinspector_has_ten_days(pack: Pack) -> None:
    assert left(pack, State.SUBMITTED, submitted_day=TODAY.toordinal() - 2) == "复查 剩 8 天"


def test_a_late_submission_takes_nothing_from_the_deadline_of_the_order(pack: Pack) -> None:
    late = TODAY.toordinal() - 15
    assert left(pack, State.SUBMITTED, late, submitted_day=TODAY.toordinal()) == "复查 逾期 5 天"


def test_nobodys_time_runs_once_it_has_passed_or_is_over(pack: Pack) -> None:
    assert left(pack, State.SUBMITTED, passed=True, submitted_day=DUE) == "—"
    assert left(pack, State.CLOSED) == "—"
