"""``/api/v1/presence``: a sign of life at one record, answered with who else is there; only within the scope."""

from flask import Blueprint, Response, jsonify, request

from dashboard.presence import DOINGS, LOOKING, Person
from dashboard.services import services
from dashboard.viewer import Viewer, viewer
from data.store.attaching import in_scope
from data.store.errors import NotFound

routes = Blueprint("presence", __name__, url_prefix="/api/v1")

LONGEST = 64


@routes.post("/presence")
def beat() -> Response:
    """Form fields ``kind``, ``id``, ``browser`` (any token), ``doing`` (looking, editing, gone)."""
    here, someone = services(), viewer()
    record = (request.form.get("kind", "")[:LONGEST], request.form.get("id", "")[:LONGEST])
    with here.engine.connect() as connection:
        if not in_scope(connection, someone.scope, *record):
            raise NotFound(id=record[1])
    browser, doing = request.form.get("browser", "")[:LONGEST], request.form.get("doing", "")
    if doing == "gone":
        here.presence.leave(record, browser)
        return jsonify({"others": []})
    others = here.presence.beat(record, browser, _person(someone, doing))
    return jsonify({"others": [{"name": each.name, "org": each.org, "doing": each.doing} for each in others]})


def _person(someone: Viewer, doing: str) -> Person:
    """Who it is comes from the sign-in, never from the browser."""
    org = services().names.short_org(someone.actor.org)
    return Person(someone.actor.person, org, doing if doing in DOINGS else LOOKING)
