"""考核填报: the form in which the office enters a mark, and what was entered for the period."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import forms
from dashboard.assessment import told
from dashboard.assessment.asked import Question
from dashboard.pages import taking_back
from dashboard.pages.hazard_facts import card, day
from dashboard.services import services
from dashboard.viewer import Viewer
from data.readmodel.assessing import units
from data.rules.assessment import BONUS, version_on
from data.rules.events import MARK
from data.rules.marks import enterable
from data.rules.move import Field
from data.rules.powers import may
from data.store.marks import enter_mark, marks_at
from data.words import t

FORM = "mark"
FIELDS = (
    Field("unit", "choice", True, "assessment.enter.unit"),
    Field("item", "choice", True, "assessment.enter.item"),
    Field("value", "text", False, "assessment.enter.value"),
    Field("reason", "text", True, "assessment.enter.reason"),
)


def form(asked: Question) -> list[Component]:
    """The fields, with the units and items of the version that holds. Raises `AssessmentMissing`."""
    pack, names = services().pack, services().names
    version = version_on(pack.assessment, asked.of, asked.period.last)
    options = {
        "unit": [(unit.code, told.unit_name(names, asked.of, unit.code)) for unit in units(pack, asked.of)],
        "item": [(key, told.item_name(key)) for key in enterable(version)],
    }
    hint = t("assessment.enter.hint", first=asked.period.first, last=asked.period.last)
    fields = [forms.control(FORM, field, options=options.get(field.name)) for field in FIELDS]
    return [html.P(hint, className="form-hint"), *fields]


def enter(values: dict[str, Any], asked: Question, someone: Viewer) -> str:
    """One verb call with what was typed."""
    here, period = services(), asked.period
    about = {"of": asked.of.value, "from": period.first.isoformat(), "to": period.last.isoformat()}
    given = values | about | {"value": _number(values.get("value"))}
    return enter_mark(here.engine, here.pack, someone.actor, given, here.now())


def _number(text: str | None) -> Any:
    """What was typed as a number; what is none stays as it was typed, for the verb to refuse."""
    try:
        return None if text is None else float(text.removesuffix("%"))
    except ValueError:
        return text


def entered(asked: Question, someone: Viewer, seen: Sequence[str]) -> list[Component]:
    """What was entered of the units that somebody sees, for this period or within it."""
    here, first, last = services(), asked.period.first.toordinal(), asked.period.last.toordinal()
    with here.engine.connect() as connection:
        marks = [
            mark
            for mark in marks_at(connection, here.pack.code)
            if mark.applies_to == asked.of and mark.unit in seen
            if first <= mark.first_day and mark.last_day_about <= last
        ]
    if not marks:
        return []
    lines = [html.Li(_line(mark, asked, someone)) for mark in marks]
    return [card(t("assessment.marks"), html.Ul(lines, className="assessment-marks"))]


def _line(mark: Any, asked: Question, someone: Viewer) -> list[Any]:
    value = "" if mark.value is None else f"{mark.value:g}"
    shown = t("assessment.plus" if mark.item == BONUS else "assessment.percent", value=value)
    words = t(
        "assessment.marked",
        item=told.item_name(mark.item),
        value=t("assessment.barred") if mark.value is None else shown,
        reason=mark.reason,
        actor=mark.actor,
        day=day(mark.told_day),
    )
    unit = told.unit_name(services().names, asked.of, mark.unit)
    means = [taking_back.button(MARK, mark.no, unit)] if may(someone.actor, "mark_assessment") else []
    return [f"{unit} {words} ", *means]
