"""Who else is there is known for ten seconds, bounded in number, and never told to the one who asks."""

from threading import Thread

from dashboard import presence
from dashboard.presence import EDITING, LOOKING, Person, Presence

RECORD = ("hazard", "YH-1")
ZHANG, LI = Person("张某", "区应急管理局", LOOKING), Person("李某", "太平街道", EDITING)


class Hand:
    """A clock moved by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_others_are_told_and_oneself_is_not() -> None:
    there = Presence(Hand())
    assert there.beat(RECORD, "a", ZHANG) == []
    assert there.beat(RECORD, "b", LI) == [ZHANG]
    assert there.beat(RECORD, "a", ZHANG) == [LI]
    assert there.beat(("hazard", "YH-2"), "a", ZHANG) == []


def test_who_fills_in_stands_first() -> None:
    there = Presence(Hand())
    there.beat(RECORD, "a", ZHANG)
    there.beat(RECORD, "b", LI)
    assert there.beat(RECORD, "c", Person("王某", "", LOOKING)) == [LI, ZHANG]


def test_signs_expire_and_leaving_is_at_once() -> None:
    hand = Hand()
    there = Presence(hand)
    there.beat(RECORD, "a", ZHANG)
    there.beat(RECORD, "b", LI)
    there.leave(RECORD, "b")
    assert there.beat(RECORD, "c", LI) == [ZHANG]
    hand.now += presence.STAY + 0.1
    assert there.beat(RECORD, "d", LI) == []


def test_memory_is_bounded_in_records_and_people() -> None:
    hand = Hand()
    there = Presence(hand)
    for place in range(presence.MOST_RECORDS + 50):
        there.beat(("hazard", str(place)), "a", ZHANG)
    assert len(there) == presence.MOST_RECORDS
    for place in range(presence.MOST_PEOPLE + 10):
        others = there.beat(RECORD, str(place), Person(str(place), "", LOOKING))
    assert len(others) == presence.MOST_PEOPLE


def test_many_threads_may_use_it() -> None:
    there = Presence()

    def beat(name: str) -> None:
        for place in range(300):
            there.beat(("hazard", str(place % 7)), name, Person(name, "", LOOKING))

    threads = [Thread(target=beat, args=(str(number),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(there.beat(("hazard", "3"), "x", ZHANG)) == 8
