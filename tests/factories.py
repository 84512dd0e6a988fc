"""Plausible events with every field defaulted: a test says only what it is about."""

from itertools import count
from typing import Any

from data.rules.events import CASE, HAZARD, LISTING, OBJECT, NewEvent
from data.rules.scope import Actor
from data.rules.vocabulary import Role

_numbers = count(1)

OFFICER = Actor("张某", "D01", Role.DEPARTMENT)
"""An officer of a department."""


def hazard_no() -> str:
    """A number nobody used yet in this run."""
    return f"YH-TEST-{next(_numbers):06d}"


def found(no: str | None = None, at: str = "2021-06-01", **body: Any) -> NewEvent:
    """A hazard found by a department at an enterprise, general, to be rectified by a deadline."""
    facts = {
        "subject": {"kind": "enterprise", "name": "示例企业", "uscc": None},
        "town": None,
        "sector": "H08",
        "level": 0,
        "source": 2,
        "manage_type": 1,
        "description": "灭火器过期未更换",
        "address": None,
        "lon": None,
        "lat": None,
        "repeat": False,
    }
    return NewEvent(HAZARD, no or hazard_no(), "found", at, facts | body)


def happening(no: str, what: str, at: str, **body: Any) -> NewEvent:
    """One more event of a hazard."""
    return NewEvent(HAZARD, no, what, at, body)


def closed_history(no: str | None = None, **body: Any) -> list[NewEvent]:
    """Found, ordered, measures, submitted, passed and closed within twelve days of June 2021."""
    first = found(no, **body)
    five = {"person": "张某", "measures": "更换", "funds_yuan": 1000, "deadline": "2021-06-12", "plan": "现场处置"}
    return [
        first,
        happening(first.id, "noticed", "2021-06-02", deadline="2021-06-12", doc_no="责改〔2021〕1号"),
        happening(first.id, "rectifying", "2021-06-02", five=five),
        happening(first.id, "submitted", "2021-06-10", cost_yuan=900),
        happening(first.id, "reinspected", "2021-06-12", result="pass", by="李某"),
        happening(first.id, "closed", "2021-06-12"),
    ]


def registered(object_id: str | None = None, at: str = "2021-01-04", **body: Any) -> NewEvent:
    """A supervised object of the roster."""
    facts = {"name": "示例企业", "uscc": None, "kind": "企业", "town": None, "sector": "H08", "address": None}
    return NewEvent(OBJECT, object_id or f"DX-TEST-{next(_numbers):06d}", "registered", at, facts | body)


def filed(case_no: str, hazard: str | None = None, at: str = "2021-06-20", **body: Any) -> NewEvent:
    """A case, with or without a hazard."""
    facts = {"hazard_no": hazard, "town": None, "sector": "H08", "case_no": case_no}
    return NewEvent(CASE, case_no, "case_filed", at, facts | body)


def listed(hazard: str, at: str = "2021-06-02", level: str = "区") -> NewEvent:
    """A hazard put on the list of supervision."""
    return NewEvent(LISTING, hazard, "listed", at, {"level": level})
