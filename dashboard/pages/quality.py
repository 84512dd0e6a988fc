"""数据质量: what is doubtful about the records of the reader's jurisdiction, and the means to mend it on the spot."""

from dataclasses import replace
from typing import Any

from dash import Dash, Input, Output, State, dcc, html, no_update
from dash.development.base_component import Component

from dashboard import forms, markup
from dashboard.attempts import Attempt, attempt
from dashboard.errors import notify
from dashboard.ids import Quality as Ids
from dashboard.ids import Shell
from dashboard.pages import object_acts, object_picker
from dashboard.pages.base import Page
from dashboard.quality.asked import PATH, POWER, Question, mender
from dashboard.quality.mends import FORM, MEND, form, problems, read
from dashboard.quality.overview import overview
from dashboard.quality.worklist import worklist
from data.store.errors import NotFound
from data.words import t


def layout(_query: str) -> Component:
    """The page; its parts follow the address. Raises `FactsRefused` for who may not mend anything."""
    mender()
    stores = [dcc.Store(id=Ids.ASKED), dcc.Store(id=Ids.OPENED)]
    compared = html.Div(id=Ids.COMPARED)
    drawer = forms.drawer(Ids.DRAWER, Ids.ALERT, Ids.FORM, Ids.SUBMIT, 480, compared)
    parts = markup.drawn_into(Ids.PAGE, className="quality-page")
    return html.Main([*parts, *stores, drawer], className="page quality")


def drawn(query: str | None) -> list[Component]:
    """What the address asks for."""
    asked, someone = Question.read(query), mender()
    return overview(someone) if asked.finding is None else worklist(asked, someone)


def follow(query: str | None, _change: int) -> list[Component]:
    """Another list is asked for, or somebody mended something."""
    return drawn(query)


def open_mend(asked: dict[str, str] | None, query: str | None) -> Any:
    """Draw the form of the pressed means; what somebody else has mended meanwhile leaves the list."""
    if not asked:
        return (no_update,) * 7
    mend = MEND[asked["mend"]]
    try:
        target = read(asked["finding"], asked["id"], asked["other"])
    except NotFound:
        notify(t("quality.gone"))
        return *(no_update,) * 6, drawn(query)
    opened = {name: asked[name] for name in ("mend", "finding", "id", "other")} | {"versions": target.versions}
    both = object_acts.compared(*target.ids) if mend.key == "merge" else []
    return (
        True,
        f"{t(f'quality.mend.{mend.key}')} · {_name(target.found)}",
        form(mend, target),
        opened,
        [],
        both,
        no_update,
    )


def _name(found: Any) -> str:
    return str(getattr(found, "name", None) or found.subject_name)


def submit(
    clicks: int, opened: dict[str, Any] | None, query: str | None, ids: list[dict[str, str]], typed: list[Any]
) -> Any:
    """One verb call; refused, every field keeps what was typed, and who was slower is told."""
    if not clicks or not opened:
        return (no_update,) * 4 + ([no_update] * len(ids),)
    mend, values = MEND[opened["mend"]], forms.collect(ids, typed)
    target = read(opened["finding"], opened["id"], opened["other"])
    first, second = opened["versions"]
    seen = replace(target, versions=(first, second))
    told = problems(mend, target, values)
    tried = Attempt(problems=told) if told else attempt(lambda: mend.run(seen, values), list(values))
    kept = forms.errors(list(values), tried.problems)
    if tried.problems:
        again = {**opened, "versions": target.versions} if tried.moved else no_update
        return drawn(query) if tried.moved else no_update, no_update, again, forms.notice(tried.problems), kept
    notify(t("quality.done", what=t(f"quality.mend.{mend.key}")), "done")
    return drawn(query), False, None, [], kept


def compare(other: str | None, opened: dict[str, Any] | None) -> Any:
    """Both objects of a merge side by side, once the second one is chosen."""
    return object_acts.compared(opened["id"], other) if opened and opened["mend"] == "merge" else []


def register(app: Dash) -> None:
    """Address and news → page; a pressed means → form; the form → verb → page."""
    other = forms.field_id(FORM, "other")
    tree = markup.tree_id(Ids.PAGE)
    where = State(Shell.LOCATION, "search")
    app.callback(
        Output(tree, "data"),
        Input(Shell.LOCATION, "search"),
        Input(Shell.CHANGE, "data"),
    )(follow)
    app.callback(
        Output(Ids.DRAWER, "opened"),
        Output(Ids.DRAWER, "title"),
        Output(Ids.FORM, "children"),
        Output(Ids.OPENED, "data"),
        Output(Ids.ALERT, "children"),
        Output(Ids.COMPARED, "children"),
        Output(tree, "data", allow_duplicate=True),
        Input(Ids.ASKED, "data"),
        where,
        prevent_initial_call=True,
    )(open_mend)
    app.callback(
        Output(tree, "data", allow_duplicate=True),
        Output(Ids.DRAWER, "opened", allow_duplicate=True),
        Output(Ids.OPENED, "data", allow_duplicate=True),
        Output(Ids.ALERT, "children", allow_duplicate=True),
        Output(forms.every_field(FORM), "error"),
        Input(Ids.SUBMIT, "n_clicks"),
        State(Ids.OPENED, "data"),
        where,
        *forms.every_state(FORM),
        prevent_initial_call=True,
    )(submit)
    app.callback(
        Output(Ids.COMPARED, "children", allow_duplicate=True),
        Input(other, "value"),
        State(Ids.OPENED, "data"),
        prevent_initial_call=True,
    )(compare)
    object_picker.register(app, other)


PAGE = Page(PATH, "quality.title", layout, register, power=POWER)
