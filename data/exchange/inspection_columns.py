"""Ledgers of inspections: the names of their columns. A name that some office uses is added to a row."""

from data.exchange.common_names import LAT, LON, PHONE, POINT, REMARK, SEQ, SUBJECT, TOWN, TOWN_CODE, USCC
from data.exchange.kinds import INSPECTIONS, Column

COLUMNS: tuple[Column, ...] = (
    Column(INSPECTIONS, "seq", SEQ, "text"),
    Column(INSPECTIONS, "code", ("检查编号", "检查记录编号", "检查任务编号", "检查单号", "检查单编号"), "text"),
    Column(INSPECTIONS, "inspected_on", (
        "检查时间", "检查日期", "检查开始时间", "开始时间", "检查开始日期", "开始日期", "检查起始时间", "巡查时间",
        "巡查日期",
        "执法时间", "执法日期", "日期",
    ), "inspected", (("检查时间", "开始"), ("检查时间", "起"), ("检查日期", "开始"), ("检查日期", "起"))),
    Column(INSPECTIONS, "ended_on", (
        "检查结束时间", "结束时间", "检查结束日期", "结束日期", "检查截止时间",
    ), "inspection_end", (("检查时间", "结束"), ("检查时间", "止"), ("检查日期", "结束"), ("检查日期", "止"))),
    Column(INSPECTIONS, "org", (
        "检查单位", "检查部门", "检查机关", "执法单位", "执法部门", "督查单位", "巡查单位", "检查组", "组织单位",
        "检查主体",
    ), "text"),
    Column(INSPECTIONS, "inspectors", (
        "检查人员", "检查人", "执法人员", "巡查人员", "巡查人", "检查人员姓名", "检查人签字", "参加检查人员",
        "检查组成员",
    ), "text"),
    Column(INSPECTIONS, "subject", SUBJECT, "name"),
    Column(INSPECTIONS, "uscc", USCC, "uscc"),
    Column(INSPECTIONS, "town", TOWN, "text"),
    Column(INSPECTIONS, "town_code", TOWN_CODE, "text"),
    Column(INSPECTIONS, "address", ("地址", "详细地址", "检查地点", "生产经营地址", "位置", "单位地址", "检查地址"),
    "prose"),
    Column(INSPECTIONS, "type", ("检查类型", "检查方式", "检查类别", "检查性质", "检查形式"), "inspection_type"),
    Column(INSPECTIONS, "topic", ("检查主题", "检查事项", "检查内容", "专项名称", "检查重点", "主题"), "text"),
    Column(INSPECTIONS, "findings", (
        "检查结果", "发现问题数", "发现问题数量", "问题数", "发现隐患数", "隐患数", "隐患数量", "检查情况", "发现问题",
        "问题数量", "检查结论", "发现问题（项）", "发现隐患（项）",
    ), "findings"),
    Column(INSPECTIONS, "doc_no", (
        "文书号", "文书编号", "检查文书编号", "现场检查记录编号", "执法文书号", "检查文书号", "现场检查记录文号",
        "检查记录文号",
    ), "text"),
    Column(INSPECTIONS, "signed", (
        "是否签字", "被检查单位签字", "签字情况", "是否拒签", "被检查单位是否签字", "企业签字",
    ), "signed"),
    Column(INSPECTIONS, "refusal", ("拒签原因", "未签字原因", "拒绝签字原因"), "text"),
    Column(INSPECTIONS, "lon", LON, "degrees"),
    Column(INSPECTIONS, "lat", LAT, "degrees"),
    Column(INSPECTIONS, "point", POINT, "degrees"),
    Column(INSPECTIONS, "phone", PHONE, "phone"),
    Column(INSPECTIONS, "remark", REMARK, "prose"),
)  # fmt: skip
