"""The columns of ledgers: for each kind what a column is called in real files, and what its cells mean.

``COLUMNS`` is the registry: adding a column, or a name that some office uses for it, is adding to a row. A kind of
ledger is a row of ``KINDS``. Names are compared by `label`: brackets, spaces and widths of letters do not matter.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from data.words import t, table

HAZARDS = "hazards"
OBJECTS = "objects"
EQUIPMENT = "equipment"
HISTORIES = "histories"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one kind of ledger.

    ``aliases`` stand alone; ``under`` are (group, name) pairs of two-row headers, the group by its beginning: parts of
    the column, or its possible values with a tick below one of them. ``reads`` tells how its cells are read. Words for
    people: `title`.
    """

    kind: str
    key: str
    aliases: tuple[str, ...]
    reads: str
    under: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of ledger: ``keys`` are the canonical values of a row, ``required`` must stand in every row.

    ``seldom`` are keys that few ledgers have: their absence is not worth a note. ``identity`` are those that, beside
    subject and town, tell a row that waits for a decision again in another ledger.
    """

    name: str
    keys: tuple[str, ...]
    required: tuple[str, ...]
    subject: str
    seldom: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()


KINDS: tuple[Kind, ...] = (
    Kind(
        OBJECTS,
        ("name", "uscc", "object_kind", "town", "address", "industry", "sector", "supervision_level", "lead_dept",
         "risk_colour", "principal", "phone", "lon", "lat"),
        ("name",),
        "name",
        ("lat", "industry"),
        ("uscc", "phone"),
    ),
    Kind(
        HAZARDS,
        ("subject", "uscc", "town", "address", "found_on", "deadline", "level", "category", "description", "measures",
         "responsible", "phone", "funds_yuan", "manage_type", "judge_basis", "inspector", "status", "reinspected_on",
         "reinspection_result", "case_no", "lon", "lat"),
        ("subject", "description", "found_on"),
        "subject",
        ("lat", "manage_type", "case_no", "reinspected_on", "reinspection_result"),
        ("uscc", "found_on", "description"),
    ),
    Kind(
        EQUIPMENT,
        ("reg_code", "name", "kind", "object", "town", "status", "use_cert_no", "last_inspection",
         "next_inspection_due", "result", "in_96333", "code_96333", "is_key_place", "insured_until", "lon", "lat",
         "uscc", "address", "phone", "maintainer"),
        ("reg_code", "object"),
        "object",
        ("lat", "name", "code_96333", "in_96333", "is_key_place", "insured_until", "phone", "maintainer"),
        ("reg_code",),
    ),
)  # fmt: skip

_SUBJECT = (
    "企业名称", "单位名称", "被检查单位", "受检单位", "隐患单位", "生产经营单位", "检查项目", "场所名称", "业户名称",
    "被检查单位名称", "受检单位名称", "被检单位", "检查对象", "被检查企业", "受检企业", "隐患单位名称",
    "生产经营单位名称",
    "企业（单位）名称", "单位（场所）名称", "项目名称", "对象名称", "监管对象名称", "监管对象", "商户名称", "店铺名称",
)  # fmt: skip
_USCC = (
    "统一社会信用代码", "信用代码", "社会信用代码", "组织机构代码", "营业执照号", "营业执照号码", "营业执照注册号",
    "统一信用代码", "统一社会信用代码/注册号",
)  # fmt: skip
_TOWN = (
    "所属镇街", "镇（街道）", "属地", "镇办", "乡镇", "所在镇街", "辖区", "镇街", "街道（镇）", "所属街道", "所属乡镇",
    "镇街道", "乡镇/街道", "镇/街道", "镇办街道",
    "所在乡镇", "属地镇街", "所属辖区", "乡镇（街道）", "街镇", "所属镇（街道）", "镇街名称", "所在街道", "街道",
)  # fmt: skip
_TOWN_CODE = ("镇街代码", "行政区划代码", "区划代码", "所属镇街代码", "乡镇代码", "街道代码", "属地代码")
_PHONE = ("联系电话", "电话", "手机", "联系方式", "手机号", "手机号码", "电话号码", "负责人电话", "责任人电话")
_LON = ("经度", "东经", "X", "X坐标", "经度（东经）", "lon", "lng", "longitude")
_LAT = ("纬度", "北纬", "Y", "Y坐标", "纬度（北纬）", "lat", "latitude")
_POINT = (
    "坐标", "经纬度", "地理坐标", "位置坐标", "经纬度坐标", "坐标（经度,纬度）", "GPS坐标", "度分秒",
    "经度/纬度", "经度,纬度", "东经/北纬", "X/Y", "X,Y",
)  # fmt: skip
_REMARK = ("备注", "说明", "备注说明")
_SEQ = ("序号", "编号", "No.", "NO", "序列")

COLUMNS: tuple[Column, ...] = (
    Column(HAZARDS, "seq", _SEQ, "text"),
    Column(HAZARDS, "found_on", (
        "检查时间", "检查日期", "排查时间", "发现时间", "发现日期", "日期", "排查日期", "督查时间", "督查日期",
        "巡查时间", "巡查日期",
        "隐患发现时间", "上报时间",
    ), "found", (("检查", "时间"), ("检查", "日期"), ("排查", "时间"), ("排查", "日期"))),
    Column(HAZARDS, "check_org", (
        "检查单位", "检查部门", "排查单位", "督查单位", "检查组", "排查部门", "执法单位", "检查机构", "巡查单位",
    ), "text", (("检查", "单位"), ("检查", "部门"), ("排查", "单位"))),
    Column(HAZARDS, "inspector", (
        "检查人", "检查人员", "排查人", "带队领导", "排查人员", "执法人员", "督查人员", "巡查人员", "网格员",
    ), "text", (("检查", "人员"), ("检查", "检查人"), ("排查", "人员"))),
    Column(HAZARDS, "subject", _SUBJECT, "name"),
    Column(HAZARDS, "uscc", _USCC, "uscc"),
    Column(HAZARDS, "town", _TOWN, "text"),
    Column(HAZARDS, "town_code", _TOWN_CODE, "text"),
    Column(HAZARDS, "address", (
        "地址", "详细地址", "生产经营地址", "位置", "检查工点", "隐患部位", "具体位置", "隐患位置", "单位地址",
        "企业地址", "隐患地点",
        "地点", "检查地点", "场所地址",
    ), "prose"),
    Column(HAZARDS, "lon", _LON, "degrees"),
    Column(HAZARDS, "lat", _LAT, "degrees"),
    Column(HAZARDS, "point", _POINT, "degrees"),
    Column(HAZARDS, "description", (
        "隐患问题描述", "存在问题", "隐患内容", "问题隐患", "主要隐患", "隐患情况", "检查发现问题", "隐患描述",
        "问题描述",
        "存在的问题", "存在隐患", "存在的隐患", "隐患问题", "问题及隐患", "存在的主要问题", "安全隐患", "问题内容",
        "事故隐患",
        "隐患具体内容", "发现问题", "隐患名称",
    ), "prose"),
    Column(HAZARDS, "category", (
        "隐患类型", "隐患类别", "问题类别", "所属行业", "行业领域", "隐患分类", "问题类型", "行业", "行业类别",
        "检查类别",
    ), "text"),
    Column(HAZARDS, "level", (
        "隐患等级", "隐患级别", "是否重大", "一般/重大", "等级", "级别", "是否重大隐患", "隐患程度",
    ), "level", (
        ("隐患等级", "一般"), ("隐患等级", "重大"), ("隐患等级", "一般隐患"), ("隐患等级", "重大隐患"),
        ("隐患级别", "一般"), ("隐患级别", "重大"), ("隐患级别", "一般隐患"), ("隐患级别", "重大隐患"),
        ("等级", "一般"), ("等级", "重大"),
    )),
    Column(HAZARDS, "judge_basis", (
        "判定依据", "判定标准", "重大隐患判定依据", "重大隐患判定标准", "判定条款", "认定依据",
    ), "prose"),
    Column(HAZARDS, "measures", (
        "整改要求（措施）", "整改措施", "整改意见", "治理措施", "整改要求", "整改建议", "措施", "整改落实措施",
        "整改措施及要求",
    ), "prose", (("五落实", "措施"), ("五到位", "措施"), ("整改五", "措施"))),
    Column(HAZARDS, "deadline", (
        "整改期限", "整改时限", "限期", "完成时限", "要求完成时间", "整改截止时间", "整改截止日期", "时限", "期限",
        "要求整改时间", "限期整改时间", "计划完成时间", "整改完成时限", "拟完成时间",
    ), "deadline", (("五落实", "时限"), ("五落实", "期限"), ("五到位", "时限"), ("整改五", "时限"))),
    Column(HAZARDS, "manage_type", ("整改方式", "整改类型", "治理方式"), "manage_type"),
    Column(HAZARDS, "responsible", (
        "整改责任人", "责任人", "企业负责人", "整改负责人", "负责人", "单位负责人", "责任人员", "主要负责人",
    ), "text", (("五落实", "责任"), ("五落实", "责任人"), ("五到位", "责任"), ("整改五", "责任"))),
    Column(HAZARDS, "resp_org", (
        "整改责任单位", "责任单位", "责任部门", "整改单位", "整改责任部门", "整改责任单位-建设", "整改责任单位-设计",
        "整改责任单位-施工", "整改责任单位-监理",
    ), "text", (("整改责任单位", "施工"), ("责任单位", "施工"))),
    Column(HAZARDS, "phone", _PHONE, "phone"),
    Column(HAZARDS, "funds_yuan", (
        "整改资金", "资金", "投入资金", "资金落实", "整改投入", "资金投入", "整改费用", "治理资金", "经费",
    ), "money", (("五落实", "资金"), ("五到位", "资金"), ("整改五", "资金"))),
    Column(HAZARDS, "plan", (
        "应急预案", "预案", "防范措施", "应急措施", "防控措施", "预案情况",
    ), "plan", (("五落实", "预案"), ("五落实", "应急预案"), ("五到位", "预案"), ("整改五", "预案"))),
    Column(HAZARDS, "done_on", (
        "整改完成日期", "完成时间", "整改时间", "整改完成时间", "完成日期", "实际完成时间", "整改日期",
    ), "done", (("整改情况", "完成时间"), ("整改情况", "时间"), ("整改情况", "日期"))),
    Column(HAZARDS, "status", (
        "销号情况", "整改情况", "是否整改", "整改状态", "进展情况", "整改进展", "完成情况", "整改完成情况", "状态",
        "是否完成整改",
        "是否销号", "整改结果", "办理情况", "落实情况",
    ), "status", (
        ("整改情况", "状态"), ("整改情况", "情况"), ("整改情况", "是否整改"),
        ("整改情况", "已整改"), ("整改情况", "未整改"), ("整改情况", "正在整改"),
        ("整改情况", "整改中"), ("整改情况", "已完成"), ("整改情况", "未完成"),
    )),
    Column(HAZARDS, "reinspected_on", (
        "复查时间", "复查日期", "验收时间", "验收日期",
    ), "done", (("复查", "时间"), ("复查", "日期"), ("验收", "时间"), ("验收", "日期"))),
    Column(HAZARDS, "reinspection_result", (
        "复查结果", "复查结论", "验收结果", "复查意见", "验收结论",
    ), "result", (("复查", "结果"), ("复查", "结论"), ("复查", "意见"), ("验收", "结果"))),
    Column(HAZARDS, "reinspector", (
        "复查人", "验收人", "复查人员", "验收人员", "复查单位",
    ), "text", (("复查", "人员"), ("复查", "复查人"), ("验收", "人员"))),
    Column(HAZARDS, "reinspection", ("复查情况", "复查", "验收情况", "复查验收情况"), "reinspection"),
    Column(HAZARDS, "case_no", ("文书编号", "立案编号", "案号", "案件编号", "处罚文书号", "立案文书编号"), "text"),
    Column(HAZARDS, "case", ("是否立案", "立案情况", "处罚情况", "罚款金额", "立案处罚情况", "处罚结果"), "text"),
    Column(HAZARDS, "source", ("隐患来源", "来源", "问题来源", "检查类型", "线索来源"), "source"),
    Column(HAZARDS, "remark", _REMARK, "text"),
    Column(OBJECTS, "seq", _SEQ, "text"),
    Column(OBJECTS, "name", (*_SUBJECT, "名称", "单位全称", "企业全称", "监管单位名称"), "name"),
    Column(OBJECTS, "uscc", _USCC, "uscc"),
    Column(OBJECTS, "object_kind", (
        "对象类别", "监管对象类别", "单位类型", "企业类型", "对象类型", "监管对象类型", "主体类型", "单位类别",
        "单位性质", "类别",
    ), "object_kind"),
    Column(OBJECTS, "town", _TOWN, "text"),
    Column(OBJECTS, "town_code", _TOWN_CODE, "text"),
    Column(OBJECTS, "address", (
        "地址", "详细地址", "生产经营地址", "位置", "具体位置", "单位地址", "企业地址", "经营地址", "注册地址", "住所",
        "生产地址",
        "场所地址", "实际经营地址",
    ), "prose"),
    Column(OBJECTS, "lon", _LON, "degrees"),
    Column(OBJECTS, "lat", _LAT, "degrees"),
    Column(OBJECTS, "point", _POINT, "degrees"),
    Column(OBJECTS, "sector", (
        "行业领域", "所属行业", "行业", "行业类别", "所属行业领域", "监管行业", "所属领域", "行业分类",
    ), "text"),
    Column(OBJECTS, "industry", (
        "国民经济行业", "国民经济行业分类", "行业代码", "行业小类", "国民经济行业代码", "经营范围",
    ), "text"),
    Column(OBJECTS, "risk_colour", (
        "风险等级（四色）", "风险等级", "风险颜色", "四色等级", "风险分级", "安全风险等级", "风险四色", "风险级别",
        "四色",
    ), "colour"),
    Column(OBJECTS, "supervision_level", (
        "监管层级", "监管级别", "监管等级", "监管分级", "分级监管",
    ), "supervision_level"),
    Column(OBJECTS, "lead_dept", (
        "主管部门", "行业主管部门", "监管部门", "牵头部门", "责任部门", "行业监管部门", "主责部门", "监管主体",
    ), "text"),
    Column(OBJECTS, "principal", (
        "企业负责人", "主要负责人", "负责人", "法定代表人", "法人", "法人代表", "责任人", "单位负责人", "联系人",
        "安全负责人",
    ), "text"),
    Column(OBJECTS, "phone", _PHONE, "phone"),
    Column(OBJECTS, "remark", _REMARK, "text"),
    Column(EQUIPMENT, "seq", _SEQ, "text"),
    Column(EQUIPMENT, "object", (
        "使用单位", "单位名称", "使用单位名称", "设备使用单位", "设备使用单位名称", "使用单位（人）", "使用人",
        "企业名称", "产权单位", "使用管理单位", "所属单位", "生产经营单位", "场所名称",
    ), "name", (("使用单位", "名称"), ("使用单位", "单位名称"), ("设备使用单位", "名称"))),
    Column(EQUIPMENT, "uscc", (
        *_USCC, "使用单位代码", "单位代码", "使用单位统一社会信用代码", "使用单位信用代码",
    ), "uscc", (("使用单位", "代码"), ("使用单位", "信用代码"), ("使用单位", "统一社会信用代码"))),
    Column(EQUIPMENT, "town", _TOWN, "text"),
    Column(EQUIPMENT, "town_code", _TOWN_CODE, "text"),
    Column(EQUIPMENT, "reg_code", (
        "设备代码", "注册代码", "设备注册代码", "特种设备代码", "特种设备注册代码", "设备注册号", "设备编码",
    ), "reg_code", (("设备", "代码"), ("设备", "注册代码"))),
    Column(EQUIPMENT, "kind", (
        "设备种类", "设备类别", "设备品种", "设备类型", "特种设备种类", "特种设备类别", "特种设备类型",
        "种类", "类别", "品种",
    ), "equipment_kind", (("设备", "种类"), ("设备", "类别"), ("设备", "品种"))),
    Column(EQUIPMENT, "name", ("设备名称", "特种设备名称", "产品名称"), "text", (("设备", "名称"),)),
    Column(EQUIPMENT, "use_cert_no", (
        "使用登记证号", "登记证编号", "使用登记证编号", "使用证号", "使用证编号", "登记证号", "使用登记号",
        "使用登记编号", "使用登记证", "登记编号",
    ), "text", (("使用登记", "编号"), ("使用登记", "证号"))),
    Column(EQUIPMENT, "address", (
        "安装地点", "使用地点", "设备使用地点", "设备安装地点", "安装位置", "设备所在地", "设备地址", "使用地址",
        "安装地址", "设备所在地址", "设备使用地址", "使用场所", "地址", "详细地址", "位置", "具体位置", "单位地址",
        "使用单位地址",
    ), "prose", (("使用单位", "地址"), ("设备", "地址"), ("设备", "使用地点"), ("设备", "安装地点"))),
    Column(EQUIPMENT, "lon", _LON, "degrees"),
    Column(EQUIPMENT, "lat", _LAT, "degrees"),
    Column(EQUIPMENT, "point", _POINT, "degrees"),
    Column(EQUIPMENT, "status", (
        "使用状态", "设备状态", "使用状况", "设备使用状态", "使用情况", "状态", "是否在用", "设备状况", "在用状态",
    ), "equipment_status", (
        ("使用状态", "在用"), ("使用状态", "停用"), ("使用状态", "报废"),
        ("设备状态", "在用"), ("设备状态", "停用"), ("设备状态", "报废"),
    )),
    Column(EQUIPMENT, "last_inspection", (
        "检验日期", "上次检验日期", "检验时间", "上次检验时间", "最近检验日期", "最近一次检验日期", "本次检验日期",
        "定检日期", "定期检验日期", "上次定检日期", "最近检验时间", "上检日期",
    ), "inspection_day", (
        ("上次检验", "日期"), ("上次检验", "时间"), ("检验", "本次"), ("检验", "上次"), ("检验", "日期"),
        ("定期检验", "日期"),
    )),
    Column(EQUIPMENT, "next_inspection_due", (
        "下次检验日期", "检验有效期至", "下检日期", "下次检验时间", "检验有效期", "下次定检日期", "检验到期日期",
        "检验到期日", "有效期至", "下一次检验日期", "下次检验到期日", "下次定期检验日期", "检验有效期截止日期",
        "检验到期时间", "应检日期", "下次检验",
    ), "inspection_due", (
        ("下次检验", "日期"), ("下次检验", "时间"), ("检验", "下次"), ("检验", "有效期至"),
        ("检验", "有效期"), ("检验", "到期日期"),
    )),
    Column(EQUIPMENT, "result", (
        "检验结论", "检验结果", "定检结论", "上次检验结论", "上次检验结果", "检验情况",
    ), "inspection_result", (("检验", "结论"), ("检验", "结果"), ("上次检验", "结论"), ("上次检验", "结果"))),
    Column(EQUIPMENT, "in_96333", (
        "是否接入96333", "接入96333", "是否纳入96333", "是否接入96333平台", "是否纳入96333平台", "是否已接入96333",
        "是否加入96333", "96333接入情况", "96333",
    ), "yes_no", (("96333", "是否接入"), ("96333", "是否纳入"), ("96333", "接入情况"))),
    Column(EQUIPMENT, "code_96333", (
        "96333编号", "救援识别码", "96333识别码", "96333救援识别码", "应急救援识别码", "电梯救援识别码", "96333编码",
        "96333代码", "应急救援编号", "救援编号", "电梯识别码", "识别码",
    ), "text", (("96333", "编号"), ("96333", "识别码"), ("96333", "编码"))),
    Column(EQUIPMENT, "is_key_place", (
        "是否重点场所", "重点场所", "是否重点场所电梯", "是否属于重点场所", "是否公众聚集场所", "是否为重点场所",
    ), "key_place"),
    Column(EQUIPMENT, "insured_until", (
        "保险到期", "责任险到期", "保险到期日", "保险到期日期", "责任险到期日", "责任险到期日期", "责任保险到期日",
        "保险有效期至", "责任险有效期至", "责任保险有效期至", "保险到期时间", "保险截止日期", "责任险到期时间",
    ), "insured", (
        ("保险", "到期日"), ("保险", "到期日期"), ("保险", "有效期至"),
        ("责任险", "到期日"), ("责任险", "到期日期"), ("责任险", "有效期至"),
        ("责任保险", "到期日"), ("责任保险", "到期日期"), ("责任保险", "有效期至"),
    )),
    Column(EQUIPMENT, "maintainer", (
        "维保单位", "维护保养单位", "维保单位名称", "维护保养单位名称", "维保公司", "电梯维保单位",
    ), "text", (("维保", "单位"), ("维保", "名称"))),
    Column(EQUIPMENT, "phone", _PHONE, "phone"),
    Column(EQUIPMENT, "remark", _REMARK, "text"),
)  # fmt: skip

_QUOTES = re.compile(r"[“”\"'‘’《》]")
_BRACKETS = re.compile(r"\([^()]*\)")
_UNIT = re.compile(r"(?<=.)[/,]?(?:万元|千元|元)\Z")
_NOISE = re.compile(r"[\s*※★:.·、​]+")


@cache
def label(text: str) -> str:
    """A header's text as it is compared: half-width, without spaces, stars and colons, Latin letters small."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).replace("​", "").lower()


@cache
def bare(text: str) -> str:
    """The label without what stands in brackets, and without its unit: 资金（万元） and 资金/万元 are 资金."""
    return _UNIT.sub("", _BRACKETS.sub("", label(text)))


@cache
def by_label(kind: str) -> Mapping[str, Column]:
    """Every label of a kind that stands alone. A label belongs to one column: the first that claims it."""
    found: dict[str, Column] = {}
    for column in COLUMNS:
        if column.kind == kind:
            for alias in column.aliases:
                found.setdefault(label(alias), column)
    return found


def title(kind: str, key: str) -> str:
    """What people call a column of a kind of ledger: its own words where the kind has some, else those of the key."""
    own = f"column.{kind}.{key}"
    return t(own if own in table("zh") else f"column.{key}")


def kind_of(name: str) -> Kind:
    """The row of ``KINDS`` with this name."""
    return next(kind for kind in KINDS if kind.name == name)


@cache
def resolve(kind: str, group: str, name: str) -> Column | None:
    """The column that a header means: ``name`` of the second row under ``group``, or ``group`` where it is empty."""
    known = by_label(kind)
    if not name:
        return known.get(label(group)) or known.get(bare(group))
    plain = _QUOTES.sub("", bare(group))
    return _under(kind, plain, bare(name)) or known.get(label(name)) or known.get(bare(name))


@cache
def _labelled(under: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return tuple((label(group).removeprefix("整改"), label(name)) for group, name in under)


def _under(kind: str, group: str, name: str) -> Column | None:
    for column in COLUMNS:
        if column.kind == kind and any(
            group.removeprefix("整改").startswith(g) and name in (n, f"{n}落实", f"落实{n}", f"整改{n}", f"{g}{n}")
            for g, n in _labelled(column.under)
        ):
            return column
    return None
