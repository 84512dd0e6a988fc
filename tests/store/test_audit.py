"""The audit finds whatever is done to events past the program, and names the first one that is not as recorded."""

import json
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select, text, update
from sqlalchemy.exc import DataError, IntegrityError

from dashboard.cli import main
from data.packs import Pack
from data.store.append_only import unguard
from data.store.audit import Verdict, verdict_on, verify
from data.store.audit_parts import Part, Question, answer, proved
from data.store.database import open_engine, printable, writing
from data.store.errors import HeadUnreadable
from data.store.heads import Head, head_at, read_head
from data.store.links import EVENTS
from data.store.streams import record
from data.words import LANGUAGES, speaking
from tests import factories
from tests.store.tampering import forge, run

COUNT = 11
TAMPERING = (
    ("UPDATE event SET text = replace(text, '1000', '9000') WHERE change = 4", "chain", 4),
    ("UPDATE event SET text = 'x' WHERE change = 4", "text", 4),
    ("UPDATE event SET text = replace(text, '企业', '公司') WHERE change = 11", "last", 11),
    ("UPDATE event SET text = replace(text, 'DX-2', 'DX-3') WHERE change = 11", "columns", 11),
    ("UPDATE event SET text = replace(text, '区', '市') WHERE change = 9", "chain", 9),
    ("UPDATE event SET text = text || ' ' WHERE change = 11", "last", 11),
    ("UPDATE event SET actor = '别人' WHERE change = 3", "columns", 3),
    ("UPDATE event SET day = day + 1 WHERE change = 7", "columns", 7),
    ("UPDATE event SET value = 7 WHERE change = 5", "short_form", 5),
    ("UPDATE event SET state = 1 WHERE change = 1", "short_form", 1),
    ("UPDATE event SET value = 7 WHERE change = 5 OR change = 3", "short_form", 3),
    ("UPDATE event SET value = 7, org = replace(org, 'D', 'change') WHERE change IN (5, 9)", "columns", 5),
    ("UPDATE event SET value = 7, day = day + change - 5 WHERE change IN (5, 9)", "short_form", 5),
    ("UPDATE event SET prev = county.head_hash FROM county WHERE change = 3", "prev", 3),
    ("UPDATE event SET prev = county.head_hash FROM county WHERE change = 1", "prev", 1),
    ("DELETE FROM event WHERE change = 5", "gap", 5),
    ("DELETE FROM event WHERE change IN (1, 2)", "gap", 1),
    ("DELETE FROM event WHERE change > 9", "cut", 10),
    ("DELETE FROM event", "cut", 1),
    ("UPDATE county SET head_change = 9", "beyond", 10),
    ("UPDATE county SET head_hash = event.prev FROM event WHERE change = 3", "last", 11),
    ("UPDATE event SET county = '000000' WHERE change = 6", "gap", 6),
    ("UPDATE event SET change = 0 WHERE change = 6", "number", 0),
    ("UPDATE event SET change = 99 WHERE change = 11", "gap", 11),
)  # fmt: skip
"""What is done to the eleven events, what it is called, and the first event that is wrong."""


@pytest.fixture
def filled(engine: Engine, pack: Pack) -> Engine:
    """A closed hazard after an object, one on the list of supervision, and a case: eleven events."""
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [factories.registered("DX-1"), *factories.closed_history("YH-1")])
        record(connection, pack, factories.OFFICER, [factories.found("YH-2"), factories.listed("YH-2")])
        record(connection, pack, factories.OFFICER, [factories.filed("AJ-1", "YH-1"), factories.registered("DX-2")])
    return engine


def told(verdict: Verdict) -> tuple[str | None, object]:
    return (None, None) if verdict.bad is None else (verdict.bad.name, verdict.bad.change)


def head(engine: Engine, pack: Pack, change: int = COUNT) -> Head:
    with engine.connect() as connection:
        return read_head(head_at(connection, pack.code, change).shown())


def test_what_the_program_wrote_is_found_sound(filled: Engine, pack: Pack) -> None:
    for change in range(COUNT + 1):
        verdict = verify(filled, pack, head(filled, pack, change))
        assert (verdict.events, told(verdict)) == (COUNT, (None, None))
    assert verdict.head.shown() == head(filled, pack).shown()


def test_a_county_without_events_is_sound(engine: Engine, pack: Pack) -> None:
    verdict = verify(engine, pack)
    assert (verdict.json()["ok"], verdict.events, verdict.head.change) == (True, 0, 0)


@pytest.mark.parametrize(("statement", "name", "change"), TAMPERING, ids=[row[0][:70] for row in TAMPERING])
def test_tampering_is_found_at_the_first_bad_event(
    filled: Engine, pack: Pack, statement: str, name: str, change: int
) -> None:
    run(filled, statement)
    verdict = verify(filled, pack)
    assert told(verdict) == (name, change)
    for lang in LANGUAGES if verdict.bad else ():
        with speaking(lang):
            assert verdict.json()["bad"]["why"]


WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=12)
NUMBERS = st.integers(-(2**15), 2**15 - 1)
MUTATED = {"text": WORDS, "prev": st.binary(max_size=40)} | {
    column.name: NUMBERS if column.type.python_type is int else WORDS
    for column in EVENTS.columns
    if column.name not in ("text", "prev")
}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), change=st.integers(1, COUNT), name=st.sampled_from(sorted(MUTATED)))
def test_any_other_value_in_any_column_of_any_event_is_found(
    filled: Engine, pack: Pack, data: st.DataObject, change: int, name: str
) -> None:
    column = EVENTS.c[name]
    with filled.connect() as connection, connection.begin() as transaction:
        unguard(connection, "event")
        known = list(connection.scalars(select(column).order_by(EVENTS.c.change)))
        value = data.draw(MUTATED[name] | st.sampled_from(known) | st.none())
        assume(value != known[change - 1])
        with suppress(IntegrityError, DataError):  # the database itself refuses it
            connection.execute(update(EVENTS).where(EVENTS.c.change == change).values({name: value}))
            assert verdict_on(connection, pack).bad is not None
        transaction.rollback()


def test_processes_beside_this_one_prove_the_same(filled: Engine, pack: Pack) -> None:
    late = head(filled, pack)
    with filled.connect() as connection:
        assert proved(filled, connection, pack, late, 2) == verify(filled, pack, late).head


def here(question: Question) -> Callable[[], Part | None]:
    return lambda: answer(question)


def test_many_events_are_proved_in_parts(filled: Engine, pack: Pack) -> None:
    late, early = head(filled, pack), head(filled, pack, 2)
    with filled.connect() as connection:
        for parts in (1, 3, COUNT):
            for sought in (None, early, late, Head(None, late.hash)):
                assert proved(filled, connection, pack, sought, parts, here) == verify(filled, pack).head
        assert proved(filled, connection, pack, Head(2, late.hash), 2, here) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET text = replace(text, '1000', '9000') WHERE change = 4",
        "UPDATE event SET value = 7 WHERE change = 5",
        "DELETE FROM event WHERE change > 9",
        "UPDATE county SET head_change = 9",
        "UPDATE event SET change = 0 WHERE change = 6",
        "UPDATE event SET prev = county.head_hash FROM county WHERE change = 6",
    ],
)
def test_no_part_of_a_tampered_chain_hides_it(filled: Engine, pack: Pack, statement: str) -> None:
    run(filled, statement)
    with filled.connect() as connection:
        assert proved(filled, connection, pack, None, 2, here) is None


def test_two_swapped_texts_are_found(filled: Engine, pack: Pack) -> None:
    with filled.connect() as connection:
        texts = dict(connection.execute(text("SELECT change, text FROM event WHERE change IN (4, 5)")).all())
    for change, said in ((4, texts[5]), (5, texts[4])):
        run(filled, "UPDATE event SET text = :said WHERE change = :change", said=said, change=change)
    assert told(verify(filled, pack)) == ("columns", 4)


def test_two_events_that_changed_places_are_found(filled: Engine, pack: Pack) -> None:
    for old, new in ((4, -4), (5, 4), (-4, 5)):
        run(filled, f"UPDATE event SET change = {new} WHERE change = {old}")
    assert told(verify(filled, pack)) == ("misplaced", 4)


def test_an_event_that_was_slipped_in_is_found(filled: Engine, pack: Pack) -> None:
    for change in range(COUNT, 5, -1):
        run(filled, f"UPDATE event SET change = {change + 1} WHERE change = {change}")
    names = "county, kind, id, what, at, instant, day, value, state, round, actor, org, role, batch, text, prev"
    run(filled, f"INSERT INTO event ({names}, change, seq) SELECT {names}, 6, 99 FROM event WHERE change = 5")
    verdict = verify(filled, pack)
    assert (verdict.events, *told(verdict)) == (COUNT + 1, "misplaced", 6)


CUT = ("DELETE FROM event WHERE change > 9", "UPDATE county SET head_change = 9, head_hash = :hash")


def test_a_shorter_past_is_sound_in_itself_and_found_by_the_head_of_a_report(filled: Engine, pack: Pack) -> None:
    printed = head(filled, pack)
    with filled.connect() as connection:
        hash_ = head_at(connection, pack.code, 9).hash
    run(filled, *CUT, hash=hash_)
    assert told(verify(filled, pack)) == (None, None)
    assert told(verify(filled, pack, printed)) == ("shortened", 10)
    assert told(verify(filled, pack, Head(None, printed.hash))) == ("rewritten", None)


def test_a_past_written_anew_is_sound_in_itself_and_found_by_the_head_of_a_report(filled: Engine, pack: Pack) -> None:
    early, late = head(filled, pack, 3), head(filled, pack)
    forge(filled)
    assert told(verify(filled, pack, late)) == (None, None), "nothing was changed"
    run(filled, "UPDATE event SET text = replace(text, '张某', '李某'), actor = '李某' WHERE change = 5")
    forge(filled)
    assert told(verify(filled, pack, early)) == (None, None)
    verdict = verify(filled, pack, late)
    assert told(verdict) == ("rewritten", COUNT)
    assert late.shown() in verdict.json()["bad"]["why"]


def test_what_stands_in_the_file_instead_of_text_is_found(sqlite_engine: Engine, pack: Pack) -> None:
    with writing(sqlite_engine) as connection:
        record(connection, pack, factories.OFFICER, factories.closed_history("YH-1"))
    for name in ("kind", "id", "what", "at", "actor", "org", "role", "text"):
        run(sqlite_engine, f"UPDATE event SET {name} = CAST({name} AS BLOB) WHERE change = 2")
        assert verify(sqlite_engine, pack).json()["bad"]["change"] == 2
        run(sqlite_engine, f"UPDATE event SET {name} = CAST({name} AS TEXT) WHERE change = 2")
        assert verify(sqlite_engine, pack).bad is None
    for name in ("id", "actor", "text"):
        run(sqlite_engine, f"UPDATE event SET {name} = CAST(x'FF41' || {name} AS TEXT) WHERE change = 2")
        assert verify(sqlite_engine, pack).json()["bad"]["change"] == 2
        run(sqlite_engine, f"UPDATE event SET {name} = CAST(substr(CAST({name} AS BLOB), 3) AS TEXT) WHERE change = 2")
        assert verify(sqlite_engine, pack).bad is None


def test_the_command_says_it_to_people_and_to_scripts(
    sqlite_engine: Engine, pack: Pack, capsys: pytest.CaptureFixture[str]
) -> None:
    with writing(sqlite_engine) as connection:
        record(connection, pack, factories.OFFICER, factories.closed_history("YH-1"))
    command = ["audit", "verify", "--county", pack.code, "--database", f"sqlite:///{printable(sqlite_engine)}"]
    assert main([*command, "--json"]) == 0
    sound = json.loads(capsys.readouterr().out)
    assert (sound["events"], sound["ok"], len(sound["head"])) == (6, True, 64)
    assert main([*command, "--head", sound["head"]]) == 0
    assert sound["head"][:4] in capsys.readouterr().out
    run(sqlite_engine, "DELETE FROM event WHERE change = 6", "UPDATE event SET actor = '' WHERE change = 3")
    assert main([*command, "--json"]) == 1
    bad = json.loads(capsys.readouterr().out)
    assert (bad["events"], bad["ok"]) == (5, False)
    assert {name: bad["bad"][name] for name in ("change", "kind", "id", "what")} == {
        "change": 3, "kind": "hazard", "id": "YH-1", "what": "rectifying"
    }  # fmt: skip
    assert main(command) == 1
    assert "第 3 号事件" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", ["", "12", "12-abcd", "x" * 64, "abc-1f3a-9c0d-77be-52e1", "1f" * 40, "1f" * 8 + "1"])
def test_what_is_no_head_is_told(wrong: str) -> None:
    with pytest.raises(HeadUnreadable):
        read_head(wrong)


def test_a_head_is_read_as_it_is_shown_however_it_was_copied() -> None:
    head = Head(260143, bytes(range(10)))
    shown = head.shown()
    assert shown == "260143-0001-0203-0405-0607-0809"
    for copied in (shown, shown.upper(), shown.replace("-", " "), "260143 · 0001020304050607 0809", f" {shown}\n"):
        assert read_head(copied) == head


def test_a_database_that_is_not_there_is_told(pack: Pack, tmp_path: Path) -> None:
    assert main(["audit", "verify", "--database", f"sqlite:///{tmp_path}/none.sqlite"]) == 1
    open_engine(f"sqlite:///{tmp_path}/none.sqlite").dispose()
