"""What is said of a hazard when it is found or amended: each field, the attribute it fills and how it is read."""

from collections.abc import Callable
from typing import Any

from data.rules.bodies import BadField, Body, code_of, degrees_of, flag_of, map_of, prose_of, text_of
from data.rules.vocabulary import SubjectKind

_SUBJECT_KINDS = frozenset(kind.value for kind in SubjectKind)


def _subject_kind(subject: Body) -> str:
    kind = text_of(subject, "kind", 40) or SubjectKind.ENTERPRISE.value
    if kind not in _SUBJECT_KINDS:
        raise BadField("subject.kind", kind)
    return kind


def _code(name: str) -> Callable[[Body], Any]:
    return lambda body: text_of(body, name, 40)


FACTS: dict[str, tuple[str, Callable[[Body], Any]]] = {
    "town": ("town", _code("town")),
    "sector": ("sector", _code("sector")),
    "level": ("level", lambda body: code_of(body, "level", 0, 1)),
    "source": ("source", lambda body: code_of(body, "source", 1, 10)),
    "manage_type": ("manage_type", lambda body: code_of(body, "manage_type", 0, 1)),
    "description": ("description", lambda body: prose_of(body, "description") or ""),
    "address": ("address", lambda body: prose_of(body, "address")),
    "lon": ("lon", lambda body: degrees_of(body, "lon", 180.0)),
    "lat": ("lat", lambda body: degrees_of(body, "lat", 90.0)),
    "repeat": ("is_repeat", lambda body: flag_of(body, "repeat")),
    "object_id": ("object_id", _code("object_id")),
    "category": ("category", lambda body: text_of(body, "category")),
    "judge_basis": ("judge_basis", lambda body: prose_of(body, "judge_basis")),
    "dept": ("dept", _code("dept")),
    "village": ("village", _code("village")),
    "cell": ("cell", _code("cell")),
    "park": ("park", _code("park")),
    "morton": ("morton", lambda body: code_of(body, "morton", -1, 1 << 52)),
    "place_quality": ("place_quality", lambda body: code_of(body, "place_quality", 1, 9) or 9),
    "town_source": ("town_source", _code("town_source")),
}
"""Fields of ``found`` and of ``amended.fields`` by name: the attribute they fill and how they are read."""

_NEVER_NONE = frozenset({"level", "source", "manage_type"})


def facts_of(body: Body) -> dict[str, Any]:
    """What ``found`` or ``amended.fields`` says, by attribute of the hazard."""
    facts = {attribute: read(body) for name, (attribute, read) in FACTS.items() if name in body}
    if "subject" in body:
        facts |= _subject(map_of(body, "subject"))
    return {attribute: value for attribute, value in facts.items() if value is not None or attribute not in _NEVER_NONE}


def _subject(subject: Body) -> dict[str, Any]:
    facts: dict[str, Any] = {"subject_kind": _subject_kind(subject)} if "kind" in subject else {}
    if "name" in subject:
        facts["subject_name"] = text_of(subject, "name") or ""
    if "uscc" in subject:
        facts["uscc"] = text_of(subject, "uscc", 40)
    return facts
