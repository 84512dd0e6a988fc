"""Checks that reach over the files of a pack: lost references, names that collide, dates and borders that overlap."""

from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise

import shapely
from shapely.geometry.base import BaseGeometry

from data.packs import schema
from data.packs.model import Shape
from data.packs.tables import Problems, Row, known, unique
from data.rules.escalation import ACTS, is_no_rung
from data.rules.workdays import SATURDAY

NO_CODES = ("rules.csv", "outside.csv", "holidays.csv", "assessment.csv", "criteria.csv", "grounds.csv", "causes.csv")
"""Tables whose rows are no places or offices."""
TOLERANCE = 0.001
"""Share of an area that may be missed, overlapped or overhung by another (domain 2.4: 0.1 %)."""

Tables = Mapping[str, list[Row]]
Shapes = Mapping[str, tuple[Shape, ...]]


def check_tables(tables: Tables, problems: Problems) -> None:
    """Codes stand once, references lead somewhere, names do not collide, dated rules follow one another."""
    for name in ("towns.csv", "villages.csv", "sectors.csv", "organisations.csv", "parks.csv", "gridcells.csv"):
        unique(name, tables[name], "code", problems)
    for name in ("towns.csv", "sectors.csv", "organisations.csv", "parks.csv"):
        unique(name, tables[name], "name", problems)
        _aliases(name, tables[name], problems)
    _references(tables, problems)
    _sector_depth(tables["sectors.csv"], problems)
    _town_codes(tables["towns.csv"], problems)
    _rules(tables["rules.csv"], problems)
    _holidays(tables["holidays.csv"], problems)
    _dictionaries(tables, problems)
    for name in ("towns.csv", "sectors.csv", "organisations.csv"):
        if not tables[name] and not any(problem.file == name for problem in problems.found):
            problems.add(name, 0, "", "empty_table")


def check_shapes(tables: Tables, shapes: Shapes, problems: Problems) -> None:
    """One shape for each town, cell and park; cells within their town, towns within and over the outline."""
    outline = shapes[schema.OUTLINE_FILE.name]
    if len(outline) != 1:
        _once(problems, schema.OUTLINE_FILE.name, "one_outline", count=len(outline))
        return
    for table, file in (
        ("towns.csv", schema.TOWN_FILE),
        ("gridcells.csv", schema.CELL_FILE),
        ("parks.csv", schema.PARK_FILE),
    ):
        _one_each(table, tables[table], file.name, shapes[file.name], problems)
    towns = {shape.code: shape.geometry for shape in shapes[schema.TOWN_FILE.name]}
    _covers(schema.TOWN_FILE.name, outline[0].geometry, shapes[schema.TOWN_FILE.name], problems)
    _cells(tables["gridcells.csv"], shapes[schema.CELL_FILE.name], towns, problems)
    _parks(outline[0].geometry, shapes[schema.PARK_FILE.name], problems)
    _seats(tables["towns.csv"], towns, problems)


def _once(problems: Problems, file: str, key: str, **params: object) -> None:
    """Note a problem of a whole file unless the file already has one that explains it."""
    if not any(problem.file == file for problem in problems.found):
        problems.add(file, 0, "", key, **params)


def _aliases(name: str, rows: list[Row], problems: Problems) -> None:
    """An alias is never the full name of another row; only a town's may stand at two rows, ambiguous on purpose."""
    owner = {row["name"]: row["#"] for row in rows}
    for row in rows:
        for alias in row["aliases"]:
            if owner.setdefault(alias, row["#"]) == row["#"]:
                continue
            key = "alias_is_name" if any(other["name"] == alias for other in rows) else "alias_repeated"
            if key == "alias_is_name" or name != "towns.csv":
                problems.add(name, row["#"], "aliases", key, value=alias, line=owner[alias])


def _references(tables: Tables, problems: Problems) -> None:
    codes = {name: [row["code"] for row in rows] for name, rows in tables.items() if name not in NO_CODES}
    for name, column, target in (
        ("villages.csv", "town", "towns.csv"),
        ("gridcells.csv", "town", "towns.csv"),
        ("sectors.csv", "lead", "organisations.csv"),
        ("sectors.csv", "parent", "sectors.csv"),
        ("organisations.csv", "parent", "organisations.csv"),
        ("organisations.csv", "towns", "towns.csv"),
        ("organisations.csv", "sectors", "sectors.csv"),
        ("organisations.csv", "parks", "parks.csv"),
        ("criteria.csv", "sectors", "sectors.csv"),
    ):
        known(name, tables[name], column, codes[target], problems)


def _sector_depth(rows: list[Row], problems: Problems) -> None:
    tops = {row["code"] for row in rows if row["parent"] is None}
    for row in rows:
        if row["parent"] is not None and row["parent"] not in tops and any(row["parent"] == r["code"] for r in rows):
            problems.add("sectors.csv", row["#"], "parent", "sector_too_deep", value=row["parent"])


def _town_codes(rows: list[Row], problems: Problems) -> None:
    codes = {row["code"] for row in rows}
    for row in rows:
        if row["clashing_code"] == row["code"]:
            problems.add("towns.csv", row["#"], "clashing_code", "clashes_with_itself")
        for code in codes.intersection(row["old_codes"]):
            problems.add("towns.csv", row["#"], "old_codes", "old_code_is_code", value=code)
        if (row["seat_lon"] is None) != (row["seat_lat"] is None):
            problems.add("towns.csv", row["#"], "seat_lon", "half_a_seat")


def _rules(rows: list[Row], problems: Problems) -> None:
    for row in rows:
        if row["valid_to"] is not None and row["valid_to"] < row["valid_from"]:
            problems.add("rules.csv", row["#"], "valid_to", "ends_before_it_begins")
        if is_no_rung(row["key"]):
            problems.add("rules.csv", row["#"], "key", "bad_rung", value=row["key"], actions=", ".join(ACTS))
    for earlier, later in _same_key(rows):
        if (earlier["valid_to"] or date.max) >= later["valid_from"]:
            problems.add("rules.csv", later["#"], "valid_from", "rules_overlap", value=later["key"], line=earlier["#"])
    missing = sorted(set(schema.REQUIRED_RULES) - {row["key"] for row in rows})
    for key in missing:
        problems.add("rules.csv", 0, "key", "missing_rule", value=key)


def _dictionaries(tables: Tables, problems: Problems) -> None:
    """Days in order, ranges in order, and no clause twice on one day: it could not be told which was chosen."""
    for name, words in (
        ("criteria.csv", ("source_doc", "article", "text")), ("grounds.csv", ("article", "cause")),
        ("causes.csv", ("code",)),
    ):  # fmt: skip
        seen: dict[tuple[str, ...], int] = {}
        for row in tables[name]:
            if row["valid_to"] is not None and row["valid_to"] < row["valid_from"]:
                problems.add(name, row["#"], "valid_to", "ends_before_it_begins")
            key = (*(row[word] for word in words), row["valid_from"].isoformat())
            line = seen.setdefault(key, row["#"])
            if line != row["#"]:
                problems.add(name, row["#"], words[-1], "repeated", value=row[words[-1]][:60], line=line)
    for row in tables["grounds.csv"]:
        for who in ("unit", "person"):
            low, high = row[f"{who}_min"], row[f"{who}_max"]
            if (low is None) != (high is None) or (low is not None and not 0 <= low <= high):
                problems.add("grounds.csv", row["#"], f"{who}_max", "bad_fine_range")


def _holidays(rows: list[Row], problems: Problems) -> None:
    """Each day once; only a day of the weekend can be worked instead of another."""
    unique("holidays.csv", rows, "date", problems)
    for row in rows:
        if row["kind"] == "workday" and row["date"].weekday() < SATURDAY:
            problems.add("holidays.csv", row["#"], "date", "worked_anyway", value=row["date"].isoformat())


def _same_key(rows: list[Row]) -> Iterable[tuple[Row, Row]]:
    ordered = sorted(rows, key=lambda row: (row["key"], row["valid_from"], row["#"]))
    return ((one, two) for one, two in pairwise(ordered) if one["key"] == two["key"])


def _one_each(table: str, rows: list[Row], file: str, shapes: tuple[Shape, ...], problems: Problems) -> None:
    drawn = {shape.code for shape in shapes}
    for row in rows:
        if row["code"] not in drawn:
            problems.add(file, 0, "code", "no_shape", value=row["code"], line=row["#"], table=table)
    listed = {row["code"] for row in rows}
    for number, shape in enumerate(shapes, 1):
        if shape.code not in listed:
            problems.add(file, number, "code", "shape_without_row", value=shape.code, table=table)


def _covers(file: str, whole: BaseGeometry, shapes: tuple[Shape, ...], problems: Problems) -> None:
    """Shapes tile the whole: no overlap, no gap, no overhang beyond the tolerance."""
    _overlaps(file, shapes, problems)
    if not shapes:
        return
    union = shapely.union_all([shape.geometry for shape in shapes])
    for number, shape in enumerate(shapes, 1):
        if _share(shape.geometry.difference(whole), shape.geometry) > TOLERANCE:
            problems.add(file, number, "geometry", "overhangs", value=shape.code)
    gap = _share(whole.difference(union), whole)
    if gap > TOLERANCE:
        problems.add(file, 0, "geometry", "gap", percent=f"{gap * 100:.1f}")


def _overlaps(file: str, shapes: tuple[Shape, ...], problems: Problems) -> None:
    if not shapes:
        return
    geometries = [shape.geometry for shape in shapes]
    first, second = shapely.STRtree(geometries).query(geometries, predicate="intersects")
    for one, two in sorted(zip(first.tolist(), second.tolist(), strict=True)):
        if one >= two:
            continue
        smaller = min(geometries[one], geometries[two], key=lambda geometry: geometry.area)
        if _share(geometries[one].intersection(geometries[two]), smaller) > TOLERANCE:
            problems.add(file, two + 1, "geometry", "overlaps", value=shapes[two].code, other=shapes[one].code)


def _cells(rows: list[Row], shapes: tuple[Shape, ...], towns: Mapping[str, BaseGeometry], problems: Problems) -> None:
    town_of = {row["code"]: row["town"] for row in rows}
    for number, shape in enumerate(shapes, 1):
        town = towns.get(town_of.get(shape.code, ""))
        if town is not None and _share(shape.geometry.difference(town), shape.geometry) > TOLERANCE:
            problems.add(schema.CELL_FILE.name, number, "geometry", "cell_outside_town", value=shape.code)
    for code, town in towns.items():
        cells = [shape.geometry for shape in shapes if town_of.get(shape.code) == code]
        gap = _share(town.difference(shapely.union_all(cells)), town)
        if cells and gap > TOLERANCE:
            problems.add(schema.CELL_FILE.name, 0, "geometry", "town_gap", value=code, percent=f"{gap * 100:.1f}")
    _overlaps(schema.CELL_FILE.name, shapes, problems)


def _parks(outline: BaseGeometry, shapes: tuple[Shape, ...], problems: Problems) -> None:
    for number, shape in enumerate(shapes, 1):
        if not shape.geometry.intersects(outline):
            problems.add(schema.PARK_FILE.name, number, "geometry", "park_elsewhere", value=shape.code)


def _seats(rows: list[Row], towns: Mapping[str, BaseGeometry], problems: Problems) -> None:
    for row in rows:
        town = towns.get(row["code"])
        if town is None or row["seat_lon"] is None or row["seat_lat"] is None:
            continue
        if not shapely.intersects_xy(town, row["seat_lon"], row["seat_lat"]):
            problems.add("towns.csv", row["#"], "seat_lon", "seat_elsewhere", value=row["code"])


def _share(part: BaseGeometry, whole: BaseGeometry) -> float:
    """Ratio of two areas of the same neighbourhood; the squeeze of a degree cancels out."""
    return float(part.area / whole.area) if whole.area else 1.0
