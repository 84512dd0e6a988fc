"""Read a jurisdiction pack, check all of it, and hand out one frozen `Pack` or every problem at once."""

from math import cos, radians
from pathlib import Path

from data.packs import schema
from data.packs.assessment import check_assessment, versions
from data.packs.checks import check_shapes, check_tables
from data.packs.errors import PackError, PackNotFoundError
from data.packs.manifest import read_manifest, read_wording
from data.packs.model import GridCell, Organisation, Outside, Pack, Park, RuleRow, Sector, Shape, Town, Village
from data.packs.papers import read_papers
from data.packs.shapes import ShapeFile, read_shapes
from data.packs.tables import Column, Problems, Row, read_table
from data.rules.dictionaries import Cause, Criterion, Ground
from data.rules.workdays import Calendar

HOME = Path(__file__).parent
"""Where the packs that come with the program lie, one folder each."""
PAD_KM = 5.0
"""How far beyond the outline a coordinate may still be read as meant for this county."""


def load_pack(name_or_folder: str | Path) -> Pack:
    """The pack of that name or folder; raises `PackNotFoundError`, or `PackError` with everything that is wrong."""
    folder = _folder(name_or_folder)
    problems = Problems()
    manifest = read_manifest(folder, problems)
    tables = _tables(folder, problems)
    shapes = _shapes(folder, problems)
    wording = read_wording(folder, problems)
    papers = read_papers(folder, problems)
    check_tables(tables, problems)
    check_shapes(tables, shapes, problems)
    check_assessment(tables["assessment.csv"], problems)
    if manifest is None or problems.found:
        raise PackError(folder.name, tuple(problems.found))
    outline = shapes[schema.OUTLINE_FILE.name][0].geometry
    return Pack(
        **manifest,
        wording=wording,
        papers=papers,
        towns=tuple(Town(**_without(row, "seat_source")) for row in tables["towns.csv"]),
        villages=tuple(Village(**_without(row)) for row in tables["villages.csv"]),
        sectors=tuple(Sector(**_without(row)) for row in tables["sectors.csv"]),
        organisations=tuple(Organisation(**_without(row)) for row in tables["organisations.csv"]),
        parks=tuple(Park(**_without(row)) for row in tables["parks.csv"]),
        cells=tuple(GridCell(**_without(row)) for row in tables["gridcells.csv"]),
        rules=tuple(RuleRow(**_without(row)) for row in tables["rules.csv"]),
        outside=tuple(Outside(**_without(row)) for row in tables["outside.csv"]),
        calendar=Calendar.of((row["date"], row["kind"] == "holiday") for row in tables["holidays.csv"]),
        assessment=versions(tables["assessment.csv"]),
        criteria=tuple(Criterion(**_without(row)) for row in tables["criteria.csv"]),
        grounds=tuple(Ground(**_without(row)) for row in tables["grounds.csv"]),
        causes=tuple(Cause(**_without(row)) for row in tables["causes.csv"]),
        outline=outline,
        town_shapes=shapes[schema.TOWN_FILE.name],
        cell_shapes=shapes[schema.CELL_FILE.name],
        park_shapes=shapes[schema.PARK_FILE.name],
        context_shapes=shapes[schema.CONTEXT_FILE.name],
        neighbour_shapes=shapes[schema.NEIGHBOUR_FILE.name],
        bounds=padded(outline.bounds),
        folder=folder,
    )


def packs_at_home() -> tuple[str, ...]:
    """Names of the packs that come with the program."""
    return tuple(sorted(path.parent.name for path in HOME.glob(f"*/{schema.MANIFEST}")))


def padded(bounds: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """West, south, east and north of a box in degrees, about ``PAD_KM`` further out on each side."""
    west, south, east, north = bounds
    up = PAD_KM / 111.2
    aside = up / cos(radians((south + north) / 2))
    return west - aside, south - up, east + aside, north + up


def _folder(name_or_folder: str | Path) -> Path:
    given = Path(name_or_folder)
    for folder in (HOME / given, given):
        if given.name and (folder / schema.MANIFEST).is_file():
            return folder.resolve()
    raise PackNotFoundError(pack=str(name_or_folder), available=", ".join(packs_at_home()) or "-")


TABLES: tuple[tuple[str, tuple[Column, ...], bool], ...] = (
    ("towns.csv", schema.TOWNS, True),
    ("villages.csv", schema.VILLAGES, True),
    ("sectors.csv", schema.SECTORS, True),
    ("organisations.csv", schema.ORGANISATIONS, True),
    ("parks.csv", schema.PARKS, False),
    ("gridcells.csv", schema.CELLS, True),
    ("rules.csv", schema.RULES, True),
    ("outside.csv", schema.OUTSIDE, False),
    ("holidays.csv", schema.HOLIDAYS, False),
    ("assessment.csv", schema.ASSESSMENT, False),
    ("criteria.csv", schema.CRITERIA, False),
    ("grounds.csv", schema.GROUNDS, False),
    ("causes.csv", schema.CAUSES, False),
)
"""Every table: file, columns, whether a pack must have it."""

SHAPES: tuple[ShapeFile, ...] = (
    schema.OUTLINE_FILE,
    schema.TOWN_FILE,
    schema.CELL_FILE,
    schema.PARK_FILE,
    schema.CONTEXT_FILE,
    schema.NEIGHBOUR_FILE,
)


def _tables(folder: Path, problems: Problems) -> dict[str, list[Row]]:
    return {name: read_table(folder, name, columns, problems, required) for name, columns, required in TABLES}


def _shapes(folder: Path, problems: Problems) -> dict[str, tuple[Shape, ...]]:
    return {file.name: read_shapes(folder, file, problems) for file in SHAPES}


def _without(row: Row, *names: str) -> Row:
    return {name: value for name, value in row.items() if name not in ("#", *names)}
