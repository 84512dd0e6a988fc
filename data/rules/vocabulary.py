"""The closed vocabularies. Values are what the store, JSON and histories carry; words are in ``data/words``."""

from enum import IntEnum, StrEnum


class Level(IntEnum):
    """隐患等级, codes of the national exchange format."""

    GENERAL = 0
    MAJOR = 1


class Source(IntEnum):
    """隐患来源."""

    ENTERPRISE = 1
    DEPARTMENT = 2
    TOWN = 3
    GRID = 4
    THIRD_PARTY = 5
    COMPLAINT = 6
    SUPERVISION = 7
    SUPERIOR = 8
    MONITORING = 9
    ACCIDENT = 10

    @property
    def confirms(self) -> bool:
        """True where finding is already confirmation: an official or expert saw it on the spot (T2)."""
        return self in (Source.DEPARTMENT, Source.TOWN, Source.THIRD_PARTY, Source.SUPERVISION)


class ManageType(IntEnum):
    """整改方式: 即查即改 or 限期整改."""

    ON_THE_SPOT = 0
    BY_DEADLINE = 1


class Colour(StrEnum):
    """风险四色 of a supervised object; ``NONE`` is 未定级."""

    RED = "红"
    ORANGE = "橙"
    YELLOW = "黄"
    BLUE = "蓝"
    NONE = "未定级"

    @property
    def key(self) -> str:
        """The token of URLs, tiles and CSS: red, orange, yellow, blue, none."""
        return self.name.lower()


class SubjectKind(StrEnum):
    """What a hazard was found at; not always an enterprise (S67)."""

    ENTERPRISE = "enterprise"
    PUBLIC_FACILITY = "public_facility"
    PARK = "park"
    SITE = "site"


class ObjectKind(StrEnum):
    """监管对象类别."""

    ENTERPRISE = "企业"
    NON_ENTERPRISE = "民办非企业"
    ASSOCIATION = "社会团体"
    INSTITUTION = "事业单位"
    SMALL_PLACE = "九小场所"
    SOLE_TRADER = "个体工商户"
    SITE = "在建工程"
    PUBLIC_FACILITY = "公共设施"
    PARK = "园区"
    RESIDENTIAL = "居民小区"


class State(StrEnum):
    """隐患状态 (domain 3.1). The order is the order of the loop; ``state.code`` is its number in columns."""

    REPORTED = "REPORTED"
    CONFIRMED = "CONFIRMED"
    NOTICED = "NOTICED"
    RECTIFYING = "RECTIFYING"
    EXT_PENDING = "EXT_PENDING"
    SUBMITTED = "SUBMITTED"
    FAILED = "FAILED"
    SUSPENDED = "SUSPENDED"
    TRANSFERRED = "TRANSFERRED"
    CLOSED = "CLOSED"
    VOID = "VOID"
    MERGED = "MERGED"
    WITHDRAWN = "WITHDRAWN"

    __hash__ = str.__hash__
    """Sets of states are asked at every event of every hazard, and the hash of an Enum is slow."""

    @property
    def code(self) -> int:
        """Position in the enum, for columns of small integers."""
        return _STATE_CODES[self]

    @property
    def is_open(self) -> bool:
        """Somebody still has to act."""
        return self.code < _STATE_CODES[State.CLOSED]

    @property
    def is_over(self) -> bool:
        """Merged into another record, or withdrawn with its import: nothing can be done to it or put beside it."""
        return self in (State.MERGED, State.WITHDRAWN)

    @property
    def counts(self) -> bool:
        """False for records outside every figure: void, merged into another, withdrawn by rollback."""
        return self.code <= _STATE_CODES[State.CLOSED]


STATES = tuple(State)
_STATE_CODES = {state: code for code, state in enumerate(STATES)}
OVER_STATES = tuple(state.value for state in STATES if state.is_over)
"""The states of `State.is_over` as they stand in tables."""


class Result(StrEnum):
    """复查结果; ``PARTIAL`` counts as 不合格 everywhere."""

    PASS = "pass"  # noqa: S105
    FAIL = "fail"
    PARTIAL = "partial"


class CaseStage(StrEnum):
    """立案处罚 stages (domain 3.3)."""

    FILED = "C1"
    INVESTIGATION = "C2"
    NOTICE = "C3"
    HEARING = "C4"
    LEGAL_REVIEW = "C5"
    DECISION = "C6"
    SERVICE = "C7"
    EXECUTION = "C8"
    CLOSED = "C9"


class CaseEnd(StrEnum):
    """How a case ends; each of the four ends the requirement on its hazard."""

    CLOSED = "结案"
    WITHDRAWN = "撤案"
    NO_PENALTY = "不予处罚"
    CRIMINAL = "移送司法"


class PlaceQuality(IntEnum):
    """坐标质量 (domain 2.1)."""

    MEASURED = 1
    ADDRESS = 2
    VILLAGE = 3
    TOWN = 4
    MISSING = 9

    @property
    def is_precise(self) -> bool:
        """Good enough for heat surfaces and single symbols."""
        return self <= PlaceQuality.ADDRESS


class Role(StrEnum):
    """Who acts (columns of domain 3.5) and the local system operator of the command line."""

    COMMISSION = "commission"
    DEPARTMENT = "department"
    TOWN = "town"
    GRID = "grid"
    ENTERPRISE = "enterprise"
    INSPECTORATE = "inspectorate"
    SYSTEM = "system"
