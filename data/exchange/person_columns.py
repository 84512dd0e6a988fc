"""Ledgers of responsible persons: the names of their columns. A name that some office uses is added to a row."""

from data.exchange.common_names import LAT, LON, PHONE, POINT, REMARK, SEQ, TOWN, TOWN_CODE, USCC
from data.exchange.kinds import PERSONS, Column

COLUMNS: tuple[Column, ...] = (
    Column(PERSONS, "seq", SEQ, "text"),
    Column(PERSONS, "name", (
        "姓名", "责任人", "责任人姓名", "负责人姓名", "人员姓名", "网格员姓名", "网格员", "安全员姓名", "包保责任人",
        "包保人",
        "包保责任人姓名", "联系人姓名",
    ), "text", (("责任人", "姓名"), ("包保责任人", "姓名"), ("网格员", "姓名"))),
    Column(PERSONS, "org", (
        "单位", "工作单位", "所在单位", "所属单位", "责任单位", "任职单位", "责任人单位",
        "所在部门",
    ), "text", (("责任人", "单位"), ("包保责任人", "单位"), ("责任人", "工作单位"))),
    Column(PERSONS, "post", (
        "职务", "职位", "岗位", "职务职称", "责任人职务",
    ), "text", (("责任人", "职务"), ("包保责任人", "职务"), ("网格员", "职务"))),
    Column(PERSONS, "role", ("责任人类别", "责任类别", "人员类别", "责任人类型", "人员类型", "责任层级", "身份",
    "类别"), "role"),
    Column(PERSONS, "phone", PHONE, "phone", (
        ("责任人", "联系电话"), ("责任人", "电话"), ("包保责任人", "联系电话"), ("网格员", "联系电话"), ("网格员",
        "电话"),
    )),
    Column(PERSONS, "duties", ("职责", "责任内容", "工作职责", "安全职责", "责任清单", "职责分工", "主要职责"),
    "prose"),
    Column(PERSONS, "valid_from", ("任职开始", "起始日期", "任职日期", "任职时间", "开始日期", "上任日期", "聘任日期"),
    "valid_from"),
    Column(PERSONS, "valid_to", ("任职结束", "终止日期", "离任日期", "离任时间", "结束日期", "任期至", "聘期至"),
    "valid_to"),
    Column(PERSONS, "object", (
        "负责对象", "监管对象", "包保企业", "包保单位", "负责企业", "企业名称", "联系企业", "监管对象名称", "对象名称",
        "单位名称",
        "生产经营单位", "生产经营单位名称", "包联企业", "负责单位",
        "包保对象", "责任企业",
    ), "name"),
    Column(PERSONS, "uscc", USCC, "uscc"),
    Column(PERSONS, "cell", ("网格", "网格编号", "网格名称", "负责网格", "所属网格", "网格编码", "网格代码"), "cell"),
    Column(PERSONS, "town", (*TOWN, "负责镇街"), "text"),
    Column(PERSONS, "town_code", TOWN_CODE, "text"),
    Column(PERSONS, "address", ("地址", "详细地址", "单位地址", "企业地址"), "prose"),
    Column(PERSONS, "lon", LON, "degrees"),
    Column(PERSONS, "lat", LAT, "degrees"),
    Column(PERSONS, "point", POINT, "degrees"),
    Column(PERSONS, "remark", REMARK, "text"),
)  # fmt: skip
