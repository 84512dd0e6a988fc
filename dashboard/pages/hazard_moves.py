"""The next step of a hazard: exactly the moves that its state and the acting role allow, one of them primary."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from dashboard import forms
from dashboard.ids import Hazard as Ids
from data.rules.deadlines import DatedRule, default_deadline
from data.rules.guards import Around
from data.rules.hazard import Hazard
from data.rules.move import Move
from data.rules.moves import offered
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import Role
from data.words import t

FORM = "move"
"""Form name of the drawer's fields."""


def move_id(key: str, case_no: str | None = None) -> dict[str, str]:
    """The id of the button of one move, of the hazard or of one of its cases."""
    return {"type": Ids.MOVE.value, "move": key, "case": case_no or ""}


def buttons(moves: Sequence[Move], case_no: str | None = None) -> list[Component]:
    """One button a move; the first primary one stands out, the rest are quiet."""
    ordered = sorted(moves, key=lambda move: not move.primary)
    return [_button(move, move.primary and place == 0, case_no) for place, move in enumerate(ordered)]


def _button(move: Move, primary: bool, case_no: str | None) -> Component:
    label = t(move.label)
    variant = "filled" if primary else "default"
    return dmc.Button(label, id=move_id(move.key, case_no), variant=variant, size="sm", n_clicks=0)


def next_step(moves: Sequence[Move], others: Sequence[Role]) -> Component:
    """The bar under the heading; where the reader has nothing to do it names the roles that have."""
    label = html.Span(t("page_hazard.next_step"), className="next-step-label")
    rest = buttons(moves) or [html.Span(waiting(others), className="page-note")]
    return html.Div([label, *rest], className="next-step")


def waiting(others: Sequence[Role]) -> str:
    """Who does the next step, for those who do not."""
    if not others:
        return t("page_hazard.nothing_to_do")
    names = t("page_common.comma").join(t(f"role.{role.value}") for role in others)
    return t("page_hazard.waiting_for", roles=names)


def roles_in_turn(hazard: Hazard, today: date, around: Around) -> list[Role]:
    """The roles that the next step of this hazard is up to, wherever they sit."""
    if not hazard.state.is_open:
        return []
    everywhere = Scope.whole("")
    return [
        role
        for role in Role
        if role is not Role.SYSTEM
        and any(move.primary for move in offered(hazard, Actor("", "", role), everywhere, today, around))
    ]


def drawer() -> list[Component]:
    """The drawer in which a move's form opens."""
    kept = html.Span(t("page_hazard.kept_until_sent"), className="form-hint")
    return [dcc.Store(id=Ids.OPENED), forms.drawer(Ids.DRAWER, Ids.ALERT, Ids.FORM, Ids.SUBMIT, 420, beside=[kept])]


def form_of(
    move: Move,
    values: dict[str, Any],
    level: int,
    organisations: forms.Options = (),
    offers: Mapping[str, forms.Options] = forms.NO_OFFERS,
    hints: Mapping[str, str] = forms.NO_HINTS,
) -> list[Component]:
    """What the drawer holds for one move: what it does, then its fields; ``organisations`` may be chosen."""
    hint = html.P(t(f"page_hazard.hint.{move.key}"), className="form-hint")
    return [hint, *forms.draw(FORM, move.fields, values, level, organisations, offers, hints)]


def first_values(move: Move, hazard: Hazard, rules: Sequence[DatedRule], today: date) -> dict[str, Any]:
    """What a form starts with where the rules already say it: the usual deadline, what is known of the grade."""
    if move.key in ("notice", "new_round"):
        return {"deadline": default_deadline(rules, hazard.level, today).day.isoformat()}
    if move.key == "confirm":
        return {
            "level": hazard.level,
            "judge_basis": hazard.judge_basis,
            "category": hazard.category,
            "cause_type": hazard.cause_type,
        }
    if move.key == "rectify":
        return {"deadline": iso(hazard.deadline)}
    if move.key == "approve_extension":
        return {"deadline": iso(hazard.requested)}
    if move.key == "close":
        return {"basis": "passed" if hazard.passed else "approved"}
    return {}


def iso(ordinal: int | None) -> str | None:
    """An ISO date, or None."""
    return date.fromordinal(ordinal).isoformat() if ordinal else None
