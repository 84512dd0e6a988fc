"""A paper is issued under a number that is given once, and its bytes can be opened years later."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path

import docx as library
import pytest
from pypdf import PdfReader
from sqlalchemy import Engine

from dashboard.vendor import WHOLE_FONTS
from data.packs import Pack
from data.papers.issuing import PaperExists, PaperUnknown, issue
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import Role
from data.store.attaching import attach, attachment, attachments_of, detach
from data.store.database import writing
from data.store.doctor import examine
from data.store.errors import FactsRefused, NotFound, NumberTaken
from data.store.files import FileStore
from data.store.papers import offered_numbers, papers_of
from data.store.past import hazard_past
from data.store.streams import record
from data.store.verbs import perform
from tests import factories

OFFICER = Actor("张某", "YJJ", Role.DEPARTMENT)
ORDER = "rectification_order"


class Office:
    """One office with a database, a folder of files and a clock."""

    def __init__(self, engine: Engine, pack: Pack, folder: Path) -> None:
        self.engine, self.pack, self.files = engine, pack, FileStore(folder / "files")
        self.now = datetime(2021, 6, 2, 9, tzinfo=pack.zone)
        self.scope = Scope.whole(pack.code)

    def hazard(self, **facts: object) -> str:
        told = factories.found(town=self.pack.towns[0].code, **facts)
        with writing(self.engine) as connection:
            record(connection, self.pack, factories.OFFICER, [told])
        return told.id

    def issue(self, no: str, kind: str = ORDER, actor: Actor = OFFICER, scope: Scope | None = None) -> str:
        self.now += timedelta(minutes=1)
        asked = (self.engine, self.pack, scope or self.scope, actor, self.files, WHOLE_FONTS, no, kind, self.now)
        return issue(*asked)

    def move(self, no: str, move: str, **values: object) -> None:
        self.now += timedelta(minutes=1)
        with self.engine.connect() as connection:
            version = hazard_past(connection, self.scope, no).version
        perform(self.engine, self.pack, self.scope, OFFICER, no, move, values, version, self.now)

    def offered(self, no: str, move: str) -> dict[str, str]:
        with self.engine.connect() as connection:
            past = hazard_past(connection, self.scope, no)
            return offered_numbers(connection, self.pack, OFFICER, past, move, self.now.date())


@pytest.fixture
def office(engine: Engine, pack: Pack, tmp_path: Path) -> Office:
    return Office(engine, pack, tmp_path)


def number(seq: int, year: int = 2021) -> str:
    return f"济阳应急责改〔{year}〕{seq}号"


def test_a_paper_gets_the_next_number_and_stays_with_the_hazard(office: Office) -> None:
    no = office.hazard(description="气瓶未固定")
    assert office.issue(no) == number(1)
    with office.engine.connect() as connection:
        [paper] = papers_of(connection, office.pack.code, no)
        rows = attachments_of(connection, office.scope, "hazard", [no])
        held = attachment(connection, office.scope, paper.docx)
    assert [row.purpose for row in rows] == ["paper", "paper"]
    assert {row.id for row in rows} == {paper.docx, paper.pdf}
    assert held.name == f"责令限期整改指令书 {number(1)}.docx"
    words = [one.text for one in library.Document(io.BytesIO(office.files.path(held.sha256).read_bytes())).paragraphs]
    assert {number(1), "示例企业：", "气瓶未固定"} <= set(words)
    pdf = next(row for row in rows if row.id == paper.pdf)
    assert number(1) in PdfReader(office.files.path(pdf.sha256)).pages[0].extract_text()
    assert examine(office.engine, office.pack, office.files) == []


def test_later_facts_do_not_change_what_was_issued(office: Office) -> None:
    no = office.hazard()
    office.issue(no)
    with office.engine.connect() as connection:
        before = attachments_of(connection, office.scope, "hazard", [no])
    office.move(no, "notice", deadline="2021-06-20", doc_no=number(1))
    with office.engine.connect() as connection:
        assert attachments_of(connection, office.scope, "hazard", [no]) == before


def test_issuing_again_is_told_that_it_exists_until_something_happens(office: Office) -> None:
    no = office.hazard()
    office.issue(no)
    with pytest.raises(PaperExists, match="1号"):
        office.issue(no)
    office.move(no, "notice", deadline="2021-06-20", doc_no=number(1))
    assert office.issue(no) == number(2)


def test_numbers_begin_anew_with_the_year_and_with_the_office(office: Office) -> None:
    assert [office.issue(office.hazard()) for _ in range(11)] == [number(seq) for seq in range(1, 12)]
    other = Actor("李某", "ZJJ", Role.DEPARTMENT)
    assert office.issue(office.hazard(), actor=other) == "济阳住建责改〔2021〕1号"
    office.now = datetime(2022, 1, 1, 0, 1, tzinfo=office.pack.zone)
    assert office.issue(office.hazard()) == number(1, 2022)


def test_the_day_of_a_number_is_the_countys(office: Office) -> None:
    office.now = datetime.fromisoformat("2021-12-31T16:30:00+00:00")
    assert office.issue(office.hazard()) == number(1, 2022)


def test_a_move_offers_the_number_that_its_paper_will_bear(office: Office) -> None:
    no = office.hazard()
    assert office.offered(no, "notice") == {"doc_no": number(1)}
    office.move(no, "notice", deadline="2021-06-20", doc_no=number(1))
    assert office.offered(office.hazard(), "notice") == {"doc_no": number(2)}
    assert office.issue(no) == number(1)
    assert office.issue(office.hazard()) == number(2)


def test_a_move_offers_the_number_of_the_paper_that_was_issued_before_it(office: Office) -> None:
    no = office.hazard()
    office.issue(no)
    assert office.offered(no, "notice") == {"doc_no": number(1)}
    assert office.offered(no, "submit") == {}
    assert office.offered(no, "file_case") == {"case_no": "AJ37011520210001"}


def test_a_number_of_another_system_is_taken_over_once(office: Office) -> None:
    first, second = office.hazard(), office.hazard()
    office.move(first, "notice", deadline="2021-06-20", doc_no="旧系统责改7号")
    office.move(second, "notice", deadline="2021-06-20", doc_no="旧系统责改7号")
    assert office.issue(first) == "旧系统责改7号"
    assert office.issue(second) == number(1)


def test_a_number_of_ours_is_not_stated_for_two_subjects(office: Office) -> None:
    one, same = office.hazard(), office.hazard()
    other = office.hazard(subject={"kind": "enterprise", "name": "另一企业", "uscc": None})
    office.move(one, "notice", deadline="2021-06-20", doc_no=number(1))
    office.move(same, "notice", deadline="2021-06-20", doc_no=number(1))
    with pytest.raises(NumberTaken, match="1号"):
        office.move(other, "notice", deadline="2021-06-20", doc_no=number(1))


def test_no_number_is_given_twice_however_many_issue_at_once(office: Office) -> None:
    hazards = [office.hazard() for _ in range(12)]
    with ThreadPoolExecutor(6) as pool:
        given = list(pool.map(office.issue, hazards))
    assert sorted(given) == sorted(number(seq) for seq in range(1, 13))
    assert examine(office.engine, office.pack, office.files) == []


def test_one_hazard_gets_one_paper_however_many_issue_it_at_once(office: Office) -> None:
    no = office.hazard()

    def tried(_: int) -> str:
        try:
            return office.issue(no)
        except PaperExists:
            return "exists"

    with ThreadPoolExecutor(4) as pool:
        given = list(pool.map(tried, range(4)))
    assert sorted(given) == sorted([number(1), "exists", "exists", "exists"])


def test_what_does_not_fit_is_refused_and_leaves_nothing(office: Office) -> None:
    no = office.hazard()
    for kind, actor in (("listing_notice", OFFICER), (ORDER, Actor("王某", "", Role.ENTERPRISE))):
        with pytest.raises(FactsRefused):
            office.issue(no, kind, actor)
    with pytest.raises(PaperUnknown, match=ORDER):
        office.issue(no, "order")
    with pytest.raises(NotFound):
        office.issue(no, scope=Scope.of_towns(office.pack.code, office.pack.towns[1].code))
    with office.engine.connect() as connection:
        assert papers_of(connection, office.pack.code, no) == ()
    assert not office.files.root.exists()


def test_an_issued_paper_is_not_taken_down_nor_put_up_by_hand(office: Office) -> None:
    no = office.hazard()
    office.issue(no)
    with office.engine.connect() as connection:
        [paper] = papers_of(connection, office.pack.code, no)
    with pytest.raises(FactsRefused, match="留存"):
        detach(office.engine, office.pack, office.scope, OFFICER, paper.pdf, "误签", office.now)
    file = ("令.pdf", io.BytesIO(b"%PDF-1.7"))
    with pytest.raises(FactsRefused):
        attach(
            office.engine, office.pack, office.scope, OFFICER, office.files, ("hazard", no), file, "paper", office.now
        )
