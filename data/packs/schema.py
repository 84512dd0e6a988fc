"""The files of a pack: which there are, which columns and features they hold, and how each cell is read.

To add a column to a pack, add a row here and a field in `data.packs.model`.
"""

from data.packs.shapes import PLACES, ShapeFile
from data.packs.tables import (
    Column,
    choice_cell,
    code_cell,
    day_cell,
    flag_cell,
    list_cell,
    mark_cell,
    number_cell,
    parameters_cell,
    scope_cell,
    text_cell,
)
from data.rules.assessment import ITEMS, Formula, Of
from data.rules.dictionaries import CAUSE_TYPES
from data.rules.vocabulary import Role

MANIFEST = "pack.toml"
WORDING = "wording.toml"

NAMED = (Column("code", code_cell), Column("name", text_cell), Column("short_name", text_cell))
ALIASES = Column("aliases", list_cell, required=False, default=())

TOWNS = (
    *NAMED,
    Column("kind", text_cell),
    ALIASES,
    Column("old_codes", list_cell, required=False, default=()),
    Column("clashing_code", code_cell, required=False),
    Column("in_start_zone", flag_cell, required=False, default=False),
    Column("seat_lon", number_cell, required=False),
    Column("seat_lat", number_cell, required=False),
    Column("seat_accuracy_km", number_cell, required=False),
    Column("seat_source", text_cell, required=False, default=""),
)
VILLAGES = (*NAMED, Column("town", code_cell))
SECTORS = (*NAMED, Column("lead", code_cell), Column("parent", code_cell, required=False), ALIASES)
ORGANISATIONS = (
    *NAMED,
    Column("role", choice_cell(*(role.value for role in Role if role is not Role.SYSTEM))),
    Column("parent", code_cell, required=False),
    ALIASES,
    Column("towns", scope_cell, required=False, default=()),
    Column("sectors", scope_cell, required=False, default=()),
    Column("parks", scope_cell, required=False, default=()),
    Column("can_penalise", flag_cell, required=False, default=False),
    Column("mark", mark_cell, required=False, default=""),
)
PARKS = (*NAMED, ALIASES)
CELLS = (Column("code", code_cell), Column("name", text_cell), Column("town", code_cell))
RULES = (
    Column("key", text_cell),
    Column("value", number_cell),
    Column("unit", choice_cell("days", "workdays", "count", "share", "yuan", "points", "hours")),
    Column("valid_from", day_cell),
    Column("valid_to", day_cell, required=False),
    Column("source_doc", text_cell),
    Column("article", text_cell),
    Column("note", text_cell, required=False, default=""),
)
OUTSIDE = (Column("name", text_cell), Column("county", text_cell))
HOLIDAYS = (
    Column("date", day_cell),
    Column("kind", choice_cell("holiday", "workday")),
    Column("name", text_cell),
    Column("source", text_cell),
)

ASSESSMENT = (
    Column("valid_from", day_cell),
    Column("valid_to", day_cell, required=False),
    Column("applies_to", choice_cell(*Of)),
    Column("item", choice_cell(*ITEMS)),
    Column("weight", number_cell),
    Column("formula", choice_cell(*Formula)),
    Column("parameters", parameters_cell, required=False, default=()),
    Column("note", text_cell, required=False, default=""),
)

DATED = (
    Column("valid_from", day_cell),
    Column("valid_to", day_cell, required=False),
    Column("note", text_cell, required=False, default=""),
)
CRITERIA = (
    Column("sectors", scope_cell),
    Column("text", text_cell),
    Column("source_doc", text_cell),
    Column("article", text_cell),
    *DATED,
)
GROUNDS = (
    Column("cause", text_cell),
    Column("source_doc", text_cell),
    Column("article", text_cell),
    *(Column(f"{who}_{end}", number_cell, required=False) for who in ("unit", "person") for end in ("min", "max")),
    Column("other", text_cell, required=False, default=""),
    *DATED,
)
CAUSES = (
    Column("code", code_cell),
    Column("type", choice_cell(*CAUSE_TYPES)),
    Column("name", text_cell),
    Column("source_doc", text_cell),
    Column("article", text_cell),
    *DATED,
)

OUTLINE_FILE = ShapeFile("outline.geojson", code="code", category="outline")
TOWN_FILE = ShapeFile("towns.geojson", code="code", category="town")
CELL_FILE = ShapeFile("gridcells.geojson", code="code", category="cell")
PARK_FILE = ShapeFile("parks.geojson", code="code", category="park", required=False)
CONTEXT_FILE = ShapeFile("context.geojson", code="id", category="context", kinds=PLACES, required=False)
NEIGHBOUR_FILE = ShapeFile("neighbours.geojson", code="code", category="neighbour", required=False)

REQUIRED_RULES = (
    "deadline.general.days",
    "deadline.major.days",
    "reinspection.days",
    "extension.max",
    "extension.window.days",
    "extension.reply.days",
    "confirm.general.workdays",
    "case.decide.days",
    "suspension.review.days",
)
"""Deadlines the loop cannot run without; a pack must give each of them."""
REQUIRED_NUMBERS = {
    "hazard": ("county", "town", "town3", "day", "seq"),
    "object": ("county", "seq"),
    "temporary": ("county", "town", "town3", "seq"),
    "case": ("county", "day", "seq"),
    "transfer": ("county", "day", "seq"),
}
OPTIONAL_NUMBERS = {
    "inspection": ("county", "day", "seq"),
    "attachment": ("county", "seq"),
}
"""Formats that a pack may leave to `data.rules.numbers.USUAL`."""
"""Kinds of numbers a pack must give a format for, with the fields each may use; ``town3`` ends a town's code."""
