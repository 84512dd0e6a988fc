"""The table of the assessment 考核: its rows checked, and put together as versions."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby, pairwise
from math import isclose, isfinite

from data.packs.tables import Problems, Row
from data.rules.assessment import COUNTS, FULL, ITEMS, RATES, Formula, Item, Of, Version

NAME = "assessment.csv"
ALLOWED: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Formula.RATE: (("figure",), ("n_min",)),
    Formula.TARGET: (("figure", "target"), ("n_min",)),
    Formula.DEDUCT: (("figure", "per"), ()),
    Formula.ENTERED: ((), ()),
}
"""Parameters that a formula needs, and those that it may have besides."""
_BOUNDS = {"per": (0.0, FULL), "target": (0.0, 1.0), "n_min": (0.0, 1_000_000.0)}
"""More than the first number and at most the second."""


def check_assessment(rows: list[Row], problems: Problems) -> None:
    """Each item once in a version, its parameters usable, weights of a hundred, versions one after another."""
    for row in rows:
        if not 0 < row["weight"] <= FULL:
            problems.add(NAME, row["#"], "weight", "not_a_weight", value=f"{row['weight']:g}")
        _parameters(row, problems)
    for _of, group in groupby(_in_order(rows), key=lambda row: row["applies_to"]):
        parts = [list(part) for _day, part in groupby(group, key=lambda row: row["valid_from"])]
        for part in parts:
            _version(part, problems)
        for earlier, later in pairwise(parts):
            if (earlier[0]["valid_to"] or date.max) >= later[0]["valid_from"]:
                problems.add(NAME, later[0]["#"], "valid_from", "versions_overlap", line=earlier[0]["#"])


def versions(rows: list[Row]) -> tuple[Version, ...]:
    """The versions of checked rows, towns and departments apart, the oldest first."""
    parts = groupby(_in_order(rows), key=lambda row: (row["applies_to"], row["valid_from"]))
    return tuple(_of_rows(list(part)) for _key, part in parts)


def _in_order(rows: list[Row]) -> list[Row]:
    return sorted(rows, key=lambda row: (row["applies_to"], row["valid_from"], row["#"]))


def _version(part: list[Row], problems: Problems) -> None:
    first, lines = part[0], dict[str, int]()
    for row in part:
        line = lines.setdefault(row["item"], row["#"])
        if line != row["#"]:
            problems.add(NAME, row["#"], "item", "item_repeated", value=row["item"], line=line)
        if row["valid_to"] != first["valid_to"]:
            problems.add(NAME, row["#"], "valid_to", "version_ends_apart")
    if first["valid_to"] is not None and first["valid_to"] < first["valid_from"]:
        problems.add(NAME, first["#"], "valid_to", "ends_before_it_begins")
    total = sum(row["weight"] for row in part)
    if not isclose(total, FULL, abs_tol=1e-6):
        day = first["valid_from"].isoformat()
        problems.add(NAME, first["#"], "weight", "weights_sum", valid_from=day, sum=f"{total:g}")


def _parameters(row: Row, problems: Problems) -> None:
    needed, more = ALLOWED[row["formula"]]
    for key, params in _wrong(row, needed, (*needed, *more)):
        problems.add(NAME, row["#"], "parameters", key, formula=row["formula"], **params)


def _wrong(row: Row, needed: tuple[str, ...], known: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    names = [name for name, _value in row["parameters"]]
    for name in needed:
        if name not in names:
            yield "missing_parameter", {"value": name}
    for place, (name, value) in enumerate(row["parameters"]):
        if name not in known:
            yield "unknown_parameter", {"value": name, "known": ", ".join(known) or "-"}
        elif name == "figure":
            if value not in (COUNTS if row["formula"] == Formula.DEDUCT else RATES):
                yield "unknown_figure", {"value": value}
        elif name in names[:place]:
            yield "parameter_repeated", {"value": name}
        elif not _usable(name, value):
            yield "bad_parameter", {"name": name, "value": value}


def _usable(name: str, value: str) -> bool:
    try:
        number = float(value)
    except ValueError:
        return False
    low, high = _BOUNDS[name]
    return isfinite(number) and low < number <= high and (name != "n_min" or number.is_integer())


def _of_rows(part: list[Row]) -> Version:
    items = sorted(map(_item, part), key=lambda item: ITEMS.index(item.key))
    first = part[0]
    return Version(Of(first["applies_to"]), first["valid_from"], first["valid_to"], tuple(items))


def _item(row: Row) -> Item:
    numbers = {name: float(value) for name, value in row["parameters"] if name != "figure"}
    return Item(
        row["item"],
        row["weight"],
        Formula(row["formula"]),
        tuple(value for name, value in row["parameters"] if name == "figure"),
        per=numbers.get("per", 0.0),
        target=numbers.get("target", 1.0),
        n_min=int(numbers.get("n_min", 0)),
        note=row["note"],
    )
