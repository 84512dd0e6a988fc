"""What is said of a hazard when it is found or amended: each field, the attribute it fills and how it is read."""

from typing import Any

from data.rules.bodies import BadField, Body, Reader, code, flag_of, map_of, prose, prose_of, text, text_of
from data.rules.place_fields import PLACE
from data.rules.vocabulary import SubjectKind

_SUBJECT_KINDS = frozenset(kind.value for kind in SubjectKind)


def _subject_kind(subject: Body) -> str:
    kind = text_of(subject, "kind", 40) or SubjectKind.ENTERPRISE.value
    if kind not in _SUBJECT_KINDS:
        raise BadField("subject.kind", kind)
    return kind


def _placed(name: str) -> tuple[str, Reader]:
    return name, PLACE[name]


FACTS: dict[str, tuple[str, Reader]] = {
    "town": _placed("town"),
    "sector": ("sector", text("sector", 40)),
    "level": ("level", code("level", 0, 1)),
    "source": ("source", code("source", 1, 10)),
    "manage_type": ("manage_type", code("manage_type", 0, 1)),
    "description": ("description", lambda body: prose_of(body, "description") or ""),
    "address": _placed("address"),
    "lon": _placed("lon"),
    "lat": _placed("lat"),
    "repeat": ("is_repeat", lambda body: flag_of(body, "repeat")),
    "object_id": ("object_id", text("object_id", 40)),
    "category": ("category", text("category")),
    "cause_type": ("cause_type", text("cause_type", 40)),
    "judge_basis": ("judge_basis", prose("judge_basis")),
    "ext_code": ("ext_code", text("ext_code", 64)),
    "dept": ("dept", text("dept", 40)),
    "village": _placed("village"),
    "cell": _placed("cell"),
    "park": _placed("park"),
    "place_doubts": _placed("place_doubts"),
    "morton": _placed("morton"),
    "place_quality": _placed("place_quality"),
    "town_source": _placed("town_source"),
}
"""Fields of ``found`` and of ``amended.fields`` by name: the attribute they fill and how they are read."""

_READ = tuple((name, attribute, read) for name, (attribute, read) in FACTS.items())
_NEVER_NONE = frozenset({"level", "source", "manage_type"})


def facts_of(body: Body) -> dict[str, Any]:
    """What ``found`` or ``amended.fields`` says, by attribute of the hazard."""
    facts: dict[str, Any] = {}
    for name, attribute, read in _READ:
        if name in body and ((value := read(body)) is not None or name not in _NEVER_NONE):
            facts[attribute] = value
    if "lon" in body:
        facts.setdefault("place_doubts", None)  # another point, other doubts
    if "subject" in body:
        facts |= _subject(map_of(body, "subject"))
    return facts


def _subject(subject: Body) -> dict[str, Any]:
    facts: dict[str, Any] = {"subject_kind": _subject_kind(subject)} if "kind" in subject else {}
    if "name" in subject:
        facts["subject_name"] = text_of(subject, "name") or ""
    if "uscc" in subject:
        facts["uscc"] = text_of(subject, "uscc", 40)
    return facts
