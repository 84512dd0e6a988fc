"""What is written of a ledger under the columns' own names is read back as it was, for every kind."""

import string
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from dashboard.importing.shown import value
from dashboard.names import Names
from data.exchange.columns import KINDS, by_label, kind_of, label, resolve, title
from data.exchange.drafts import CHOICES
from data.exchange.importer import File, understood, way_of
from data.exchange.mapping import NOTHING_SAID, ColumnMapping, Naming, columns_of
from data.exchange.outcome import RowReport
from data.exchange.reader import Cell, Sheet, Workbook
from data.packs import DEFAULT_PACK, Pack, load_pack
from data.rules import uscc
from data.rules.accidents import AccidentStage, AccidentType, level_of
from data.rules.dictionaries import in_force
from data.rules.equipment import EquipmentKind, EquipmentStatus
from data.rules.inspections import InspectionType
from data.rules.persons import OF_THE_UNIT, PersonRole
from data.rules.scope import SYSTEM, Scope
from data.rules.vocabulary import Colour, ObjectKind, Result, State
from data.store.database import open_engine, prepare
from geo.datum import Datum

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAYS = st.dates(date(2020, 1, 1), date(2026, 3, 1))
LATER = st.integers(0, 200).map(timedelta)
WORDS = st.text("安全生产隐患整改检修线路设备甲乙丙丁戊0123456789", min_size=2, max_size=12).map(
    lambda text: f"示{text}"
)
PROSE = st.lists(WORDS, min_size=1, max_size=3).map("，\n".join)
FOREIGN = st.text("阿贝采德埃弗格哈伊", min_size=2, max_size=6)
Rows = Sequence[Mapping[str, Any]]
NUMBERS = st.text(string.digits, min_size=8, max_size=8)


@cache
def pack() -> Pack:
    return load_pack(DEFAULT_PACK)


@st.composite
def codes(draw: st.DrawFn) -> str:
    """A valid credit code of this county."""
    body = draw(st.text("0123456789ABCDEFGH", min_size=8, max_size=8))
    first = f"91370115{body}{uscc.organisation_check(body)}"
    return first + uscc.check_character(first)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


@st.composite
def places(draw: st.DrawFn) -> dict[str, Any]:
    """A town, and nothing or a point near its middle."""
    town = draw(st.sampled_from(pack().towns))
    assert town.seat_lon is not None
    assert town.seat_lat is not None
    near = st.integers(-200, 200).map(lambda steps: steps / 100_000)
    point = (round(town.seat_lon + draw(near), 5), round(town.seat_lat + draw(near), 5))
    lon, lat = point if draw(st.booleans()) else (None, None)
    return {"town": town.code, "lon": lon, "lat": lat}


OBJECTS: dict[str, st.SearchStrategy[Any]] = {
    "name": WORDS,
    "uscc": maybe(codes()),
    "object_kind": st.sampled_from([kind.value for kind in ObjectKind]),
    "address": maybe(WORDS),
    "industry": maybe(WORDS),
    "sector": maybe(st.sampled_from([sector.code for sector in pack().sectors])),
    "supervision_level": maybe(st.sampled_from(("1", "2", "3"))),
    "lead_dept": maybe(st.sampled_from([org.code for org in pack().organisations if org.short_name])),
    "risk_colour": maybe(st.sampled_from([colour.value for colour in Colour])),
    "principal": maybe(WORDS),
    "phone": maybe(NUMBERS.map("199{}".format)),
}
HAZARDS: dict[str, st.SearchStrategy[Any]] = {
    "subject": WORDS,
    "uscc": maybe(codes()),
    "address": maybe(WORDS),
    "level": st.sampled_from((0, 1)),
    "category": maybe(WORDS),
    "description": PROSE,
    "measures": maybe(PROSE),
    "responsible": maybe(WORDS),
    "phone": OBJECTS["phone"],
    "funds_yuan": maybe(st.integers(0, 10_000_000).map(lambda fen: fen / 100)),
    "manage_type": st.sampled_from((0, 1)),
    "judge_basis": maybe(PROSE),
    "inspector": maybe(WORDS),
    "case_no": maybe(WORDS),
}
EQUIPMENT: dict[str, st.SearchStrategy[Any]] = {
    "reg_code": st.text(string.digits, min_size=16, max_size=16).map("3110{}".format),
    "name": maybe(WORDS),
    "kind": st.sampled_from([kind.value for kind in EquipmentKind]),
    "object": WORDS,
    "status": st.sampled_from([status.value for status in EquipmentStatus]),
    "use_cert_no": maybe(WORDS),
    "result": maybe(st.sampled_from([Result.PASS.value, Result.FAIL.value])),
    "is_key_place": maybe(st.booleans()),
    "uscc": maybe(codes()),
    "address": maybe(WORDS),
    "phone": OBJECTS["phone"],
    "maintainer": maybe(WORDS),
}
STATES = {
    State.NOTICED: "未整改", State.CONFIRMED: "未整改", State.RECTIFYING: "正在整改", State.SUBMITTED: "已整改",
    State.FAILED: "未整改", State.CLOSED: "已整改",
}  # fmt: skip


@st.composite
def hazards(draw: st.DrawFn) -> dict[str, Any]:
    """A hazard whose days follow each other, in a state that a ledger may bring it to."""
    values = draw(st.fixed_dictionaries(HAZARDS)) | draw(places())
    found = draw(DAYS)
    state = draw(st.sampled_from(list(STATES)))
    open_ended = state is State.CONFIRMED and values["manage_type"] == 1
    if state is State.CONFIRMED and not open_ended:
        state = State.NOTICED
    deadline = None if open_ended else (found if values["manage_type"] == 0 else found + draw(LATER))
    looked_at = state in (State.FAILED, State.CLOSED)
    causes = [cause.code for cause in in_force(pack().causes, found)]
    result = {State.FAILED: Result.FAIL.value, State.CLOSED: Result.PASS.value}.get(state)
    return values | {
        "found_on": found.isoformat(),
        "deadline": deadline.isoformat() if deadline else None,
        "status": state.value,
        "reinspected_on": min(found + draw(LATER), date(2026, 3, 1)).isoformat() if looked_at else None,
        "reinspection_result": result,
        "cause_type": draw(maybe(st.sampled_from(causes))),
    }


@st.composite
def equipment(draw: st.DrawFn) -> dict[str, Any]:
    """A piece of equipment that was inspected, and is due later."""
    values = draw(st.fixed_dictionaries(EQUIPMENT)) | draw(places())
    last = draw(DAYS)
    code = draw(maybe(NUMBERS))
    return values | {
        "last_inspection": last.isoformat(),
        "next_inspection_due": (last + draw(LATER)).isoformat(),
        "insured_until": draw(maybe(DAYS.map(date.isoformat))),
        "code_96333": code,
        "in_96333": True if code else draw(maybe(st.booleans())),
    }


ACCIDENTS: dict[str, st.SearchStrategy[Any]] = {
    "code": maybe(NUMBERS.map("示事{}".format)),
    "subject": maybe(WORDS),
    "uscc": maybe(codes()),
    "address": maybe(WORDS),
    "phone": OBJECTS["phone"],
    "industry": maybe(WORDS),
    "type": maybe(st.sampled_from([kind.value for kind in AccidentType])),
    **dict.fromkeys(("deaths", "missing", "serious", "minor"), maybe(st.integers(0, 120))),
    "loss_yuan": maybe(st.integers(0, 10**12).map(lambda fen: fen / 100)),
    "is_liability": maybe(st.booleans()),
    "is_production": maybe(st.booleans()),
    "stage": maybe(st.sampled_from([stage.value for stage in AccidentStage])),
    "course": maybe(PROSE),
}


@st.composite
def accidents(draw: st.DrawFn) -> dict[str, Any]:
    """An accident of the level that its figures give."""
    values = draw(st.fixed_dictionaries(ACCIDENTS)) | draw(places())
    occurred = draw(DAYS)
    figures = (values["deaths"], values["serious"], values["loss_yuan"])
    fen = None if figures[2] is None else round(figures[2] * 100)
    is_open = all(figure is None for figure in figures)
    return values | {
        "occurred_on": occurred.isoformat(),
        "reported_on": draw(maybe(st.just(occurred.isoformat()))),
        "level": None if is_open else level_of(figures[0], figures[1], fen).value,
    }


PERSONS: dict[str, st.SearchStrategy[Any]] = {
    "name": WORDS,
    "org": maybe(WORDS),
    "post": maybe(NUMBERS.map("岗位{}".format)),
    "role": st.sampled_from([role.value for role in PersonRole if role not in OF_THE_UNIT]),
    "phone": OBJECTS["phone"],
    "duties": maybe(PROSE),
    "object": WORDS,
    "uscc": maybe(codes()),
    "cell": maybe(st.sampled_from([cell.code for cell in pack().cells])),
    "address": maybe(WORDS),
}


@st.composite
def persons(draw: st.DrawFn) -> dict[str, Any]:
    """Somebody who answers for an object, for a while."""
    values = draw(st.fixed_dictionaries(PERSONS)) | draw(places())
    began = draw(DAYS)
    return values | {"valid_from": began.isoformat(), "valid_to": draw(maybe(st.just(began.isoformat())))}


INSPECTIONS: dict[str, st.SearchStrategy[Any]] = {
    "subject": WORDS,
    "uscc": maybe(codes()),
    "address": maybe(WORDS),
    "phone": OBJECTS["phone"],
    "code": maybe(NUMBERS.map("示检{}".format)),
    "doc_no": maybe(NUMBERS.map("示文{}".format)),
    "org": maybe(WORDS),
    "inspectors": maybe(WORDS),
    "type": st.sampled_from([kind.value for kind in InspectionType]),
    "topic": maybe(WORDS),
    "findings": st.integers(0, 500),
    "remark": maybe(PROSE),
}


@st.composite
def inspections(draw: st.DrawFn) -> dict[str, Any]:
    """A visit; a reason for not signing stands only where nobody signed."""
    values = draw(st.fixed_dictionaries(INSPECTIONS)) | draw(places())
    began = draw(DAYS)
    signed = draw(maybe(st.booleans()))
    return values | {
        "inspected_on": began.isoformat(),
        "ended_on": draw(maybe(st.just(began.isoformat()))),
        "signed": signed,
        "refusal": draw(maybe(WORDS)) if signed is False else None,
    }


@st.composite
def objects(draw: st.DrawFn) -> dict[str, Any]:
    return draw(st.fixed_dictionaries(OBJECTS)) | draw(places())


ROWS: Mapping[str, st.SearchStrategy[dict[str, Any]]] = {
    "objects": objects(), "hazards": hazards(), "equipment": equipment(),
    "inspections": inspections(),
    "accidents": accidents(),
    "persons": persons(),
}  # fmt: skip


def written(kind: str, key: str, one: Any) -> Cell:
    """The cell that says a value: in the words in which the page shows it, nothing hidden."""
    if one is None:
        return ""
    if key in ("phone", "lon", "lat"):
        return str(one)
    if kind == "hazards" and key == "status":
        return STATES[State(one)]
    return value(kind, key, one, Names(pack()))


@dataclass(frozen=True, slots=True)
class Titles:
    """The header of a sheet: ``keys`` in the order of its columns, one row of titles or two, groups that are merged."""

    keys: Sequence[str]
    rows: list[list[Cell]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)


def synonyms(kind: str, key: str) -> list[str]:
    """Names that stand alone and are this column's. X and Y are metres where they are not degrees."""
    known = by_label(kind)
    aliases = columns_of(kind)[key].aliases
    return [alias for alias in aliases if known[label(alias)].key == key and alias not in ("X", "Y")]


def pairs(kind: str, key: str) -> list[tuple[str, str]]:
    """(group, name) under which the column may stand; not those that name one of its values each."""
    return [pair for pair in columns_of(kind)[key].under if pair[1] not in CHOICES.get(key, ())]


@st.composite
def titles(draw: st.DrawFn, kind: str) -> Titles:
    """The columns of a kind in any order under any of their names, alone or two and more under a group."""
    chosen = {key: draw(maybe(st.sampled_from(found))) for key in kind_of(kind).keys if (found := pairs(kind, key))}
    groups: dict[str, list[tuple[str, str]]] = {}
    for key, pair in chosen.items():
        if pair is not None:
            groups.setdefault(pair[0], []).append((key, pair[1]))
    blocks = [(group, draw(st.permutations(found))) for group, found in groups.items() if len(found) > 1]
    grouped = {key for _, found in blocks for key, _ in found}
    alone = [key for key in kind_of(kind).keys if key not in grouped]
    blocks += [(draw(st.sampled_from(synonyms(kind, key))), [(key, "")]) for key in alone]
    return laid_out(draw(st.permutations(blocks)), merges=draw(st.booleans()))


def laid_out(blocks: Sequence[tuple[str, Sequence[tuple[str, str]]]], *, merges: bool) -> Titles:
    top: list[Cell] = []
    below: list[Cell] = []
    merged = []
    for group, found in blocks:
        if merges and len(found) > 1:
            merged.append(((1, len(top)), (1, len(top) + len(found) - 1)))
        top += [group, *[""] * (len(found) - 1)]
        below += [name for _, name in found]
    keys = [key for _, found in blocks for key, _ in found]
    return Titles(keys, [top, below] if any(below) else [top], merged)


def brought(engine: Engine, kind: str, named: Titles, rows: Rows, naming: Naming = NOTHING_SAID) -> list[RowReport]:
    """The rows under their titles, as a dry import tells them."""
    cells = [[written(kind, key, row[key]) for key in named.keys] for row in rows]
    sheet = Sheet("表", False, named.merged, [["2021年台账"], *named.rows, *cells])
    file = File("台账.xlsx", "0" * 64, way_of(kind), Datum.WGS84, None, naming)
    job = understood(file, Workbook("xlsx", False, [sheet]), pack(), Scope.whole(pack().code), SYSTEM, NOW)
    with engine.connect() as connection:
        job.judge(connection)
    return job.report.rows


def check(engine: Engine, kind: str, data: st.DataObject, named: Titles, naming: Naming = NOTHING_SAID) -> None:
    """Rows of a kind come back as they were, whatever the columns are called."""
    ledger = kind_of(kind)
    rows = data.draw(st.lists(ROWS[kind], min_size=1, max_size=4, unique_by=lambda row: row[ledger.subject]))
    told = brought(engine, kind, named, rows, naming)
    assert [row.values for row in told] == [{key: row[key] for key in ledger.keys} for row in rows]


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    folder: Path = tmp_path_factory.mktemp("round")
    engine = open_engine(f"sqlite:///{folder}/empty.sqlite")
    prepare(engine, pack())
    yield engine
    engine.dispose()


every_kind = pytest.mark.parametrize("kind", [kind.name for kind in KINDS if kind.is_form])
few = settings(deadline=None, max_examples=20)


@every_kind
def test_every_column_is_known_by_the_name_that_people_see(kind: str) -> None:
    for key in columns_of(kind):
        column = resolve(kind, title(kind, key), "")
        assert column is not None
        assert column.key == key


@few
@every_kind
@given(data=st.data())
def test_what_is_written_is_read_back(empty: Engine, kind: str, data: st.DataObject) -> None:
    keys = data.draw(st.permutations(kind_of(kind).keys))
    check(empty, kind, data, Titles(keys, [[title(kind, key) for key in keys]]))


@few
@every_kind
@given(data=st.data())
def test_any_names_of_the_columns_say_the_same(empty: Engine, kind: str, data: st.DataObject) -> None:
    check(empty, kind, data, data.draw(titles(kind)))


@few
@every_kind
@given(data=st.data())
def test_names_that_nobody_knows_say_the_same_when_a_mapping_says_so(
    empty: Engine, kind: str, data: st.DataObject
) -> None:
    keys = data.draw(st.permutations(kind_of(kind).keys))
    foreign = data.draw(st.lists(FOREIGN, min_size=len(keys), max_size=len(keys), unique_by=label))
    said = ColumnMapping(kind, dict(zip(foreign, keys, strict=True)))
    check(empty, kind, data, Titles(keys, [list(foreign)]), Naming(said.by_label))
