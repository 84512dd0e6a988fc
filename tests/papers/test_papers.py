"""Every template of every pack makes a paper in every state, with facts and without, that says the same twice."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.vendor import WHOLE_FONTS
from data.papers.docx import docx
from data.papers.layout import spans
from data.papers.letters import GETA, printable
from data.papers.lines import NOT_FIRST, NOT_LAST, broken
from data.papers.making import paper_of
from data.papers.pdf import FontMissing, pdf
from data.rules.paper_facts import FACTS, NEEDS, facts_of, fits
from data.rules.papers import BLANK, PARTS, Document, Part, Template, filled, placeholders
from data.rules.scope import SYSTEM, Actor
from data.rules.vocabulary import Role, State
from data.store.papers import number_format
from tests.packs.jurisdictions import loaded
from tests.papers import papers
from tests.papers.papers import IDS, TEMPLATES

every_template = pytest.mark.parametrize(("name", "template"), TEMPLATES, ids=IDS)
HOSTILE = "<w:t>&amp;</w:t>]]>\x00\x07\x1b\ud800\ufffe {number} %s ${x} <b>粗</b> \u202e反 \r\n次行\t制表 🚒 𠮷"


@every_template
@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("whole", [True, False], ids=["known", "unknown"])
def test_every_template_makes_a_paper_in_every_state(name: str, template: Template, state: State, whole: bool) -> None:
    subject = papers.full(state=state) if whole else papers.hazard(state=state)
    known = papers.known(loaded(name), template, subject, "字〔2021〕7号" if whole else None, whole)
    document = paper_of(known)
    said = papers.text_of(document)
    assert "None" not in said
    assert ("字〔2021〕7号" in said) is whole
    assert subject.subject_name in said or BLANK in said
    assert papers.text_of_docx(document) == said


@every_template
def test_the_pdf_says_the_same_on_one_page(name: str, template: Template) -> None:
    pack = loaded(name)
    for subject, whole in ((papers.full(), True), (papers.hazard(), False)):
        document = paper_of(papers.known(pack, template, subject, "字〔2021〕7号", whole))
        assert sorted(papers.text_of_pdf(document)) == sorted(papers.text_of(document))
        assert papers.pages_of(document) == 1


@every_template
def test_a_paper_names_its_number_its_subject_and_its_deadline(name: str, template: Template) -> None:
    known = papers.known(loaded(name), template, papers.full(), "字〔2021〕7号", whole=True)
    said, facts = papers.text_of(paper_of(known)), facts_of(known)
    for fact in ("subject", "deadline", "listing_due", "hazard_no", "law"):
        if fact in placeholders(template):
            assert facts[fact]
            assert "".join(facts[fact].split()) in said


@every_template
def test_hostile_words_stand_on_the_paper_as_words(name: str, template: Template) -> None:
    subject = papers.full(subject_name=HOSTILE, description=HOSTILE, address=HOSTILE)
    document = paper_of(papers.known(loaded(name), template, subject, whole=True))
    shown = "".join(printable(HOSTILE).split())
    assert shown in papers.text_of_docx(document)
    assert "<w:t>&amp;</w:t>]]>" in papers.text_of_pdf(document)
    assert papers.is_office_file(docx(document))


@every_template
def test_very_long_words_go_over_pages_and_none_is_lost(name: str, template: Template) -> None:
    long = "隐患情况很长，" * 500 + "A" * 400
    subject = papers.full(description=long, five_measures=long)
    document = paper_of(papers.known(loaded(name), template, subject, whole=True))
    times = papers.text_of(document).count("隐患情况很长")
    assert times >= (500 if "description" in placeholders(template) else 0)
    assert papers.text_of_pdf(document).count("患") == papers.text_of(document).count("患")
    assert papers.text_of_docx(document) == papers.text_of(document)


def test_letters_that_the_font_lacks_are_marked_and_chinese_is_not() -> None:
    document = Document("题", "号", "", (Part("text", (("消防🚒安全",),)),))
    assert f"消防{GETA}安全" in papers.text_of_pdf(document)
    known = (papers.known(loaded(name), template, papers.full(), whole=True) for name, template in TEMPLATES)
    every_word = "".join(papers.text_of(paper_of(one)) for one in known)
    assert GETA not in papers.text_of_pdf(Document("题", "号", "", (Part("text", ((every_word,),)),)))


def test_the_same_paper_gives_the_same_pdf() -> None:
    name, template = TEMPLATES[0]
    document = paper_of(papers.known(loaded(name), template, papers.full(), whole=True))
    assert pdf(document, WHOLE_FONTS) == pdf(document, WHOLE_FONTS)


def test_without_the_font_there_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "font.ttf").write_bytes(b"no font")
    with pytest.raises(FontMissing, match=r"font\.ttf"):
        pdf(Document("题", "号", "", ()), {"regular": tmp_path / "font.ttf", "bold": tmp_path / "font.ttf"})


def test_what_a_fact_says_is_no_placeholder() -> None:
    _name, template = TEMPLATES[0]
    facts = dict.fromkeys(FACTS, "{subject}{none}")
    assert "{subject}{none}" in papers.text_of(filled(template, facts))


@every_template
def test_a_paper_is_offered_only_where_state_level_and_role_fit(name: str, template: Template) -> None:
    pack = loaded(name)
    for state in State:
        subject = papers.full(state=state)
        known = papers.known(pack, template, subject, whole=True)
        assert fits(known, SYSTEM) is (state in template.states)
        for role in Role:
            told = fits(known, Actor("x", "", role))
            assert told is (state in template.states and (role in template.roles or role is Role.SYSTEM))
    bare = papers.known(pack, template, papers.hazard(state=next(iter(template.states))))
    assert fits(bare, SYSTEM) is (not template.needs and 0 in template.levels)


@every_template
def test_the_article_of_law_is_that_of_the_day(name: str, template: Template) -> None:
    assert name
    for article in template.law:
        assert template.law_on(article.valid_from) == article.text
        assert article.valid_to is None or template.law_on(article.valid_to) == article.text
    assert template.law_on(date(1990, 1, 1)) is None


@every_template
def test_the_format_of_numbers_carries_the_word_of_the_office(name: str, template: Template) -> None:
    pack = loaded(name)
    office = pack.organisations[1]
    made = number_format(pack, template, office.code)
    assert (office.mark or office.short_name) in made
    assert "{mark}" not in made


def test_every_part_can_be_drawn_alone() -> None:
    for kind in PARTS:
        document = Document("题", "号", "", (Part(kind, (("甲乙",),)),))
        assert "甲乙" in papers.text_of_docx(document)
        assert "甲乙" in papers.text_of_pdf(document)
    assert [len(spans(cells)) for cells in (1, 2, 4)] == [1, 2, 4]
    assert set(NEEDS) == {"case", "listing", "overdue", "order"}


SEGMENTS = st.lists(st.tuples(st.integers(1, 12), st.text(alphabet="，。（）《》、：1b", max_size=7)), max_size=8)


@settings(max_examples=200)
@given(segments=SEGMENTS, width=st.integers(12, 30))
def test_lines_lose_no_letter_fit_the_page_and_break_at_no_mark(segments: list[tuple[int, str]], width: int) -> None:
    text = "".join("安" * count + marks for count, marks in segments)
    lines = broken(text, width, len, indent=2)
    assert "".join(lines) == text
    assert all(len(line) <= width for line in lines)
    assert len(lines[0]) <= width - 2
    assert not any(line[0] in NOT_FIRST for line in lines[1:])
    assert not any(line[-1] in NOT_LAST for line in lines[:-1])


def test_a_number_is_never_torn_unless_it_is_wider_than_the_page() -> None:
    assert broken("隐患编号YH370115007202106010001，", 24, len) == ["隐患编号", "YH370115007202106010001，"]
    assert broken("A" * 10, 4, len) == ["AAAA", "AAAA", "AA"]
    assert broken("", 10, len) == [""]
