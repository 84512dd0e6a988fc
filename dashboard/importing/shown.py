"""Rows of a report in words: what was understood, what stands against it, and old against new."""

from collections.abc import Mapping
from typing import Any

from dashboard.names import Names
from dashboard.timeline import fact, yuan
from data.exchange.outcome import FLAGS, Severity
from data.rules.vocabulary import State
from data.words import language, t, table

_FACT = {"object_kind": "kind", "risk_colour": "colour", "resp_dept": "dept"}
"""Facts by column, where their names differ."""
_UNSAID = frozenset({"name_key", "raw", "five"})


def row(told: Mapping[str, Any], names: Names) -> dict[str, Any]:
    """One row for the browser: everything in it is text."""
    changes = told["changes"] or {}
    notes = [t(f"flag.{flag}") for flag in told["flags"] if FLAGS.get(flag) is Severity.NOTE]
    return {
        "sheet": told["sheet"],
        "row": told["row"],
        "outcome": told["outcome"],
        "word": t(f"page_import.outcome.{told['outcome']}"),
        "notes": notes + ([told["why"]] if told["why"] else []),
        "problems": told["problems"],
        "values": [
            [label(key), value(key, one, names)]
            for key, one in (told["values"] or {}).items()
            if one not in (None, "") and key not in _UNSAID
        ],
        "changes": [
            [label(key), value(key, one["before"], names), value(key, one["after"], names)]
            for key, one in changes.items()
            if key not in _UNSAID
        ],
    }


def label(key: str) -> str:
    """A column, or a fact that has none of its own, as people call it."""
    words = table(language())
    return (
        words.get(f"column.{key}") or words.get(f"correction.{key}") or words.get(f"page_timeline.field.{key}") or key
    )


def value(key: str, one: Any, names: Names) -> str:
    """A value as people read it."""
    if key == "status" and one in State.__members__.values():
        return t(f"state.{one}")
    if key == "funds_yuan" and one is not None:
        return yuan(one)
    if key == "reinspection_result" and one:
        return t(f"evidence.results.{one}")
    return fact(_FACT.get(key, key), one, names)
