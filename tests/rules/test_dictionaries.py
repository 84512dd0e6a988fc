"""Dictionaries of the law offer what is in force on the day, and judge a fine without refusing it."""

from datetime import date

import pytest

from data.packs import Pack
from data.rules.dictionaries import (
    CAUSE_TYPES,
    Ground,
    cause_of,
    cause_said,
    criteria_for,
    ground_of,
    in_force,
)
from tests.packs.jurisdictions import BOTH, loaded


@pytest.fixture(params=BOTH)
def pack(request: pytest.FixtureRequest) -> Pack:
    return loaded(request.param)


def test_only_what_is_in_force_on_the_day_is_offered(pack: Pack) -> None:
    for row in (*pack.criteria, *pack.grounds):
        assert row in in_force([row], row.valid_from)
        assert in_force([row], date.fromordinal(row.valid_from.toordinal() - 1)) == []
        if row.valid_to is not None:
            assert row in in_force([row], row.valid_to)
            assert in_force([row], date.fromordinal(row.valid_to.toordinal() + 1)) == []


def test_the_criteria_of_a_sector_stand_before_those_of_every_sector(pack: Pack) -> None:
    sectors = {code for row in pack.criteria for code in row.sectors or ()}
    for sector in sectors:
        for day in (date(2021, 6, 1), date(2026, 1, 1)):
            offered = criteria_for(pack.criteria, f"{sector}-01", day)
            kinds = [row.sectors is None for row in offered]
            assert kinds == sorted(kinds)
            assert all(row.sectors is None or sector in row.sectors for row in offered)


def test_what_is_chosen_names_its_document_and_article_once(pack: Pack) -> None:
    for day in (date(2021, 6, 1), date(2022, 6, 1), date(2026, 1, 1)):
        for rows in (in_force(pack.criteria, day), in_force(pack.grounds, day)):
            words = [row.words for row in rows]
            assert len(set(words)) == len(words)
            assert all(
                row.source_doc in row.words and row.article in row.words and len(row.words) < 500 for row in rows
            )


def test_a_new_standard_takes_the_place_of_the_old() -> None:
    pack = loaded(BOTH[0])
    docs = [
        {row.source_doc[:4] for row in criteria_for(pack.criteria, "H09", day) if "工贸" in row.source_doc}
        for day in (date(2023, 5, 14), date(2023, 5, 15))
    ]
    assert docs == [{"工贸行业"}, {"工贸企业"}]


def test_a_fine_is_judged_by_the_ranges_of_unit_and_person() -> None:
    day = date(2021, 9, 1)
    unit = Ground("a", "d", "1", 10.0, 50.0, None, None, "", day)
    both = Ground("b", "d", "2", 10.0, 50.0, 2.0, 5.0, "", day)
    assert [unit.allows(yuan) for yuan in (9, 10, 50, 51)] == [False, True, True, False]
    assert [both.allows(yuan) for yuan in (1, 2, 55, 56)] == [False, True, True, False]
    assert ground_of([unit, both], both.words) is both
    assert ground_of([unit, both], "第一条") is None


def test_the_ranges_of_the_law_are_those_of_its_text() -> None:
    ranges = {(row.article, row.cause[-5:]): row.range for row in loaded(BOTH[0]).grounds}
    assert ranges["第一百零二条", "除事故隐患"] == (0, 50_000)
    assert ranges["第一百一十四条第一款第（四）项", "故负有责任"] == (10_000_000, 20_000_000)
    assert all(row.valid_from == date(2021, 9, 1) for row in loaded(BOTH[0]).grounds)


def test_each_day_has_one_standard_of_causes_with_all_four_types() -> None:
    causes = loaded(BOTH[0]).causes
    for day, year in ((date(2021, 6, 1), "2009"), (date(2022, 9, 30), "2009"), (date(2022, 10, 1), "2022")):
        held = in_force(causes, day)
        assert {row.source_doc[:15] for row in held} == {f"GB/T 13861-{year}"}
        assert {row.type for row in held} == set(CAUSE_TYPES)
        assert len({row.code for row in held}) == len(held)
        assert all(row.code[0] == str(1 + CAUSE_TYPES.index(row.type)) for row in held)


def test_a_code_is_read_by_the_standard_of_the_day(pack: Pack) -> None:
    for row in pack.causes:
        assert cause_of(pack.causes, row.code, row.valid_from) == row
    assert cause_of(pack.causes, "no-such-code", date(2021, 6, 1)) is None
    assert cause_of(pack.causes, None) is None


def test_a_code_that_a_newer_standard_dropped_is_still_named() -> None:
    causes = loaded(BOTH[0]).causes
    found = cause_of(causes, "45", date(2026, 1, 1))
    assert found is not None
    assert found.valid_to == date(2022, 9, 30)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("12", "12"),
        ("行为性危险和有害因素", "12"),
        ("12 行为性危险和有害因素", "12"),
        ("12行为性危险和有害因素", "12"),
        ("人的不安全行为", "1"),
        ("物的不安全状态", "2"),
        ("环境因素", "3"),
        ("管理缺陷", "4"),
        ("应急管理缺陷", "46"),
        ("员工一时疏忽", None),
    ],
)
def test_a_ledger_says_a_cause_by_code_name_or_a_usual_word(said: str, code: str | None) -> None:
    found = cause_said(loaded(BOTH[0]).causes, said, date(2021, 6, 1))
    assert (found.code if found else None) == code
