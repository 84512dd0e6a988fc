"""Numbers of every kind of record, by the formats of the pack."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from string import Formatter

KINDS = ("hazard", "object", "temporary", "case", "transfer")
"""Kinds that every pack has a format for."""
USUAL: Mapping[str, str] = {
    "inspection": "JC{county}{day:%Y%m%d}{seq:04d}",
    "accident": "SG{county}{day:%Y%m%d}{seq:04d}",
    "person": "ZR{county}{seq:08d}",
    "mark": "KH{county}{day:%Y%m%d}{seq:04d}",
    "attachment": "FJ{county}{seq:08d}",
}
"""Formats of the kinds that a pack may leave to us."""
MOST = 64
"""Longest number the store holds."""
PAPER_FIELDS = ("county", "mark", "day", "seq")
"""Fields of a 文号; ``mark`` is the word of the organisation that issues it (发文机关代字)."""
SAMPLE = {
    "county": "0" * 12, "town": "0" * 20, "town3": "000", "mark": "〇" * 12, "day": date(2000, 1, 1), "seq": 10**8,
}  # fmt: skip
NO_TOWN = "000"
"""The three characters that stand for a town where none is known."""


def number(
    formats: Mapping[str, str], kind: str, county: str, seq: int, *, town: str | None = None, day: date | None = None
) -> str:
    """The ``seq``-th number of ``kind``: ``YH`` + county + town + day + 0001.

    Formats may use ``{county}``, ``{town}``, ``{town3}`` (its last three), ``{day:%Y%m%d}`` and ``{seq:04d}``.
    """
    town3 = town[-3:] if town else NO_TOWN
    return (formats.get(kind) or USUAL[kind]).format(
        county=county, town=town or county + NO_TOWN, town3=town3, day=day, seq=seq
    )


def prefix(
    formats: Mapping[str, str], kind: str, county: str, *, town: str | None = None, day: date | None = None
) -> str:
    """What all numbers of one sequence have in common: the format up to ``{seq``."""
    return number({kind: _SEQ.sub("", formats.get(kind) or USUAL[kind])}, kind, county, 0, town=town, day=day)


def rest(formats: Mapping[str, str], kind: str) -> dict[str, str]:
    """The format of what follows the prefix, as formats of this one kind: prefix and rest together are the number."""
    return {kind: "".join(_SEQ.findall(formats.get(kind) or USUAL[kind]))}


_SEQ = re.compile(r"\{seq[^}]*\}.*$")


def next_seq(prefix: str, highest: str | None) -> int:
    """The number after ``highest``, the largest one in use with this prefix; 1 when there is none."""
    if highest is None:
        return 1
    digits = re.match(r"\d+", highest[len(prefix) :])
    return int(digits.group()) + 1 if digits else 1


def makes_numbers(text: str, fields: Sequence[str]) -> bool:
    """A format must use the running number, no field beyond its own, and stay short enough to store."""
    try:
        used = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        return "seq" in used and used <= set(fields) and len(text.format(**SAMPLE)) <= MOST
    except (ValueError, TypeError, AttributeError):
        return False
