"""Several hazards of the board moved together: which moves fit, the form, and a line of result for each."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard import choices, dictionaries, forms
from dashboard.attributes import attributes
from dashboard.pages.hazard_moves import first_values
from dashboard.services import services
from dashboard.viewer import Viewer
from data.rules.move import Move
from data.rules.moves import MOVES, MOVES_BY_KEY, offered
from data.store.errors import NotFound
from data.store.moving_many import MOST, MovedOne, perform_many
from data.store.past import HazardPast, hazard_past
from data.words import t

FORM = "together"
"""Form name of the drawer's fields."""


def pasts(numbers: Sequence[str], someone: Viewer) -> list[HazardPast]:
    """The hazards that are ticked and still in the scope."""
    found = []
    with services().engine.connect() as connection:
        for number in numbers[:MOST]:
            try:
                found.append(hazard_past(connection, someone.scope, number))
            except NotFound:
                continue
    return found


def bar(numbers: Sequence[str], someone: Viewer) -> list[Component]:
    """The moves that fit some of what is ticked, each with the number of those that it fits."""
    if not numbers:
        return []
    fits = _fits(pasts(numbers, someone), someone)
    buttons = [
        html.Button(
            t("page_loop.so_many", move=t(move.label), n=count), className="button", **attributes(data_move=move.key)
        )
        for move, count in fits
    ]
    nothing = [] if buttons else [html.Span(t("page_loop.no_move"), className="quiet")]
    clear = html.Button(t("page_loop.clear"), className="link-button", **attributes(data_untick="yes"))
    words = html.Span(t("page_loop.ticked", n=len(numbers)))
    return [html.Div([words, *buttons, *nothing, clear], className="board-bar no-print")]


def _fits(found: Sequence[HazardPast], someone: Viewer) -> list[tuple[Move, int]]:
    here = services()
    today = here.today()
    keys = [
        move.key
        for past in found
        for move in offered(past.hazard, someone.actor, someone.scope, today, past.around(here.pack))
    ]
    return [(move, keys.count(move.key)) for move in MOVES if move.in_bulk and move.key in keys]


def fitting(move_key: str, numbers: Sequence[str], someone: Viewer) -> list[HazardPast]:
    """Those of the ticked hazards that the move fits."""
    here = services()
    return [
        past
        for past in pasts(numbers, someone)
        if MOVES_BY_KEY[move_key]
        in offered(past.hazard, someone.actor, someone.scope, here.today(), past.around(here.pack))
    ]


def form(move: Move, found: Sequence[HazardPast]) -> list[Component]:
    """What is moved, and the fields that hold for all of it."""
    here = services()
    level = max((past.hazard.level for past in found), default=0)
    values = _common(move, found)
    names = [html.Li(f"{past.hazard.subject_name}（{past.hazard.hazard_no}）") for past in found]
    hint = html.P(t("page_loop.together_hint", n=len(found)), className="form-hint")
    chosen = html.Details([html.Summary(t("page_loop.chosen", n=len(found))), html.Ul(names)], className="board-chosen")
    offers = {"cause_type": dictionaries.causes_on(here.pack, here.today())}
    return [hint, chosen, *forms.draw(FORM, move.fields, values, level, choices.departments(here.pack), offers)]


def _common(move: Move, found: Sequence[HazardPast]) -> dict[str, Any]:
    """What a form starts with: what is the same for all of them."""
    here = services()
    known = [first_values(move, past.hazard, here.pack.rules, here.today()) for past in found]
    return {name: one for name, one in known[0].items() if all(each[name] == one for each in known)} if known else {}


def moved(move_key: str, versions: dict[str, int], values: dict[str, Any], someone: Viewer) -> Sequence[MovedOne]:
    """Make the move for each, and let the figures know."""
    here = services()
    done = perform_many(here.engine, here.pack, someone.scope, someone.actor, versions, move_key, values, here.now())
    here.model.refresh()
    return done


def results(done: Sequence[MovedOne]) -> list[Component]:
    """A line for each hazard."""
    good = sum(not one.why for one in done)
    lines = [
        html.Li(
            [html.A(one.hazard_no, href=f"/hazards/{one.hazard_no}"), " ", one.why or t("page_loop.made")],
            className="is-bad" if one.why else "is-good",
        )
        for one in done
    ]
    return [html.P(t("page_loop.result", good=good, bad=len(done) - good)), html.Ul(lines, className="board-results")]
