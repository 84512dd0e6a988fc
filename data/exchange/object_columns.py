"""Rosters of supervised objects: the names of their columns. A name that some office uses is added to a row."""

from data.exchange.common_names import LAT, LON, PHONE, POINT, REMARK, SEQ, SUBJECT, TOWN, TOWN_CODE, USCC
from data.exchange.kinds import OBJECTS, Column

COLUMNS: tuple[Column, ...] = (
    Column(OBJECTS, "seq", SEQ, "text"),
    Column(OBJECTS, "name", (*SUBJECT, "名称", "单位全称", "企业全称", "监管单位名称"), "name"),
    Column(OBJECTS, "uscc", USCC, "uscc"),
    Column(OBJECTS, "object_kind", (
        "对象类别", "监管对象类别", "单位类型", "企业类型", "对象类型", "监管对象类型", "主体类型", "单位类别",
        "单位性质", "类别",
        "场所类型", "企业性质",
    ), "object_kind"),
    Column(OBJECTS, "town", TOWN, "text"),
    Column(OBJECTS, "town_code", TOWN_CODE, "text"),
    Column(OBJECTS, "address", (
        "地址", "详细地址", "生产经营地址", "位置", "具体位置", "单位地址", "企业地址", "经营地址", "注册地址", "住所",
        "生产地址",
        "场所地址", "实际经营地址",
        "生产经营场所地址", "经营场所", "企业详细地址", "单位住所",
    ), "prose"),
    Column(OBJECTS, "lon", LON, "degrees"),
    Column(OBJECTS, "lat", LAT, "degrees"),
    Column(OBJECTS, "point", POINT, "degrees"),
    Column(OBJECTS, "sector", (
        "行业领域", "所属行业", "行业", "行业类别", "所属行业领域", "监管行业", "所属领域", "行业分类",
        "监管行业领域",
    ), "text"),
    Column(OBJECTS, "industry", (
        "国民经济行业", "国民经济行业分类", "行业代码", "行业小类", "国民经济行业代码", "经营范围",
    ), "text"),
    Column(OBJECTS, "risk_colour", (
        "风险等级（四色）", "风险等级", "风险颜色", "四色等级", "风险分级", "安全风险等级", "风险四色", "风险级别",
        "四色",
        "风险四色等级", "安全风险分级", "企业风险等级", "评估等级", "风险色",
    ), "colour"),
    Column(OBJECTS, "supervision_level", (
        "监管层级", "监管级别", "监管等级", "监管分级", "分级监管",
    ), "supervision_level"),
    Column(OBJECTS, "lead_dept", (
        "主管部门", "行业主管部门", "监管部门", "牵头部门", "责任部门", "行业监管部门", "主责部门", "监管主体",
        "直接监管部门", "监管单位", "监管责任部门",
    ), "text"),
    Column(OBJECTS, "principal", (
        "企业负责人", "主要负责人", "负责人", "法定代表人", "法人", "法人代表", "责任人", "单位负责人", "联系人",
        "安全负责人",
        "企业主要负责人", "法人姓名", "负责人姓名", "经营者",
    ), "text"),
    Column(OBJECTS, "phone", PHONE, "phone"),
    Column(OBJECTS, "remark", REMARK, "text"),
)  # fmt: skip
