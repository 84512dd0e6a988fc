"""Rows of a report in words: what was understood, what stands against it, and old against new."""

from collections.abc import Callable, Mapping
from typing import Any

from dashboard.names import Names
from dashboard.timeline import fact, yuan
from data.exchange.columns import ACCIDENTS, BOUNDARIES, EQUIPMENT, INSPECTIONS, PERSONS
from data.exchange.outcome import FLAGS, Severity
from data.rules.accidents import AccidentLevel, AccidentStage, AccidentType
from data.rules.equipment import EquipmentKind, EquipmentStatus
from data.rules.inspections import InspectionType
from data.rules.persons import PersonRole
from data.rules.vocabulary import State
from data.words import language, t, table

_FACT = {"object_kind": "kind", "risk_colour": "colour", "resp_dept": "dept"}
"""Facts by column, where their names differ."""
_UNSAID = frozenset({"name_key", "raw", "five"})


def row(kind: str, told: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """One row of a ledger of ``kind`` for the browser: everything in it is text."""
    return {
        "sheet": told["sheet"],
        "row": told["row"],
        "outcome": told["outcome"],
        "word": t(f"page_import.outcome.{told['outcome']}"),
        "notes": _notes(told),
        "problems": told["problems"],
        "values": [
            [label(kind, key), value(kind, key, one, names)]
            for key, one in (told["values"] or {}).items()
            if one not in (None, "") and key not in _UNSAID
        ],
        "changes": _changes(kind, told, names),
    }


def reason(kind: str, told: Mapping[str, Any], names: Names) -> str:
    """The same row as text: every problem with its cell, notes, why it was skipped, and old against new, in lines."""
    problems = (_problem(one) for one in told["problems"])
    changes = (t("result_book.change", name=name, old=old, new=new) for name, old, new in _changes(kind, told, names))
    return "\n".join((*problems, *_notes(told), *changes))


def _problem(one: Mapping[str, str]) -> str:
    where = f"{one['column']} {one['cell']}".strip()
    return t("result_book.problem", where=" ".join(where.split()), message=one["message"]) if where else one["message"]


def _notes(told: Mapping[str, Any]) -> list[str]:
    notes = [t(f"flag.{flag}") for flag in told["flags"] if FLAGS.get(flag) is Severity.NOTE]
    return notes + ([told["why"]] if told["why"] else [])


def _changes(kind: str, told: Mapping[str, Any], names: Names) -> list[list[str]]:
    """Name, old and new of each fact that the row changes."""
    return [
        [label(kind, key), *(value(kind, key, one[when], names) for when in ("before", "after"))]
        for key, one in (told["changes"] or {}).items()
        if key not in _UNSAID
    ]


def label(kind: str, key: str) -> str:
    """A column of a kind of ledger, or a fact that has none of its own, as people call it."""
    words = table(language())
    said = (f"column.{kind}.{key}", f"column.{key}", f"correction.{key}", f"page_timeline.field.{key}")
    return next((words[each] for each in said if each in words), key)


def value(kind: str, key: str, one: Any, names: Names) -> str:
    """A value as people read it."""
    own = _OWN.get(kind, {}).get(key)
    if own is not None and one not in (None, ""):
        return own(one)
    if kind == PERSONS and key == "cell":
        return names.cell(one)
    if kind == INSPECTIONS and key == "org":
        return names.short_org(one)
    if key == "status" and one in State.__members__.values():
        return t(f"state.{one}")
    if key == "funds_yuan" and one is not None:
        return yuan(one)
    if key == "reinspection_result" and one:
        return _result(one)
    return fact(_FACT.get(key, key), one, names)


def _result(one: str) -> str:
    return t(f"evidence.results.{one}")


def _yes_no(one: bool) -> str:
    return t(f"flag.remark.{'yes' if one else 'no'}")


_Said = Mapping[str, Callable[[Any], str]]
_EQUIPMENT: _Said = {
    "kind": lambda one: t(f"page_object.equipment.kinds.{EquipmentKind(one).name}"),
    "status": lambda one: t(f"page_object.equipment.statuses.{EquipmentStatus(one).name}"),
    "result": _result,
    "in_96333": _yes_no,
    "is_key_place": _yes_no,
}
_INSPECTIONS: _Said = {
    "type": lambda one: t(f"page_acts.types.{InspectionType(one).name}"),
    "findings": lambda one: t("page_acts.found", count=one) if one else t("page_acts.found_nothing"),
    "signed": _yes_no,
}
_ACCIDENTS: _Said = {
    "loss_yuan": yuan,
    "level": lambda one: t(f"page_accidents.levels.{AccidentLevel(one).name}"),
    "is_liability": _yes_no,
    "is_production": _yes_no,
    "type": lambda one: t(f"page_accidents.types.{AccidentType(one).name}"),
    "stage": lambda one: t(f"page_accidents.stages.{AccidentStage(one).name}"),
    **dict.fromkeys(("deaths", "missing", "serious", "minor"), str),
}
_PERSONS: _Said = {
    "role": lambda one: t(f"page_persons.roles.{PersonRole(one).name}"),
    **dict.fromkeys(("name", "org", "post", "object"), str),
}
_BOUNDARIES: _Said = {
    "layer": lambda one: t(f"import.lines.layer.{one}"),
    **dict.fromkeys(("name", "area_km2"), str),
}
_OWN: Mapping[str, _Said] = {
    BOUNDARIES: _BOUNDARIES,
    PERSONS: _PERSONS,
    ACCIDENTS: _ACCIDENTS,
    EQUIPMENT: _EQUIPMENT,
    INSPECTIONS: _INSPECTIONS,
}
"""Columns by kind whose values are no facts of a hazard or an object."""
