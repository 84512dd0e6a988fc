"""考核: towns or departments scored and ranked for a period, each lost point traced back to its hazards."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, html, no_update, set_props
from dash.development.base_component import Component

from dashboard import forms, markup
from dashboard.assessment import entering, shown
from dashboard.assessment.asked import Question, answered, first_of, month_before, seen, sees_all
from dashboard.attempts import attempt
from dashboard.errors import notify
from dashboard.ids import Assessment as Ids
from dashboard.ids import Shell
from dashboard.loop import tabs
from dashboard.pages import taking_back
from dashboard.pages.base import Page
from dashboard.services import services
from dashboard.viewer import Viewer, viewer
from data.rules.assessment import Of
from data.rules.periods import Period
from data.rules.powers import may
from data.words import t

MONTHS = 6
"""So many past months stand beside the quarters and years."""


def layout(query: str) -> Component:
    """The page; the table follows the address."""
    someone = viewer()
    asked = _asked(query)
    days = [
        dmc.DateInput(
            id=name, value=day.isoformat(), valueFormat="YYYY-MM-DD", label=t(f"error_store.field.{field}"), size="xs",
            monthLabelFormat=t("page_form.month_format"), yearLabelFormat=t("page_form.year_format"),
        )
        for name, day, field in ((Ids.FROM, asked.period.first, "from"), (Ids.TO, asked.period.last, "to"))
    ]  # fmt: skip
    enter = []
    if may(someone.actor, "mark_assessment"):
        enter = [html.Button(t("assessment.enter.open"), id=Ids.ENTER, n_clicks=0, className="button")]
    drawer = forms.drawer(Ids.DRAWER, Ids.ALERT, Ids.FORM, Ids.SUBMIT, 440, title=t("assessment.enter.title"))
    hidden = [] if enter else [html.Button("", id=Ids.ENTER, hidden=True)]
    return html.Main(
        [
            *tabs.head("assessment", t("assessment.lead")),
            html.Div([*days, *enter], className="assessment-bar no-print"),
            *markup.drawn_into(Ids.PAGE, className="loop-page"),
            html.Div(id=Ids.MARKS),
            drawer,
            *taking_back.drawer(),
            *hidden,
        ],
        className="page loop assessment",
    )


def follow(query: str | None, _change: int) -> Any:
    """Another period or kind, or somebody moved or entered something."""
    asked, someone = _asked(query), viewer()
    found = answered(asked)
    results = seen(found, someone)
    codes = [each.told.unit for each in results]
    page = [_chosen(asked, someone), *shown.drawn(found, results, asked, services().pack)]
    return page, entering.entered(asked, someone, codes)


def other_days(first: str | None, last: str | None, query: str | None) -> Any:
    """The address of the days that were typed; a day that is missing or out of order changes nothing."""
    if not first or not last or last < first:
        return no_update
    asked = _asked(query)
    period = Period(date.fromisoformat(first[:10]), date.fromisoformat(last[:10]))
    return no_update if period == asked.period else _address(asked, period, query_only=True)


def open_form(clicks: int | None, query: str | None) -> Any:
    """The form of a mark for the period of the address."""
    return (True, entering.form(_asked(query)), []) if clicks else (no_update,) * 3


def submit(clicks: int, query: str | None, ids: list[dict[str, str]], typed: list[Any]) -> Any:
    """One verb call; the page hears of it as of any other change."""
    if not clicks:
        return no_update, no_update, [no_update] * len(ids)
    values, someone = forms.collect(ids, typed), viewer()
    problems = forms.by_field(forms.problems(entering.FIELDS, values), list(values))
    number: list[str] = []
    if not problems:
        made = attempt(lambda: number.append(entering.enter(values, _asked(query), someone)), list(values))
        problems = made.problems
    kept = forms.errors(list(values), problems)
    if problems:
        return no_update, forms.notice(problems), kept
    notify(t("assessment.enter.done", no=number[0]), "done")
    set_props(Shell.CHANGE, {"data": services().model.snapshot.change})
    return False, [], kept


def _asked(query: str | None) -> Question:
    return Question.read(query, services().today(), first_of(viewer()))


def _chosen(asked: Question, someone: Viewer) -> Component:
    """Kinds and periods to go to, and the file."""
    kinds = [
        _segment(t(f"assessment.{kind}s"), f"/assessment?{replace(asked, of=kind).query()}", kind is asked.of)
        for kind in (Of if sees_all(someone) else (asked.of,))
    ]
    spans = [
        _segment(f"{words}", _address(asked, period), period == asked.period)
        for words, period in periods(services().today())
    ]
    file = html.A(t("assessment.export"), href=f"/api/v1/assessment/xlsx?{asked.query()}", className="button")
    return html.Div(
        [html.Div(kinds, className="segments"), html.Div(spans, className="assessment-spans"), file],
        className="assessment-bar no-print",
    )


def periods(today: date) -> Sequence[tuple[str, Period]]:
    """The last whole months, the last whole quarter and this year to today, each with its name."""
    months, day = [], today
    for _place in range(MONTHS):
        months.append(month_before(day))
        day = months[-1].first
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1) - timedelta(days=1)
    first = quarter.replace(month=quarter.month - 2, day=1)
    return (
        *((f"{month.first:%Y-%m}", month) for month in months),
        (f"{first.year}Q{(first.month + 2) // 3}", Period(first, quarter)),
        (f"{today.year}", Period(date(today.year, 1, 1), today)),
    )


def _address(asked: Question, period: Period, *, query_only: bool = False) -> str:
    query = replace(asked, period=period, as_of=min(period.last, services().today())).query()
    return f"?{query}" if query_only else f"/assessment?{query}"


def _segment(words: str, href: str, is_open: bool) -> Component:
    return html.A(words, href=href, className="segment is-open" if is_open else "segment")


def register(app: Dash) -> None:
    """Address and news → table and marks; days → address; button → form → verb → page."""
    app.callback(
        Output(markup.tree_id(Ids.PAGE), "data"),
        Output(Ids.MARKS, "children"),
        Input(Shell.LOCATION, "search"),
        Input(Shell.CHANGE, "data"),
    )(follow)
    app.callback(
        Output(Shell.LOCATION, "search", allow_duplicate=True),
        Input(Ids.FROM, "value"),
        Input(Ids.TO, "value"),
        State(Shell.LOCATION, "search"),
        prevent_initial_call=True,
    )(other_days)
    app.callback(
        Output(Ids.DRAWER, "opened"),
        Output(Ids.FORM, "children"),
        Output(Ids.ALERT, "children"),
        Input(Ids.ENTER, "n_clicks"),
        State(Shell.LOCATION, "search"),
        prevent_initial_call=True,
    )(open_form)
    app.callback(
        Output(Ids.DRAWER, "opened", allow_duplicate=True),
        Output(Ids.ALERT, "children", allow_duplicate=True),
        Output(forms.every_field(entering.FORM), "error"),
        Input(Ids.SUBMIT, "n_clicks"),
        State(Shell.LOCATION, "search"),
        *forms.every_state(entering.FORM),
        prevent_initial_call=True,
    )(submit)


PAGE = Page("/assessment", "assessment.title", layout, register, in_nav=False)
