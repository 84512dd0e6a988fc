"""The hazard page: facts left, history right, the next step above both; every move is made here."""

from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, ctx, dcc, html, no_update, set_props
from dash.development.base_component import Component

from dashboard import choices, dictionaries, forms
from dashboard.attempts import Attempt, attempt
from dashboard.errors import notify
from dashboard.ids import Hazard, Shell
from dashboard.pages import hazard_amend, hazard_moves, hazard_papers, taking_back
from dashboard.pages.base import Page
from dashboard.pages.beside import gone, paper, paper_head
from dashboard.pages.hazard_body import body
from dashboard.pages.hazard_list import beside
from dashboard.services import services
from dashboard.viewer import viewer
from data.rules.events import HAZARD
from data.rules.move import Move
from data.rules.moves import MOVES_BY_KEY
from data.store.attaching import in_scope
from data.store.reads import HazardPage, hazard_page
from data.store.verbs import perform
from data.words import t


def read(no: str) -> HazardPage:
    """Everything of one hazard in the reader's scope. Raises `data.store.errors.NotFound`."""
    with services().engine.connect() as connection:
        return hazard_page(connection, services().pack, viewer().scope, no)


def drawn(page: HazardPage, query: str) -> list[Component]:
    """The page's body for the reader, within the list that ``query`` names."""
    around = beside(query, page.hazard.hazard_no)
    return [*body(page, services().pack, services().names, viewer(), services().today(), around), paper_head()]


def renewed(page: HazardPage, query: str) -> list[Component]:
    """The body after one's own act. The page has it then: the news of it draws nothing anew under the next click."""
    set_props(Hazard.STAMP, {"data": page.stamp})
    return drawn(page, query)


def layout(query: str, no: str) -> Component:
    """The page of one hazard."""
    page = read(no)
    return html.Main(
        [
            dcc.Store(id=Hazard.NUMBER, data=no),
            dcc.Store(id=Hazard.VERSION, data=page.version),
            dcc.Store(id=Hazard.STAMP, data=page.stamp),
            dcc.Store(id=Hazard.AMEND_FROM),
            dcc.Store(id=Hazard.LIST, data=query),
            html.Div(drawn(page, query), id=Hazard.BODY),
            *hazard_moves.drawer(),
            hazard_amend.drawer(),
            *taking_back.drawer(),
        ],
        className="page hazard-page",
        **paper(no),
    )


def open_form(
    clicks: list[int], no: str, opened: dict[str, Any] | None, ids: list[dict[str, str]], typed: list[Any]
) -> Any:
    """Draw the form of the pressed move. A form that was left unsent comes back with what was typed."""
    if not any(clicks) or not ctx.triggered_id:
        return (no_update,) * 5
    move = MOVES_BY_KEY[ctx.triggered_id["move"]]
    title = t(move.label)
    if opened and opened["move"] == move.key:
        return True, title, no_update, no_update, no_update
    drafts = drafts_of(opened, ids, typed)
    page = read(no)
    values = drafts.get(move.key) or first_values(move, page)
    pack, today = services().pack, services().today()
    offers, hints = dictionaries.offers(pack, page.hazard, today), dictionaries.hints(pack, move, page)
    form = hazard_moves.form_of(move, values, page.hazard.level, choices.departments(pack), offers, hints)
    return True, title, form, {"move": move.key, "no": no, "version": page.version, "drafts": drafts}, []


def first_values(move: Move, page: HazardPage) -> dict[str, Any]:
    """What the form of a move begins with: what the rules say already, and the number its paper will bear."""
    known = hazard_moves.first_values(move, page.hazard, services().pack.rules, services().today())
    return known | hazard_papers.first_numbers(move, page.hazard.hazard_no)


def drafts_of(opened: dict[str, Any] | None, ids: list[dict[str, str]], typed: list[Any]) -> dict[str, Any]:
    """What was typed and not sent, by move: what was kept before, and the form that is drawn now."""
    if not opened:
        return {}
    return opened["drafts"] | ({opened["move"]: forms.collect(ids, typed)} if opened["move"] else {})


def submit(clicks: int, opened: dict[str, Any] | None, query: str, ids: list[dict[str, str]], typed: list[Any]) -> Any:
    """One verb call. A refusal stands beside the fields; when somebody was faster, the page shows what is true now."""
    if not clicks or not opened or not opened["move"]:
        return (no_update,) * 5 + ([no_update] * len(ids),)
    values = forms.collect(ids, typed)
    tried = attempt(lambda: moved(opened, values), list(values))
    kept = forms.errors(list(values), tried.problems)
    if tried.problems and not tried.moved:
        return no_update, no_update, no_update, no_update, forms.notice(tried.problems), kept
    page = read(opened["no"])
    version = page.version
    if tried.moved:
        return (
            renewed(page, query),
            version,
            no_update,
            {**opened, "version": version},
            forms.notice(tried.problems),
            kept,
        )
    notify(t("page_hazard.done", move=t(MOVES_BY_KEY[opened["move"]].label)), "done")
    rest = {move: draft for move, draft in opened["drafts"].items() if move != opened["move"]}
    return renewed(page, query), version, False, {**opened, "move": None, "drafts": rest}, [], kept


def moved(opened: dict[str, Any], values: dict[str, Any]) -> Any:
    """The hazard after the move."""
    here, someone = services(), viewer()
    return perform(
        here.engine,
        here.pack,
        someone.scope,
        someone.actor,
        opened["no"],
        opened["move"],
        values,
        opened["version"],
        here.now(),
    )


def refresh(change: int, no: str, stamp: str, query: str) -> Any:
    """What others did appears by itself; an open form keeps the version it was opened with and will be told."""
    with services().engine.connect() as connection:
        if not in_scope(connection, viewer().scope, HAZARD, no):
            return gone(t("page_hazard.gone"), t("page_hazard.list"), "/ledger"), no_update, "gone"
    page = read(no)
    if page.stamp == stamp:
        return (no_update,) * 3
    return drawn(page, query), page.version, page.stamp


def issue_paper(clicks: list[int], no: str, query: str) -> Any:
    """Number and issue a paper; the page then shows it among those issued."""
    if not any(clicks) or not ctx.triggered_id:
        return no_update
    tried = hazard_papers.issued(no, ctx.triggered_id["kind"])
    if tried.problems:
        notify(tried.problems[forms.GENERAL])
        return no_update
    notify(t("page_hazard.paper_issued", no=tried.result), "done")
    return renewed(read(no), query)


def open_amendment(clicks: int | None, no: str) -> Any:
    """The form that corrects facts, filled with what is known now, and what it was filled from."""
    if not clicks:
        return (no_update,) * 4
    page = read(no)
    opened = {"version": page.version, "before": hazard_amend.values_of(page.hazard)}
    return True, hazard_amend.fields(page.hazard), opened, []


def amend(
    clicks: int, no: str, opened: dict[str, Any] | None, query: str, ids: list[dict[str, str]], typed: list[Any]
) -> Any:
    """Correct by one verb; refused, every field keeps what was typed."""
    if not clicks or not opened:
        return (no_update,) * 4 + ([no_update] * len(ids),)
    values = forms.collect(ids, typed)
    facts, problems = hazard_amend.told(values, opened["before"])
    tried: Attempt[Any] = Attempt(problems=problems)
    if not problems:
        tried = attempt(lambda: hazard_amend.amended(no, facts, values.get("reason"), opened["version"]), list(values))
    kept = forms.errors(list(values), tried.problems)
    page = read(no)
    if tried.problems:
        after = {**opened, "version": page.version} if tried.moved else no_update
        return no_update, no_update, after, forms.notice(tried.problems), kept
    notify(t("page_hazard.done", move=t("page_hazard.amend")), "done")
    return renewed(page, query), False, no_update, [], kept


def register(app: Dash) -> None:
    """The page's callbacks, and those of the drawer that it shares with the page of objects."""
    taking_back.register(app)
    app.callback(
        Output(Hazard.DRAWER, "opened"),
        Output(Hazard.DRAWER, "title"),
        Output(Hazard.FORM, "children"),
        Output(Hazard.OPENED, "data"),
        Output(Hazard.ALERT, "children"),
        Input({"type": Hazard.MOVE.value, "move": ALL, "case": ALL}, "n_clicks"),
        State(Hazard.NUMBER, "data"),
        State(Hazard.OPENED, "data"),
        *forms.every_state(hazard_moves.FORM),
        prevent_initial_call=True,
    )(open_form)
    app.callback(
        Output(Hazard.BODY, "children"),
        Output(Hazard.VERSION, "data"),
        Output(Hazard.DRAWER, "opened", allow_duplicate=True),
        Output(Hazard.OPENED, "data", allow_duplicate=True),
        Output(Hazard.ALERT, "children", allow_duplicate=True),
        Output(forms.every_field(hazard_moves.FORM), "error"),
        Input(Hazard.SUBMIT, "n_clicks"),
        State(Hazard.OPENED, "data"),
        State(Hazard.LIST, "data"),
        *forms.every_state(hazard_moves.FORM),
        prevent_initial_call=True,
    )(submit)
    app.callback(
        Output(Hazard.BODY, "children", allow_duplicate=True),
        Output(Hazard.VERSION, "data", allow_duplicate=True),
        Output(Hazard.STAMP, "data"),
        Input(Shell.CHANGE, "data"),
        State(Hazard.NUMBER, "data"),
        State(Hazard.STAMP, "data"),
        State(Hazard.LIST, "data"),
        prevent_initial_call=True,
    )(refresh)
    app.callback(
        Output(Hazard.BODY, "children", allow_duplicate=True),
        Input({"type": Hazard.ISSUE.value, "kind": ALL}, "n_clicks"),
        State(Hazard.NUMBER, "data"),
        State(Hazard.LIST, "data"),
        prevent_initial_call=True,
    )(issue_paper)
    app.callback(
        Output(Hazard.AMENDING, "opened"),
        Output(Hazard.AMEND_FORM, "children"),
        Output(Hazard.AMEND_FROM, "data"),
        Output(Hazard.AMEND_ALERT, "children"),
        Input(Hazard.AMEND, "n_clicks"),
        State(Hazard.NUMBER, "data"),
        prevent_initial_call=True,
    )(open_amendment)
    app.callback(
        Output(Hazard.BODY, "children", allow_duplicate=True),
        Output(Hazard.AMENDING, "opened", allow_duplicate=True),
        Output(Hazard.AMEND_FROM, "data", allow_duplicate=True),
        Output(Hazard.AMEND_ALERT, "children", allow_duplicate=True),
        Output(forms.every_field(hazard_amend.FORM), "error"),
        Input(Hazard.AMEND_SUBMIT, "n_clicks"),
        State(Hazard.NUMBER, "data"),
        State(Hazard.AMEND_FROM, "data"),
        State(Hazard.LIST, "data"),
        *forms.every_state(hazard_amend.FORM),
        prevent_initial_call=True,
    )(amend)
    app.clientside_callback(
        ClientsideFunction("onemapForms", "print"), Input(Hazard.PRINT, "n_clicks"), prevent_initial_call=True
    )


PAGE = Page("/hazards/<no>", "page_hazard.title", layout, register, in_nav=False)
