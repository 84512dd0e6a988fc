"""Ledgers of accidents: the names of their columns. A name that some office uses is added to a row."""

from data.exchange.common_names import LAT, LON, PHONE, POINT, REMARK, SEQ, TOWN, TOWN_CODE, USCC
from data.exchange.kinds import ACCIDENTS, Column

COLUMNS: tuple[Column, ...] = (
    Column(ACCIDENTS, "seq", SEQ, "text"),
    Column(ACCIDENTS, "code", ("事故编号", "事故编码", "事故代码", "事故序号"), "text"),
    Column(ACCIDENTS, "occurred_on", (
        "发生时间", "事故发生时间", "事故时间", "发生日期", "事发时间", "事故发生日期", "事故日期", "事发日期",
    ), "occurred", (("事故", "发生时间"), ("时间", "发生"))),
    Column(ACCIDENTS, "reported_on", (
        "报告时间", "上报时间", "报告日期", "事故报告时间", "接报时间", "上报日期", "快报时间",
    ), "reported", (("事故", "报告时间"), ("时间", "报告"))),
    Column(ACCIDENTS, "address", (
        "地点", "事故地点", "发生地点", "事发地点", "事故发生地点", "地址", "详细地址", "具体位置", "位置",
    ), "prose"),
    Column(ACCIDENTS, "subject", (
        "单位", "事故单位", "发生单位", "事故发生单位", "单位名称", "企业名称", "事故单位名称", "生产经营单位",
        "生产经营单位名称", "事故企业", "责任单位",
    ), "name"),
    Column(ACCIDENTS, "uscc", USCC, "uscc"),
    Column(ACCIDENTS, "town", TOWN, "text"),
    Column(ACCIDENTS, "town_code", TOWN_CODE, "text"),
    Column(ACCIDENTS, "industry", ("行业", "所属行业", "行业领域", "行业类别", "行业分类"), "text"),
    Column(ACCIDENTS, "type", ("事故类型", "事故类别", "伤害类型", "事故种类"), "accident_type"),
    Column(ACCIDENTS, "deaths", (
        "死亡", "死亡人数", "死亡（人）", "亡人数", "死亡数",
    ), "people", (("伤亡", "死亡"), ("伤亡情况", "死亡"), ("人员伤亡", "死亡"), ("伤亡人数", "死亡"))),
    Column(ACCIDENTS, "missing", (
        "失踪", "失踪人数", "失踪（人）", "下落不明", "下落不明人数",
    ), "people", (("伤亡", "失踪"), ("伤亡情况", "失踪"), ("人员伤亡", "失踪"), ("伤亡人数", "失踪"))),
    Column(ACCIDENTS, "serious", (
        "重伤", "重伤人数", "重伤（人）", "重伤（急性中毒）", "重伤数",
    ), "people", (("伤亡", "重伤"), ("伤亡情况", "重伤"), ("人员伤亡", "重伤"), ("伤亡人数", "重伤"))),
    Column(ACCIDENTS, "minor", (
        "轻伤", "轻伤人数", "轻伤（人）", "轻伤数",
    ), "people", (("伤亡", "轻伤"), ("伤亡情况", "轻伤"), ("人员伤亡", "轻伤"), ("伤亡人数", "轻伤"))),
    Column(ACCIDENTS, "loss_yuan", (
        "直接经济损失（万元）", "直接经济损失", "经济损失", "直接损失", "损失金额", "直接经济损失金额",
    ), "loss"),
    Column(ACCIDENTS, "level", ("事故等级", "事故级别", "等级", "事故分级"), "accident_level"),
    Column(ACCIDENTS, "is_liability", ("是否责任事故", "责任事故", "事故性质", "是否为责任事故"), "liability"),
    Column(ACCIDENTS, "is_production", (
        "是否生产安全事故", "生产安全事故", "是否为生产安全事故", "是否属于生产安全事故", "是否生产经营性",
    ), "production"),
    Column(ACCIDENTS, "stage", ("状态", "事故状态", "办理状态", "调查状态", "调查情况", "处理状态", "进展"),
    "accident_stage"),
    Column(ACCIDENTS, "course", ("经过", "事故经过", "简要经过", "事故简要经过", "事故概况", "事故简况",
    "事故简要情况"), "prose"),
    Column(ACCIDENTS, "lon", LON, "degrees"),
    Column(ACCIDENTS, "lat", LAT, "degrees"),
    Column(ACCIDENTS, "point", POINT, "degrees"),
    Column(ACCIDENTS, "phone", PHONE, "phone"),
    Column(ACCIDENTS, "remark", REMARK, "text"),
)  # fmt: skip
