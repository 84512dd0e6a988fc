"""The form that reports a hazard: at a supervised object, or at a road, a site or a park that is none."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import parse_qs

import dash_mantine_components as dmc
from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from dashboard import choices, dictionaries, forms
from dashboard.attempts import Attempt, attempt
from dashboard.badges import state_words
from dashboard.ids import Report
from dashboard.pages.base import Page
from dashboard.pages.object_picker import option_of, picker
from dashboard.pages.object_picker import register as register_picker
from dashboard.points import read_point
from dashboard.services import services
from dashboard.viewer import viewer
from data.rules.move import Field
from data.rules.vocabulary import Level, Role, Source, SubjectKind
from data.rules.vocabulary import State as HazardState
from data.store.reads import objects_by_id
from data.store.verbs import report
from data.words import t

FORM = "report"


def _field(name: str, kind: str = "text", required: bool = False, listed: tuple[tuple[str, str], ...] = ()) -> Field:
    return Field(name, kind, required, f"page_report.{name}", listed)


SUBJECT_KIND = _field(
    "subject_kind",
    "choice",
    True,
    tuple((kind.value, f"page_common.subject_kind.{kind.value}") for kind in SubjectKind),
)
OBJECT = _field("object", "choice")
SUBJECT_NAME = _field("subject_name")
TOWN = _field("town", "choice")
ADDRESS = _field("address")
POINT = _field("point")
DATUM = _field("datum", "choice")
SECTOR = _field("sector", "choice", True)
LEVEL = _field(
    "level", "choice", True, tuple((str(level.value), f"page_common.level.{level.value}") for level in Level)
)
CATEGORY = _field("category", "choice")
DESCRIPTION = _field("description", "text", True)
JUDGE_BASIS = _field("judge_basis")
SOURCE = _field(
    "source", "choice", True, tuple((str(source.value), f"page_common.source.{source.value}") for source in Source)
)
FOUND_ON = _field("found_on", "date", True)
FIELDS = (
    SUBJECT_KIND, OBJECT, SUBJECT_NAME, TOWN, ADDRESS, POINT, DATUM, SECTOR, LEVEL, CATEGORY, DESCRIPTION, JUDGE_BASIS,
    SOURCE, FOUND_ON,
)  # fmt: skip
"""Every field of the form, in the order of the screen."""
NAMES = [field.name for field in FIELDS]

SHORTEST, LONGEST = 5, 500
"""Characters of a description (domain 2.2)."""

USUAL_SOURCE = {
    Role.DEPARTMENT: Source.DEPARTMENT,
    Role.TOWN: Source.TOWN,
    Role.GRID: Source.GRID,
    Role.ENTERPRISE: Source.ENTERPRISE,
}
"""What a role most often reports from; the commission and the inspectorate go round inspecting."""


def layout(query: str) -> Component:
    """The empty form; ``?object=<id>`` fills in the subject."""
    given = parse_qs(query.lstrip("?")).get("object", [""])[0]
    return html.Main(html.Div(form(given), id=Report.PAGE), className="page page-narrow")


def form(object_id: str = "") -> list[Component]:
    """Heading and form."""
    head = html.Div(
        [
            html.H1(t("page_report.title"), className="page-title"),
            html.Span(t("page_report.intro"), className="page-note"),
        ],
        className="page-head",
    )
    foot = html.Div(dmc.Button(t("page_report.submit"), id=Report.SUBMIT, n_clicks=0), className="form-actions")
    parts = [section("where", where(object_id)), section("what", what()), section("found", found())]
    return [head, html.Div([*parts, html.Div(id=Report.ALERT), foot], className="card form")]


def section(name: str, controls: list[Component]) -> Component:
    """One part of the form under its heading."""
    return html.Section(
        [html.H2(t(f"page_report.{name}")), html.Div(controls, className="form-grid")], className="form-section"
    )


def where(object_id: str) -> list[Component]:
    """Subject and place."""
    pack, scope = services().pack, viewer().scope
    return [
        forms.control(FORM, SUBJECT_KIND, SubjectKind.ENTERPRISE.value),
        html.Div(
            [
                picker(forms.field_id(FORM, OBJECT.name), option_of(object_id), t(OBJECT.label)),
                dcc.Link(t("page_report.register_object"), href="/objects/new", className="form-link"),
            ],
            id=Report.OBJECT,
        ),
        html.Div(
            forms.control(FORM, SUBJECT_NAME, needed=True, description=t("page_report.subject_hint")),
            id=Report.SUBJECT,
            className="is-hidden",
        ),
        forms.control(FORM, TOWN, options=choices.towns(pack, scope)),
        forms.control(FORM, ADDRESS),
        forms.control(FORM, POINT, description=t("page_report.point_hint")),
        forms.control(FORM, DATUM, options=choices.datums(pack), description=t("page_report.datum_hint")),
    ]


def what() -> list[Component]:
    """Sector, grade and description."""
    pack, scope = services().pack, viewer().scope
    categories = [
        (t(key, "zh"), t(key)) for key in ("page_report.categories.base", "page_report.categories.site")
    ]  # what is stored does not depend on who reads
    return [
        forms.control(FORM, SECTOR, options=choices.sectors(pack, scope)),
        forms.control(FORM, LEVEL, Level.GENERAL.value),
        forms.control(FORM, CATEGORY, options=categories),
        html.Div(
            forms.control(
                FORM,
                JUDGE_BASIS,
                needed=True,
                description=t("page_report.judge_hint"),
                options=dictionaries.bases(services().pack, None, services().today()),
            ),
            id=Report.BASIS,
            className="is-hidden",
        ),
        html.Div(
            forms.control(FORM, DESCRIPTION, description=t("page_report.description_hint")), className="form-wide"
        ),
    ]


def found() -> list[Component]:
    """Source and day."""
    usual = USUAL_SOURCE.get(viewer().actor.role, Source.SUPERVISION)
    return [forms.control(FORM, SOURCE, usual.value), forms.control(FORM, FOUND_ON, services().today().isoformat())]


def told(values: Mapping[str, Any], today: date) -> tuple[dict[str, Any], dict[str, str]]:
    """The hazard's facts as an event tells them, and every problem by field; facts count only without problems."""
    level = int(values.get("level") or Level.GENERAL)
    point, problems = read_point(values.get("point"), values.get("datum"), services().pack)
    problems |= forms.by_field(forms.problems(FIELDS, values, level), NAMES)
    problems |= _about_subject(values) | _about_text(values, level) | _about_day(values, today)
    return _facts(values, level, point), problems


def _about_subject(values: Mapping[str, Any]) -> dict[str, str]:
    if values.get("subject_kind") == SubjectKind.ENTERPRISE:
        return {} if values.get("object") else {"object": t("page_report.object_missing")}
    problems = {} if values.get("subject_name") else {"subject_name": t("page_report.name_missing")}
    return problems if values.get("town") else problems | {"town": t("page_report.town_missing")}


def _about_text(values: Mapping[str, Any], level: int) -> dict[str, str]:
    problems = {}
    if level == Level.MAJOR and not values.get("judge_basis"):
        problems["judge_basis"] = t("page_report.basis_missing")
    text = values.get("description")
    if text and not SHORTEST <= len(text) <= LONGEST:
        problems["description"] = t(
            "page_report.description_length", shortest=SHORTEST, longest=LONGEST, length=len(text)
        )
    return problems


def _about_day(values: Mapping[str, Any], today: date) -> dict[str, str]:
    day = values.get("found_on")
    return (
        {"found_on": t("page_report.found_in_future", today=today.isoformat())}
        if day and day > today.isoformat()
        else {}
    )


def _facts(values: Mapping[str, Any], level: int, point: tuple[float, float] | None) -> dict[str, Any]:
    return {
        "subject_kind": values.get("subject_kind"),
        "object_id": values.get("object"),
        "subject_name": values.get("subject_name"),
        "level": level,
        "source": int(values.get("source") or Source.DEPARTMENT),
        "lon": point[0] if point else None,
        "lat": point[1] if point else None,
        **{name: values.get(name) for name in ("town", "sector", "category", "description", "judge_basis", "address")},
    }


def submit(clicks: int, ids: list[dict[str, str]], typed: list[Any]) -> Any:
    """Report what the form says, or mark every problem and keep what was typed."""
    if not clicks:
        return no_update, no_update, [no_update] * len(ids)
    values = forms.collect(ids, typed)
    names = list(values)
    facts, problems = told(values, services().today())
    tried = Attempt(problems=problems) if problems else attempt(lambda: recorded(facts, values["found_on"]), names)
    if tried.result is None:
        return no_update, forms.notice(tried.problems), forms.errors(names, tried.problems)
    return done(tried.result), no_update, [no_update] * len(ids)


def recorded(facts: dict[str, Any], found_on: str) -> Any:
    """The reported hazard."""
    here, someone = services(), viewer()
    return report(here.engine, here.pack, someone.scope, someone.actor, facts, found_on, here.now())


def done(hazard: Any) -> list[Component]:
    """What the page says once the hazard has its number."""
    state = state_words(HazardState(hazard.state))
    return [
        html.Div(
            [
                html.H2(t("page_report.done", no=hazard.hazard_no)),
                html.P(t("page_report.done_long", no=hazard.hazard_no, state=state)),
                html.Div(
                    [
                        dcc.Link(
                            t("page_report.open"), href=f"/hazards/{hazard.hazard_no}", className="button primary"
                        ),
                        html.A(t("page_report.another"), href="/report", className="button"),
                    ],
                    className="done-actions",
                ),
            ],
            id=Report.DONE,
            className="card done",
        )
    ]


def shown(kind: str | None, level: str | None) -> tuple[str, str, str]:
    """Classes of the blocks that only some subjects and grades need."""
    at_object = kind == SubjectKind.ENTERPRISE
    classes = {True: "", False: "is-hidden"}
    return classes[at_object], classes[not at_object], classes[level == str(Level.MAJOR.value)]


def filled(object_id: str | None, town: str | None, sector: str | None, address: str | None) -> Any:
    """Town, sector and address of the chosen object, where nobody typed any."""
    if not object_id:
        return no_update, no_update, no_update
    with services().engine.connect() as connection:
        found = objects_by_id(connection, viewer().scope, [object_id])
    if not found:
        return no_update, no_update, no_update
    facts = ((town, found[0].town), (sector, found[0].sector), (address, found[0].address))
    return tuple(no_update if typed or fact is None else fact for typed, fact in facts)


def register(app: Dash) -> None:
    """The form's callbacks."""

    def at(field: Field) -> dict[str, str]:
        return forms.field_id(FORM, field.name)

    register_picker(app, at(OBJECT))
    app.callback(
        Output(Report.OBJECT, "className"),
        Output(Report.SUBJECT, "className"),
        Output(Report.BASIS, "className"),
        Input(at(SUBJECT_KIND), "value"),
        Input(at(LEVEL), "value"),
    )(shown)
    app.callback(
        *(Output(at(field), "value") for field in (TOWN, SECTOR, ADDRESS)),
        Input(at(OBJECT), "value"),
        *(State(at(field), "value") for field in (TOWN, SECTOR, ADDRESS)),
    )(filled)
    app.callback(
        Output(Report.PAGE, "children"),
        Output(Report.ALERT, "children"),
        Output(forms.every_field(FORM), "error"),
        Input(Report.SUBMIT, "n_clicks"),
        *forms.every_state(FORM),
        prevent_initial_call=True,
    )(submit)


PAGE = Page("/report", "page_report.title", layout, register)
