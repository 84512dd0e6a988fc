"""Dictionaries of the law where a form needs them: what may be chosen today, and what a fine may be."""

from collections.abc import Mapping
from datetime import date

from dashboard.forms import Options
from dashboard.timeline import yuan
from data.packs import Pack
from data.rules.dictionaries import Ground, criteria_for, ground_of, in_force
from data.rules.hazard import Hazard
from data.rules.move import Move
from data.store.reads import HazardPage
from data.words import t


def bases(pack: Pack, sector: str | None, day: date) -> Options:
    """判定标准 that hold on ``day``, those of the sector first."""
    return [(row.words, row.words) for row in criteria_for(pack.criteria, sector, day)]


def causes_on(pack: Pack, day: date) -> Options:
    """致因 that hold on ``day``, by code."""
    return [(row.code, row.words) for row in in_force(pack.causes, day)]


def offers(pack: Pack, hazard: Hazard, day: date) -> Mapping[str, Options]:
    """Words that the fields of a move suggest, by the name of the field."""
    grounds = in_force(pack.grounds, day)
    causes = dict.fromkeys(row.cause for row in grounds)
    return {
        "judge_basis": bases(pack, hazard.sector, day),
        "law": [(row.words, row.words) for row in grounds],
        "cause": [(cause, cause) for cause in causes],
        "cause_type": causes_on(pack, date.fromordinal(hazard.found_day)),
    }


def hints(pack: Pack, move: Move, page: HazardPage) -> Mapping[str, str]:
    """What stands below the fields of a move: the range of the fine under the ground the open case names."""
    running = next((case.case_no for case in page.cases if case.closed_day is None), None)
    ground = ground_of(pack.grounds, law_of(page, running)) if move.key == "decide_case" and running else None
    return {"fine_yuan": t("page_hazard.fine_range", ground=ground.words, range=range_words(ground))} if ground else {}


def law_of(page: HazardPage, case_no: str | None) -> str | None:
    """The law that a case was filed under."""
    filed = [event.body.get("law") for event in page.events if (event.what, event.id) == ("case_filed", case_no)]
    return filed[-1] if filed else None


def range_words(ground: Ground) -> str:
    """The ranges of a ground in words; what else the article orders follows."""
    parts = [
        t(f"page_hazard.fine_{who}", low=yuan(low), high=yuan(high))
        for who, low, high in (
            ("unit", ground.unit_min, ground.unit_max), ("person", ground.person_min, ground.person_max),
        )
        if low is not None and high is not None
    ]  # fmt: skip
    return t("page_common.comma").join([*parts, *([ground.other] if ground.other else [])])


def fine_warnings(pack: Pack, page: HazardPage) -> dict[str, str]:
    """By case number, that its fine lies outside the range of its ground: to be looked at, never refused."""
    warned = {}
    for case in page.cases:
        ground = ground_of(pack.grounds, law_of(page, case.case_no))
        if ground is None or case.decided_day is None or case.fine_fen is None or ground.allows(case.fine_fen / 100):
            continue
        warned[case.case_no] = t("page_hazard.fine_outside", ground=ground.words, range=range_words(ground))
    return warned
