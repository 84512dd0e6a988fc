"""Findings and their records in words: what a record is called, and in a sentence what is doubtful about it."""

from typing import Any

from dashboard.names import Names
from data.quality import Finding
from data.quality.work import Item
from data.rules import masking
from data.rules.place_fields import DOUBTS, doubts_of
from data.rules.vocabulary import PlaceQuality
from data.words import t

LONGEST = 60


def name(item: Item) -> str:
    """The object, or the subject and the beginning of the description of a hazard."""
    row = item.row
    return row.name if hasattr(row, "name") else f"{row.subject_name}：{_short(row.description)}"


def href(item: Item) -> str:
    """The page of the record."""
    return f"/hazards/{item.id}" if hasattr(item.row, "hazard_no") else f"/objects/{item.id}"


def wrong(finding: Finding, item: Item, names: Names) -> str:
    """What is doubtful about this record."""
    row = item.row
    words: dict[str, Any] = {
        "address": masking.phone(row.address) or "—",
        "town": names.town(row.town),
        "point": "—" if row.lon is None else f"{row.lon:.5f}, {row.lat:.5f}",
        "doubts": _doubts(row.place_doubts),
        "other": names.town(item.subject.town) if item.subject is not None else "—",
        "code": getattr(row, "temp_code", None) or "—",
        "quality": _quality(row.place_quality),
        "state": t(f"state.{row.state}") if hasattr(row, "state") else "",
    }
    if item.pair is not None:
        words |= {"reason": t(f"quality.reason.{item.pair.reason}"), "likeness": f"{item.pair.likeness:.2f}"}
    return t(f"quality.wrong.{finding.key}", **words)


def accepted(item: Item) -> str:
    """Why, by whom and when the record was said to be right; blank where nobody did."""
    mark = item.accepted
    return "" if mark is None else t("quality.accepted_by", reason=mark.reason, who=mark.actor, day=mark.at[:10])


def _doubts(held: str | None) -> str:
    told = doubts_of(held)
    words = [t(f"quality.doubt.{flag}") for flag in DOUBTS if flag in told and flag in _POINT]
    return t("quality.doubt.joint").join(words)


_POINT = ("GEO_SWAPPED_FIXED", "GEO_ZERO", "GEO_LOW_PRECISION")


def _quality(code: int) -> str:
    return t(f"quality.quality.{code if PlaceQuality(code).is_precise else 'other'}")


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
