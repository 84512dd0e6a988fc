"""责任人 of one object: its own, those of its grid cell and of its town; telephone numbers are masked."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.names import Names
from dashboard.pages.hazard_facts import card, day, table
from data.rules import masking
from data.rules.persons import PersonRole
from data.store.persons import Answering, current
from data.words import t

HEADS = ("name", "role", "phone", "duties", "level", "term")
KEPT = (1, 2, 4)
"""Columns that never wrap."""


def persons(answering: Sequence[Answering], names: Names, today: date) -> list[Component]:
    """Who answers for the object today, the nearest first; no card where nobody was ever named."""
    if not answering:
        return []
    held = [one for one in answering if current(one, today.toordinal())]
    gone = len(answering) - len(held)
    note = t("page_persons.note", count=len(held)) + (t("page_persons.gone", count=gone) if gone else "")
    title = t("page_persons.title")
    if not held:
        return [card(title, html.Div(t("page_persons.nobody"), className="empty"), note=note)]
    heads = [t(f"page_persons.{name}") for name in HEADS]
    return [card(title, table(heads, [_row(one, names) for one in held], keep=KEPT), note=note)]


def _row(one: Answering, names: Names) -> list[Any]:
    row = one.row
    where = {"object": "", "cell": names.cell(row.cell), "town": names.town(row.town)}[one.level]
    place = " ".join(part for part in (row.org, row.post) if part)
    batch = t("page_object.inspection_imported", batch=row.batch) if row.batch else ""
    return [
        [row.name, *_small(place)],
        t(f"page_persons.roles.{PersonRole(row.role).name}") if row.role else t("page_common.none"),
        masking.phone(row.phone) or t("page_common.none"),
        masking.phone(row.duties) or t("page_common.none"),
        [t(f"page_persons.levels.{one.level}"), *_small(where)],
        [_term(row), *_small(batch)],
    ]


def _term(row: Any) -> str:
    if row.from_day is None and row.to_day is None:
        return t("page_persons.open")
    return t(
        "page_persons.span", first=day(row.from_day), last=day(row.to_day) if row.to_day else t("page_persons.now")
    )


def _small(words: str) -> list[Component]:
    return [html.Div(words, className="rule-source")] if words else []
