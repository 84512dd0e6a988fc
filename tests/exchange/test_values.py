"""What the words and numbers of ledgers mean (domain 9.3)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.exchange.text import name, prose
from data.exchange.values import (
    Claim,
    Unreadable,
    read_colour,
    read_level,
    read_money,
    read_object_kind,
    read_phone,
    read_result,
    read_status,
    read_uscc,
    split_date,
    unit_factor,
)
from data.rules.vocabulary import Colour, Level, ObjectKind, Result

HISTORIC = ("370125",)


@pytest.mark.parametrize(
    ("cell", "unit", "yuan"),
    [
        ("2万", "", 20_000), ("2万元", "元", 20_000), ("20000元", "万元", 20_000), (2.5, "万元", 25_000),
        ("2.5", "万元", 25_000), ("３００元", "万元", 300),
        ("２万", "万元", 20_000), ("1,200", "元", 1_200), ("约3000元", "", 3_000), ("0.8", "万", 8_000),
        (0, "万元", 0), ("无", "万元", 0), ("0", "元", 0),
        ("/", "万元", None), ("", "元", None), (None, "元", None), ("两万元", "", 20_000), ("800元整", "万元", 800),
    ],
)  # fmt: skip
def test_money_is_yuan_and_the_unit_in_the_cell_wins(cell: str | float | None, unit: str, yuan: float | None) -> None:
    assert read_money(cell, unit_factor(unit)) == yuan


@pytest.mark.parametrize("cell", ["自筹", "2-3万", "-5", "若干", "1e99"])
def test_money_that_is_no_number_is_not_guessed(cell: str) -> None:
    with pytest.raises(Unreadable):
        read_money(cell, 1)


@pytest.mark.parametrize(
    ("cell", "level"),
    [("一般", 0), ("一般隐患", 0), ("否", 0), ("重大", 1), ("重大事故隐患", 1), ("是", 1), (" 重大 ", 1)],
)
def test_levels_by_their_words(cell: str, level: int) -> None:
    assert read_level(cell) == Level(level)


def test_an_unknown_level_is_not_taken_for_general() -> None:
    assert read_level("") is None
    with pytest.raises(Unreadable):
        read_level("较大")


@pytest.mark.parametrize(
    ("cell", "claim"),
    [
        ("已整改", Claim.DONE), ("整改完成", Claim.DONE), ("已销号", Claim.DONE), ("√", Claim.DONE),
        ("是", Claim.DONE), ("整改完毕", Claim.DONE), ("100%", Claim.DONE),
        ("正在整改", Claim.UNDER_WAY), ("部分整改", Claim.UNDER_WAY), ("整改中", Claim.UNDER_WAY),
        ("50%", Claim.UNDER_WAY), (0.8, Claim.UNDER_WAY), ("完成80%", Claim.UNDER_WAY),
        ("已整改完成90%", Claim.UNDER_WAY), ("整改率100%", Claim.DONE), ("未整改（资金到位50%）", Claim.NOT_DONE),
        ("✅", Claim.DONE), ("❌", Claim.NOT_DONE), ("即知即改", Claim.DONE), ("随查随改", Claim.DONE),
        ("正在整改，未完成", Claim.UNDER_WAY),
        ("未整改", Claim.NOT_DONE), ("尚未整改", Claim.NOT_DONE), ("否", Claim.NOT_DONE), ("×", Claim.NOT_DONE),
        ("限期整改", Claim.NOT_DONE), ("未销号", Claim.NOT_DONE),
        ("复查不合格", Claim.FAILED), ("", Claim.NOT_STATED), ("/", Claim.NOT_STATED),
    ],
)  # fmt: skip
def test_a_status_is_a_claim(cell: str | float, claim: Claim) -> None:
    assert read_status(cell) is claim


@pytest.mark.parametrize(
    ("cell", "result"),
    [
        ("合格", Result.PASS), ("复查合格", Result.PASS), ("不合格", Result.FAIL), ("部分合格", Result.PARTIAL),
        ("未整改", Result.FAIL), ("", None), ("已整改到位", Result.PASS),
    ],
)  # fmt: skip
def test_results_of_a_reinspection(cell: str, result: Result | None) -> None:
    assert read_result(cell) == result


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("2021.5.20复查合格", ("2021.5.20", "复查合格")), ("合格（2021年5月20日）", ("2021年5月20日", "合格()")),
        ("合格", ("", "合格")), ("5月20日合格", ("5月20日", "合格")),
    ],
)  # fmt: skip
def test_a_cell_may_hold_a_date_and_words(cell: str, parts: tuple[str, str]) -> None:
    assert split_date(cell) == parts


def test_colours_and_kinds_by_their_words() -> None:
    assert [read_colour(cell) for cell in ("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ")] == list("红橙黄蓝")
    assert [read_object_kind(cell) for cell in ("小餐馆", "小超市", "在建工地")] == ["九小场所", "九小场所", "在建工程"]
    assert [read_colour(cell) for cell in ("红", "橙色", "一般风险", "低", "未定级", "")] == [
        Colour.RED, Colour.ORANGE, Colour.YELLOW, Colour.BLUE, Colour.NONE, None,
    ]  # fmt: skip
    assert [read_object_kind(cell) for cell in ("企业", "个体户", "九小场所", "")] == [
        ObjectKind.ENTERPRISE, ObjectKind.SOLE_TRADER, ObjectKind.SMALL_PLACE, None,
    ]  # fmt: skip


def test_a_credit_code_is_checked_and_never_repaired() -> None:
    assert read_uscc("91370115MAWTN9KU4L", True, HISTORIC).code == "91370115MAWTN9KU4L"
    wide = read_uscc("９１３７０１１５ＭＡＷＫＸＥＥＴ８Ｕ", True, HISTORIC)
    assert (wide.code, wide.normalised) == ("91370115MAWKXEET8U", True)
    assert read_uscc("91370115ma82y7ju4l", True, HISTORIC).code == "91370115MA82Y7JU4L"
    assert read_uscc("91370125MAFPEBRG69", True, HISTORIC).historic
    assert read_uscc("370125701481868", True, HISTORIC).reg_no == "370125701481868"
    wrong = read_uscc("9137O1159691401897", True, HISTORIC)
    assert (wrong.code, wrong.repairs) == (None, ("913701159691401897",))
    assert read_uscc("/", True, HISTORIC) == read_uscc("", True, HISTORIC)


def test_codes_of_other_countries_are_taken_as_they_are() -> None:
    assert read_uscc("AB-123", False, ()).code == "AB123"


def test_a_telephone_is_the_first_number_of_its_cell() -> None:
    assert read_phone("+86 19900000000") == "19900000000"
    assert read_phone(19900000392.0) == "19900000392"
    assert read_phone("0531-84230000 / 19900000001") == "0531-84230000"
    assert read_phone("见附件") is None


def test_names_lose_spaces_and_keep_their_brackets() -> None:
    assert name("　远航 危险货物运输有限公司​") == "远航危险货物运输有限公司"
    assert name("示例（济南）公司\n") == "示例（济南）公司"
    assert prose("'=1+1  甲，乙\r\n 丙") == "=1+1 甲，乙\n丙"


@given(st.text(max_size=40))
def test_no_text_breaks_a_reader(cell: str) -> None:
    for read in (read_level, read_status, read_result, read_colour, read_object_kind):
        try:
            read(cell)
        except Unreadable as error:
            assert error.args  # noqa: PT017 - either it is understood, or refused in one known way
    read_uscc(cell, True, HISTORIC)
    read_phone(cell)
    split_date(cell)
