"""``/api/v1/review``: rows of ledgers that wait, what they may be about, and decisions about them."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from dashboard.importing.compared import card
from dashboard.routes.imports import importer
from dashboard.services import services
from data.exchange.reviewing import Choice, Result, decide, undo
from data.store import held as store
from data.store.errors import NotFound
from data.store.held import DECIDED, HeldState, What
from data.words import t

routes = Blueprint("review", __name__, url_prefix="/api/v1/review")

MOST = 100
STATES = {"open": (HeldState.OPEN,), "decided": DECIDED}


@routes.get("")
def listed() -> Response:
    """``{"total", "start", "counts", "rows"}``: rows that wait, or with ``state=decided`` those that were decided."""
    here, someone, asked = services(), importer(), request.args
    states = STATES.get(asked.get("state", "open"), STATES["open"])
    start = max(asked.get("start", 0, type=int), 0)
    count = min(max(asked.get("count", MOST, type=int), 1), MOST)
    with here.engine.connect() as connection:
        found = store.some(
            connection, someone.scope, someone.actor.org, states, asked.get("kind") or None, start, count
        )
        total, rows = found
        past = store.history(connection, here.pack, [row.held for row in rows])
        counted = store.counts(connection, someone.scope, someone.actor.org)
        cards = [card(connection, here.pack, here.names, row, past[row.held]) for row in rows]
    counts = {name: sum(counted.get(state, 0) for state in states) for name, states in STATES.items()}
    return jsonify({"total": total, "start": start, "counts": counts, "rows": cards})


@routes.post("/<held>")
def decided(held: str) -> Response:
    """Decide as ``what`` says: accept, merge (into ``subject``), reject; ``town`` where that is the doubt."""
    here, someone, said = services(), importer(), request.form
    what = next((one for one in (What.ACCEPT, What.MERGE, What.REJECT) if one == said.get("what")), None)
    if what is None:
        raise NotFound(id=said.get("what", ""))
    choice = Choice(what, said.get("subject") or None, said.get("town") or None, said.get("reason") or None)
    result = decide(here.engine, here.pack, someone.scope, someone.actor, held, choice, here.now())
    return _answer(result)


@routes.post("/<held>/undo")
def undone(held: str) -> Response:
    """Let a decided row wait again."""
    here, someone = services(), importer()
    reason = request.form.get("reason") or None
    return _answer(undo(here.engine, here.pack, someone.scope, someone.actor, held, reason, here.now()))


def _answer(result: Result) -> Response:
    services().model.refresh()
    told: dict[str, Any] = {"held": result.held, "state": result.state, "batch": result.batch}
    return jsonify(told | {"word": t(f"page_review.state.{result.state}")})
