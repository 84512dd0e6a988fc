"""Walk the registry of columns: every name that offices use leads to its column."""

import pytest

from data.exchange.columns import COLUMNS, KINDS, Column, by_label, kind_of, label, resolve, title
from data.exchange.header import find_header
from data.exchange.outcome import FLAGS
from data.exchange.reader import Sheet
from data.words import speaking, t, table

ALIASES = [
    pytest.param(column, alias, id=f"{column.kind}-{column.key}-{alias}")
    for column in COLUMNS
    for alias in column.aliases
]
NAMED = {
    "hazards": {
        "found_on": ("检查时间", "检查日期", "排查时间", "发现时间", "发现日期", "日期"),
        "check_org": ("检查单位", "检查部门", "排查单位", "督查单位"),
        "inspector": ("检查人", "检查人员", "排查人", "带队领导"),
        "subject": (
            "企业名称",
            "单位名称",
            "被检查单位",
            "受检单位",
            "隐患单位",
            "生产经营单位",
            "检查项目",
            "场所名称",
            "业户名称",
        ),
        "uscc": ("统一社会信用代码", "信用代码", "社会信用代码", "组织机构代码", "营业执照号"),
        "town": ("所属镇街", "镇(街道)", "属地", "镇办", "乡镇", "所在镇街", "辖区"),
        "address": ("地址", "详细地址", "生产经营地址", "位置", "检查工点", "隐患部位", "具体位置"),
        "lon": ("经度", "东经", "X"),
        "lat": ("纬度", "北纬", "Y"),
        "point": ("坐标", "经纬度"),
        "description": ("隐患问题描述", "存在问题", "隐患内容", "问题隐患", "主要隐患", "隐患情况", "检查发现问题"),
        "category": ("隐患类型", "隐患类别", "问题类别", "所属行业", "行业领域"),
        "level": ("隐患等级", "隐患级别", "是否重大", "一般/重大"),
        "measures": ("整改要求（措施）", "整改措施", "整改意见", "治理措施"),
        "deadline": ("整改期限", "整改时限", "限期", "完成时限", "要求完成时间"),
        "resp_org": ("整改责任单位", "责任单位"),
        "responsible": ("整改责任人", "责任人", "企业负责人"),
        "phone": ("联系电话", "电话", "手机", "联系方式"),
        "funds_yuan": ("整改资金", "资金(万元)", "投入资金", "资金落实"),
        "plan": ("应急预案", "预案", "防范措施"),
        "done_on": ("整改完成日期", "完成时间", "整改时间"),
        "status": ("销号情况", "整改情况", "是否整改", "整改状态", "进展情况"),
        "reinspected_on": ("复查时间",),
        "reinspection_result": ("复查结果",),
        "reinspector": ("复查人", "验收人"),
        "reinspection": ("复查情况",),
        "case": ("是否立案", "立案情况", "处罚情况", "罚款金额"),
        "case_no": ("文书编号",),
        "remark": ("备注",),
        "seq": ("序号", "编号", "No."),
    },
    "equipment": {
        "reg_code": ("设备代码", "注册代码"),
        "kind": ("设备种类", "设备类别", "设备品种"),
        "name": ("设备名称",),
        "object": ("使用单位", "单位名称"),
        "use_cert_no": ("使用登记证号", "登记证编号"),
        "last_inspection": ("检验日期", "上次检验日期"),
        "next_inspection_due": ("下次检验日期", "检验有效期至", "下检日期"),
        "status": ("使用状态", "设备状态"),
        "in_96333": ("是否接入96333",),
        "code_96333": ("96333编号", "救援识别码"),
        "insured_until": ("保险到期", "责任险到期"),
        "is_key_place": ("是否重点场所",),
    },
}
"""The minimum dictionary of domain 9.2 and 9.5."""


@pytest.mark.parametrize(("column", "alias"), ALIASES)
def test_an_alias_leads_to_its_own_column_only(column: Column, alias: str) -> None:
    assert resolve(column.kind, alias, "") is by_label(column.kind)[label(alias)] is column


@pytest.mark.parametrize(("kind", "key"), [(kind, key) for kind, keys in NAMED.items() for key in keys])
def test_the_minimum_dictionary_is_known(kind: str, key: str) -> None:
    found = {name: column.key if (column := resolve(kind, name, "")) else None for name in NAMED[kind][key]}
    assert set(found.values()) == {key}, found


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: f"{column.kind}-{column.key}")
def test_a_column_has_words_and_a_kind(column: Column) -> None:
    assert title(column.kind, column.key)
    with speaking("en"):
        assert title(column.kind, column.key)
    assert kind_of(column.kind) is not None


@pytest.mark.parametrize(
    "column", [column for column in COLUMNS if column.under], ids=lambda column: f"{column.kind}-{column.key}"
)
def test_a_name_under_a_group_leads_to_its_column(column: Column) -> None:
    assert {resolve(column.kind, group, name) for group, name in column.under} == {column}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_required_value_has_a_column_and_words(kind: object) -> None:
    row = next(row for row in KINDS if row is kind)
    assert set(row.required) <= set(row.keys)
    assert set(row.required) <= {column.key for column in COLUMNS if column.kind == row.name}
    assert t(f"column.kind.{row.name}")


@pytest.mark.parametrize("flag", FLAGS)
def test_every_flag_of_the_closed_list_has_words(flag: str) -> None:
    assert f"flag.{flag}" in table("zh")


def header_of(
    *rows: tuple[str, ...], merged: list[tuple[tuple[int, int], tuple[int, int]]] | None = None
) -> dict[str, str]:
    kind = kind_of("hazards")
    assert kind is not None
    header = find_header(Sheet("s", False, merged or [], [list(row) for row in rows]), kind)
    assert header is not None
    return {key: places[0].title for key, places in header.placed.items()}


def test_a_group_without_merges_reaches_over_the_blanks_to_its_right() -> None:
    found = header_of(
        ("序号", "检查时间", "被检查单位", "隐患内容", "五落实", "", "", "", "", "复查情况", "", "备注"),
        ("", "", "", "", "责任", "措施", "资金", "时限", "预案", "时间", "结果", ""),
    )
    assert found["responsible"] == "五落实·责任"
    assert found["deadline"] == "五落实·时限"
    assert found["reinspection_result"] == "复查情况·结果"


def test_stars_spaces_widths_and_units_do_not_hide_a_name() -> None:
    found = header_of(("检 查 时 间*", "※被检查单位：", "隐患\n内容", "整改资金（万元）", "ＮＯ．"))
    assert set(found) == {"found_on", "subject", "description", "funds_yuan", "seq"}


def test_a_row_of_data_is_no_second_header_row() -> None:
    found = header_of(("检查时间", "被检查单位", "隐患内容", ""), ("2021-05-12", "示例厂", "灭火器过期", "一般"))
    assert set(found) == {"found_on", "subject", "description"}


@pytest.mark.parametrize(
    ("kind", "titles"),
    [
        ("hazards", {
            "found_on": "隐患排查时间 执法检查时间 抽查时间", "subject": "被检查企业名称 门店名称 工程名称",
            "description": "存在的安全隐患 检查发现的问题 问题隐患描述 隐患（问题）描述 存在的问题和隐患",
            "level": "是否重大事故隐患 重大/一般", "deadline": "整改完成期限 应完成时间",
            "status": "整改落实情况 整改进度",
            "done_on": "实际完成日期", "reinspected_on": "复核时间", "funds_yuan": "整改经费（万元）",
            "town": "镇（街） 所属镇办", "phone": "负责人联系电话",
        }),
        ("objects", {"name": "字号名称", "principal": "企业主要负责人 经营者", "risk_colour": "企业风险等级"}),
        ("equipment", {"insured_until": "保险有效期", "next_inspection_due": "检验有效日期"}),
        ("persons", {"object": "包保对象", "org": "所在部门"}),
    ],
)  # fmt: skip
def test_titles_of_other_offices_are_known_by_their_column(kind: str, titles: dict[str, str]) -> None:
    for key, words in titles.items():
        assert {column.key if column else word for word in words.split() for column in [resolve(kind, word, "")]} == {
            key
        }
