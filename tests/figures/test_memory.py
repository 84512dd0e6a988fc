"""Answers are made once, and a promised one only when somebody asks for it or the promises are settled."""

from data.readmodel.memory import Memory


def test_a_promised_answer_is_made_when_it_is_first_asked_for() -> None:
    memory, made = Memory(), []
    memory.promise("sum", lambda: made.append("promised") or 3)
    assert made == []
    assert [memory.kept("sum", lambda: 4) for _ in range(2)] == [3, 3]
    assert made == ["promised"]


def test_a_promise_that_comes_to_nothing_is_made_anew() -> None:
    memory = Memory()
    memory.promise("sum", lambda: None)
    assert memory.kept("sum", lambda: 4) == 4


def test_settled_promises_stand_among_what_is_at_hand_and_broken_ones_do_not() -> None:
    memory = Memory()
    memory.promise("sum", lambda: 3)
    memory.promise("mean", lambda: None)
    memory.settle()
    assert memory.items() == [("sum", 3)]
    assert memory.kept("sum", lambda: 4) == 3


def test_an_answer_may_ask_for_another_promised_one() -> None:
    memory = Memory()
    memory.promise("sum", lambda: memory.kept("parts", lambda: 0) + 1)
    memory.promise("parts", lambda: 2)
    assert dict(memory.items()) == {"parts": 2, "sum": 3}
