"""Web pages saved as .xls, and text in UTF-16 without its mark: read as ledgers, within the limits of every file."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from data.exchange.errors import FileRefused
from data.exchange.prescan import Limits, wide_encoding
from data.exchange.reader import Sheet, read_workbook
from data.packs import Pack
from tests.exchange.books import HAZARD_HEADER, hazard, imported, only, page, text

PIECES = (
    "<table>", "</table>", "<tr>", "</tr>", "<td>", "</td>", "<td rowspan=3>", "<th colspan=2>", "<caption>", "<p>",
    "<td rowspan=0 colspan=-1>", "甲", "&#x110000;", "&nbsp;", "<br>", "<!--", "-->", "<![if x]>", "<script>",
    "</script>", "<", "\0",
)  # fmt: skip
TITLE = "太平街道2021年5月隐患排查整改台账"


def sheet(tmp: Path, markup: str, encoding: str = "utf-8") -> Sheet:
    file = tmp / "page.xls"
    file.write_bytes(markup.encode(encoding))
    (only_sheet,) = read_workbook(file).sheets
    return only_sheet


def refusal(tmp: Path, markup: str) -> str:
    with pytest.raises(FileRefused) as refused:
        sheet(tmp, markup)
    return refused.value.reason


@pytest.mark.parametrize(
    ("encoding", "head"),
    [("gbk", "<meta http-equiv=Content-Type content='text/html; charset=gb2312'>"), ("utf-8", "<html><body>"),
     ("utf-8-sig", "\n<!DOCTYPE html>"), ("utf-16", "<html>"), ("utf-16-le", "<div>"), ("utf-16-be", "<!-- x -->"),
     ("utf-8", "<?xml version='1.0'?><html>")],
)  # fmt: skip
def test_a_page_saved_as_xls_is_a_ledger(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path, encoding: str, head: str
) -> None:
    file = page(tmp_path / "台账.xls", [HAZARD_HEADER, hazard(检查时间="5月12日")], encoding, head, TITLE)
    row = only(imported(sqlite_engine, pack, file))
    assert (row.row, row.values and row.values["found_on"]) == (3, "2021-05-12")


def test_spans_are_merged_cells(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    markup = (
        f"<table><caption>{TITLE}</caption>"
        "<tr><th rowspan=2>检查时间<th rowspan=2>被检查单位<th rowspan=2>隐患内容<th colspan=2>复查情况"
        "<tr><th>时间<th>结果"
        "<tr><td>2021-05-12<td rowspan='9'>示例机械厂<td>灭火器<br/>过期<td>2021-05-20<td>合格"
        "<tr><td>2021-05-13<td>电线 &amp;\n 插座&nbsp;裸露<td><td></table>"
    )
    found = sheet(tmp_path, markup)
    assert found.rows[4:] == [["2021-05-13", "", "电线 & 插座 裸露", "", ""]]
    merged = sorted((tuple(first), tuple(last)) for first, last in found.merged)
    assert merged == [((1, 0), (2, 0)), ((1, 1), (2, 1)), ((1, 2), (2, 2)), ((1, 3), (1, 4)), ((3, 1), (4, 1))]
    report = imported(sqlite_engine, pack, tmp_path / "page.xls")
    told = [row.values for row in report.rows if row.values]
    assert [one["subject"] for one in told] == ["示例机械厂"] * 2
    assert [one["description"] for one in told] == ["灭火器\n过期", "电线 & 插座 裸露"]
    assert told[0]["reinspection_result"] is not None


def test_a_page_of_several_tables_is_read_from_top_to_bottom(tmp_path: Path) -> None:
    markup = (
        "<html><head><title>x</title><style>td {color: red}</style><!--<x:Name>太平街道</x:Name>--></head><body>"
        "<h3>隐患台账</h3><table><tr><td>填报单位：<b>太平</b>街道</td></tr></table>"
        "<table width=1><tr><td>外<table><tr><td>甲<td x:num='44328'>####</table><td>尾</table>落款<p>签字</p>"
        "<script>var x = '<table>'</script></body></html>"
    )
    found = sheet(tmp_path, markup)
    assert found.name == "太平街道"
    rows = [[cell for cell in row if cell] for row in found.rows]
    assert [row for row in rows if row] == [
        ["隐患台账"], ["填报单位：太平街道"], ["外"], ["甲", "44328"], ["尾"], ["落款"], ["签字"],
    ]  # fmt: skip


def test_a_page_has_the_limits_of_every_ledger(tmp_path: Path) -> None:
    most = Limits()
    row = "<tr>" + "<td>x" * 10
    assert refusal(tmp_path, "<table><tr><td colspan=99999>x</table>") == "too_wide"
    assert refusal(tmp_path, f"<table>{'<tr>' * (most.rows + 1)}</table>") == "too_long"
    tall = "<tr>" + "<td rowspan=65534>" * 500
    assert refusal(tmp_path, f"<table>{tall}{'<tr>' * (most.cells // 500)}") == "too_many_cells"
    assert refusal(tmp_path, "<table><tr><td>" * 100) == "damaged"
    assert refusal(tmp_path, f"<table>{row}<![nonsense[x]]></table>") == "damaged"
    assert refusal(tmp_path, "<html><frameset><frame src='sheet001.htm'></frameset></html>") == "html"
    assert refusal(tmp_path, "<?xml version='1.0'?><Workbook><Table><Row/></Table></Workbook>") == "xml"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_any_markup_is_read_or_refused(tmp_path: Path, parts: list[str]) -> None:
    file = tmp_path / "any.xls"
    file.write_text("<table>" + "".join(parts), "utf-8")
    try:
        (found,) = read_workbook(file).sheets
    except FileRefused as refused:
        assert refused.reason in ("damaged", "nul_bytes")  # noqa: PT017 - either it can be read, or a sentence says why not
    else:
        height, width = len(found.rows), max(map(len, found.rows), default=0)
        assert all(last[0] < height and last[1] < width and first <= last for first, last in found.merged)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_text_in_utf_16_is_known_by_its_zero_bytes(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path, encoding: str
) -> None:
    file = text(tmp_path / "台账.txt", [HAZARD_HEADER, hazard(隐患级别="一般")], encoding, "\t")
    assert wide_encoding(file.read_bytes()) == encoding
    assert only(imported(sqlite_engine, pack, file)).outcome == "OK"
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(FileRefused):
        imported(sqlite_engine, pack, file)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1), st.integers(0, 3))
def test_other_text_is_not_taken_for_utf_16(told: str, stray: int) -> None:
    line = "检查时间,被检查单位,隐患内容\n"
    for encoding in ("utf-8", "gb18030"):
        data = (line + told + line * 2).encode(encoding) + b"\0" * stray
        assert wide_encoding(data) is None
