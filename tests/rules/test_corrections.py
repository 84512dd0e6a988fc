"""What a correction changed is told field by field, before and after."""

from dataclasses import replace

from data.rules.corrections import Correction, corrections
from data.rules.events import HAZARD, OBJECT, HappenedEvent
from tests.rules.histories import event


def numbered(*events: HappenedEvent) -> list[HappenedEvent]:
    return [replace(each, change=place) for place, each in enumerate(events, start=1)]


def test_each_amendment_of_an_object_says_what_it_changed() -> None:
    told = corrections(
        numbered(
            event("registered", "2021-01-04", {"name": "甲厂", "colour": "黄", "lon": 117.1, "lat": 36.9}, OBJECT),
            event("amended", "2021-02-01", {"fields": {"colour": "红", "name": "甲厂"}}, OBJECT),
            event("closed_down", "2021-02-02", {"status": "停业"}, OBJECT),
            event("amended", "2021-03-01", {"fields": {"lon": 117.2, "lat": 36.9, "morton": 7}}, OBJECT),
        )
    )
    assert told == {
        2: (Correction("colour", "黄", "红"),),
        4: (Correction("point", (117.1, 36.9), (117.2, 36.9)),),
    }


def test_each_amendment_of_a_hazard_says_what_it_changed() -> None:
    found = {"subject": {"name": "甲厂"}, "source": 2, "level": 0, "description": "旧"}
    fields = {"level": 1, "description": "旧", "repeat": True, "subject": {"name": "乙厂"}}
    told = corrections(
        numbered(
            event("found", "2021-06-01", found, HAZARD),
            event("amended", "2021-06-02", {"fields": fields, "reason": "笔误"}, HAZARD),
        )
    )
    assert told == {
        2: (Correction("level", 0, 1), Correction("repeat", False, True), Correction("subject_name", "甲厂", "乙厂"))
    }
