"""What a jurisdiction pack holds once it is loaded and checked: plain frozen rows, nothing of the database."""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

from shapely.geometry.base import BaseGeometry

from data.rules.assessment import Version
from data.rules.dictionaries import Cause, Criterion, Ground
from data.rules.papers import Template
from data.rules.workdays import NO_CALENDAR, Calendar


@dataclass(frozen=True, slots=True)
class Town:
    """镇街. ``code`` is the canonical 9-digit code; names and codes of other lists resolve to it."""

    code: str
    name: str
    short_name: str
    kind: str
    aliases: tuple[str, ...] = ()
    old_codes: tuple[str, ...] = ()
    clashing_code: str | None = None
    """The 9-digit code of another numbering that means a different town here, or None."""
    in_start_zone: bool = False
    seat_lon: float | None = None
    seat_lat: float | None = None
    seat_accuracy_km: float | None = None


@dataclass(frozen=True, slots=True)
class Village:
    """村/社区, 12-digit code; ``town`` is the 9-digit code of its town. Names are not unique in a county."""

    code: str
    name: str
    short_name: str
    town: str


@dataclass(frozen=True, slots=True)
class Sector:
    """行业领域. ``parent`` names the sector of a sub-sector; ``lead`` is the organisation in charge."""

    code: str
    name: str
    short_name: str
    lead: str
    parent: str | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """部门, 镇街, 园区 or 安委会 with the area it answers for. ``role`` is a value of `data.rules.vocabulary.Role`."""

    code: str
    name: str
    short_name: str
    role: str
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    towns: tuple[str, ...] | None = None
    sectors: tuple[str, ...] | None = None
    parks: tuple[str, ...] | None = None
    can_penalise: bool = False
    mark: str = ""
    """发文机关代字, with which its 文号 begin; its short name where none is given."""


@dataclass(frozen=True, slots=True)
class Park:
    """功能区, overlaps towns."""

    code: str
    name: str
    short_name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GridCell:
    """安全监管网格."""

    code: str
    name: str
    town: str


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One dated rule: a number with its unit, its days of validity, and the document and article it comes from."""

    key: str
    value: float
    unit: str
    valid_from: date
    valid_to: date | None
    source_doc: str
    article: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """One boundary or context feature in WGS84/CGCS2000 longitude and latitude."""

    code: str
    name: str
    category: str
    geometry: BaseGeometry
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outside:
    """A place of a neighbour that turns up in ledgers: to be told apart from a town nobody knows."""

    name: str
    county: str


@dataclass(frozen=True)
class Pack:
    """One jurisdiction. ``bounds`` is (west, south, east, north) of the outline padded by about 5 km."""

    code: str
    name: str
    short_name: str
    title: str
    country: str
    zone: ZoneInfo
    projected_epsg: int
    """For lengths and areas, never degrees: 4548 for Jiyang."""
    boundary_note: str
    """示意，非测绘成果 while boundaries are schematic, else empty."""
    boundaries_schematic: bool
    historic_codes: tuple[str, ...]
    """Former 6-digit codes of the county, accepted inside credit codes."""
    numbers: dict[str, str]
    """Formats such as ``hazard = "YH{county}{town3}{day:%Y%m%d}{seq:04d}"``."""
    wording: dict[str, str]
    """Local words by key, over those of `data.words`."""
    towns: tuple[Town, ...]
    villages: tuple[Village, ...]
    sectors: tuple[Sector, ...]
    organisations: tuple[Organisation, ...]
    parks: tuple[Park, ...]
    cells: tuple[GridCell, ...]
    rules: tuple[RuleRow, ...]
    outline: BaseGeometry
    town_shapes: tuple[Shape, ...]
    cell_shapes: tuple[Shape, ...]
    park_shapes: tuple[Shape, ...]
    context_shapes: tuple[Shape, ...]
    neighbour_shapes: tuple[Shape, ...]
    bounds: tuple[float, float, float, float]
    folder: Path
    credits: tuple[str, ...] = field(default=())
    """Sources and licences to be shown beside the map."""
    checks_uscc: bool = True
    """Whether credit codes of this country follow GB 32100-2015."""
    shifts_gcj02: bool = True
    """Whether GCJ-02 and BD-09 exist in this country."""
    county_names: tuple[str, ...] = ()
    """Every name, old and short ones too, by which the county itself stands in addresses; longest first."""
    outer_names: tuple[str, ...] = ()
    """Names of what the county lies in, province and city, as addresses begin with them; longest first."""
    outside: tuple[Outside, ...] = ()
    """Places of the neighbours."""
    calendar: Calendar = NO_CALENDAR
    """Holidays and the weekend days that are worked instead, by which working days are counted."""
    criteria: tuple[Criterion, ...] = ()
    """判定标准 of major hazards."""
    grounds: tuple[Ground, ...] = ()
    """处罚依据 with their ranges of fines."""
    causes: tuple[Cause, ...] = ()
    """致因 of hazards, with the days on which each standard holds."""
    papers: tuple[Template, ...] = ()
    """Templates of the papers that are issued here."""
    assessment: tuple[Version, ...] = ()
    """The items of the assessment 考核 and their weights, version by version; none where a county has no table."""
    drawn: int = 0
    """Names the state of the official boundaries laid over this pack (`data.packs.official`); 0 for none."""
    as_loaded: "Pack | None" = field(default=None, repr=False, compare=False)
    """The pack without them, where there are any."""

    @property
    def departments(self) -> frozenset[str]:
        """Codes of the departments, to which hazards are handed over."""
        return frozenset(org.code for org in self.organisations if org.role == "department")

    @property
    def cause_codes(self) -> frozenset[str]:
        """Codes of the causes, of whatever day."""
        return frozenset(cause.code for cause in self.causes)

    @property
    def penalising(self) -> frozenset[str]:
        """Codes of the organisations with power to penalise."""
        return frozenset(org.code for org in self.organisations if org.can_penalise)
