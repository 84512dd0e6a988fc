"""Laws of reading ledgers: the order and the names of columns do not matter, and every accepted row obeys the loop."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Jaro

from data.exchange.accident_rows import read_accident
from data.exchange.columns import COLUMNS, kind_of
from data.exchange.drafts import Draft
from data.exchange.equipment_rows import read_equipment
from data.exchange.events import Found, hazard_events
from data.exchange.hazard_rows import read_hazard, status_of
from data.exchange.header import find_header
from data.exchange.inspection_rows import read_inspection
from data.exchange.matching import NEAR, Subject, Subjects
from data.exchange.object_rows import read_object
from data.exchange.person_rows import read_person
from data.exchange.reader import Sheet, Workbook
from data.exchange.reading import FileReader, Reading
from data.packs import DEFAULT_PACK, Pack, load_pack
from data.packs.places import Places
from data.rules.events import HappenedEvent
from data.rules.hazards import advance
from data.rules.instants import moment
from data.rules.vocabulary import Source, State
from tests.exchange.books import (
    ACCIDENT_HEADER,
    ACCIDENT_ROW,
    EQUIPMENT_HEADER,
    EQUIPMENT_ROW,
    HAZARD_HEADER,
    HAZARD_ROW,
    INSPECTION_HEADER,
    INSPECTION_ROW,
    OBJECT_HEADER,
    OBJECT_ROW,
    PERSON_HEADER,
    PERSON_ROW,
)

TODAY = date(2026, 3, 2)
READERS = {
    "hazards": read_hazard,
    "objects": read_object,
    "equipment": read_equipment,
    "inspections": read_inspection,
    "accidents": read_accident,
    "persons": read_person,
}
SAMPLES = {
    "hazards": (HAZARD_HEADER, HAZARD_ROW),
    "objects": (OBJECT_HEADER, OBJECT_ROW),
    "equipment": (EQUIPMENT_HEADER, EQUIPMENT_ROW),
    "inspections": (INSPECTION_HEADER, INSPECTION_ROW),
    "accidents": (
        tuple(title.partition("(")[0] for title in ACCIDENT_HEADER),
        tuple("130.5万元" if cell == "130.5" else cell for cell in ACCIDENT_ROW),
    ),
    "persons": (PERSON_HEADER, PERSON_ROW),
}
NOT_IN_SAMPLES = frozenset(("reinspection", "point", "seq", "remark"))


@cache
def places() -> Places:
    return Places(load_pack(DEFAULT_PACK))


def pack() -> Pack:
    return places().pack


def understood(kind: str, rows: Sequence[Sequence[Any]]) -> Reading:
    ledger = kind_of(kind)
    assert ledger is not None
    files = FileReader("台账", ledger, READERS[kind], pack(), places(), TODAY)
    return files.read_book(Workbook("xlsx", False, [Sheet("s", False, [], [list(row) for row in rows])]))


def told(draft: Draft) -> tuple[Any, ...]:
    messages = sorted(problem.message for problem in draft.judgement.problems)
    return draft.values, draft.more, draft.town_cell, draft.lon_cell, draft.lat_cell, draft.judgement.flags, messages


def aliases(kind: str, title: str) -> list[str]:
    column = next(one for one in COLUMNS if one.kind == kind and title in one.aliases)
    return [alias for alias in column.aliases if alias not in ("X", "Y")]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_order_and_synonyms_of_columns_give_the_same_row(kind: str, data: st.DataObject) -> None:
    header, row = SAMPLES[kind]
    order = data.draw(st.permutations(range(len(header))))
    renamed = [data.draw(st.sampled_from(aliases(kind, header[place]))) for place in order]
    title = [[f"{place}年台账"] for place in data.draw(st.lists(st.just("2021"), max_size=3))]
    first = understood(kind, [header, row]).drafts
    again = understood(kind, [*title, renamed, [row[place] for place in order]]).drafts
    assert [told(draft) for draft in first] == [told(draft) for draft in again]


@given(st.sampled_from(sorted(SAMPLES)), st.data())
def test_a_header_is_found_under_any_title(kind: str, data: st.DataObject) -> None:
    header, row = SAMPLES[kind]
    title = data.draw(st.lists(st.lists(st.text(max_size=12), max_size=3), max_size=6))
    ledger = kind_of(kind)
    assert ledger is not None
    found = find_header(Sheet("s", False, [], [*title, list(header), list(row)]), ledger)
    assert found is not None
    assert found.first == len(title)


CELLS = {
    "检查时间": st.sampled_from(["2021-05-12", "5月12日", "2021.12.30", "20210512"]),
    "隐患级别": st.sampled_from(["一般", "重大", ""]),
    "整改期限": st.sampled_from(["2021-05-20", "立即", "长期", "15日内", "", "5月底", "2021-05-01"]),
    "整改情况": st.sampled_from(
        ["", "未整改", "正在整改", "部分整改", "已整改", "√", "2021.5.15已整改", "复查不合格", "已销号"]
    ),
    "复查时间": st.sampled_from(["", "2021-05-12", "2021-06-02", "2022.1.5"]),
    "复查结果": st.sampled_from(["", "合格", "不合格", "部分合格"]),
}
MORE = {
    "整改完成日期": st.sampled_from(["", "2021-05-10", "2021-05-18", "2022-02-01"]),
    "整改措施": st.sampled_from(["", "更换灭火器"]),
    "预案": st.sampled_from(["", "有"]),
    "整改资金（元）": st.sampled_from(["", "/", "0", "300"]),
    "整改责任人": st.sampled_from(["", "张某"]),
}


@settings(deadline=None, max_examples=300)
@given(st.fixed_dictionaries(CELLS), st.fixed_dictionaries(MORE), st.sampled_from(list(Source)))
def test_what_an_accepted_row_records_obeys_the_loop(
    cells: dict[str, str], more: dict[str, str], source: Source
) -> None:
    row = [*(cells.get(title, value) for title, value in zip(HAZARD_HEADER, HAZARD_ROW, strict=True)), *more.values()]
    (draft,) = understood("hazards", [[*HAZARD_HEADER, *more], row]).drafts
    if draft.judgement.is_refused:
        return
    state = status_of(draft, source)
    found = Found(draft, {}, "DX1", source, state, None, None, None, TODAY)
    hazard = None
    for event in hazard_events("YH1", found):
        day, instant = moment(event.at, pack().zone)
        hazard = advance(hazard, HappenedEvent(event.kind, event.id, event.what, event.at, event.body, day, instant))
    assert hazard is not None
    assert hazard.state is state
    assert state is not State.CLOSED or (cells["复查结果"] == "合格" and cells["复查时间"])
    deadline = draft.values["deadline"]
    assert hazard.deadline == (date.fromisoformat(deadline).toordinal() if deadline else None) or hazard.closed_day


@settings(deadline=None)
@given(
    st.lists(st.lists(st.one_of(st.none(), st.text(max_size=8), st.floats(), st.booleans()), max_size=12), max_size=12)
)
def test_no_row_under_a_header_is_lost_or_breaks_the_reader(rows: list[list[Any]]) -> None:
    reading = understood("hazards", [HAZARD_HEADER, HAZARD_ROW, *rows, HAZARD_ROW])
    assert [number for _, number in reading.order] == list(range(2, len(rows) + 4))
    assert len(reading.drafts) + len(reading.skipped) == len(rows) + 2


NAMES = st.text("甲乙丙丁有限公司厂", min_size=1, max_size=14)


@settings(deadline=None, max_examples=200)
@given(st.lists(NAMES, min_size=1, max_size=12), NAMES)
def test_no_near_name_escapes_the_rare_characters(known: list[str], name: str) -> None:
    subjects = Subjects(pack(), [Subject(str(place), one, "370115006") for place, one in enumerate(known)], [name])
    key = subjects.key(name)
    best = max(Jaro.similarity(key, subjects.key(one)) for one in known)
    match = subjects.find(name, None, "370115006", None)
    is_near = best >= NEAR
    assert (match.subject is not None or match.doubt == "FUZZY_SUBJECT") == is_near
