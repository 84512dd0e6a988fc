"""``/api/v1/…``: figures and news as JSON, within the viewer's scope."""

from flask import Blueprint, Response, jsonify, request

from dashboard.asked import asked
from dashboard.services import services
from dashboard.stats_json import as_json
from dashboard.viewer import viewer
from data.rules.coverage import EVERY_KPI
from data.rules.periods import Period
from data.store.reads import hazards_by_no, objects_by_id
from layers.overlay import overlay_features
from layers.shown import Shown

routes = Blueprint("api", __name__, url_prefix="/api/v1")

NAMED = 50
"""So many names at once."""
MOST = 2000
"""No more changed hazards than this travel as an overlay; the next fold brings the rest."""


@routes.get("/stats")
def stats() -> Response:
    """Every KPI of the filter in the address, in the shape of ``onemap stats --json``; this year unless told so."""
    here = services()
    chosen = asked(request.query_string.decode())
    as_of = chosen.as_of or here.today()
    period, snapshot, scope = Period.of(chosen.from_, chosen.to, as_of), here.model.snapshot, viewer().scope
    figures = snapshot.figures(scope, chosen, period, as_of)
    coverage = snapshot.coverage(scope, chosen, period, as_of)
    return jsonify(as_json(figures, coverage, chosen, as_of, EVERY_KPI, None, here.pack))


@routes.get("/names")
def names() -> Response:
    """``{no: name}`` of the hazards' subjects, or of the objects with ``kind=objects``, as far as the scope goes."""
    here, wanted = services(), request.args.getlist("no")[:NAMED]
    with here.engine.connect() as connection:
        if request.args.get("kind") == "objects":
            found = {row.id: row.name for row in objects_by_id(connection, viewer().scope, wanted)}
        else:
            found = {row.hazard_no: row.subject_name for row in hazards_by_no(connection, viewer().scope, wanted)}
    return jsonify(found)


@routes.get("/overlay")
def overlay() -> Response:
    """Hazards that changed after the tile version ``v``, pass the filter ``f`` and are not among what ``hide`` names.

    See `layers.overlay` and `layers.shown`.
    """
    here = services()
    snapshot = here.model.snapshot
    chosen = asked(request.args.get("f", ""))
    view = snapshot.view(chosen.as_of)
    mask = snapshot.mask(viewer().scope, chosen) & Shown.parse(request.args.get("hide", "")).mask(view.hazards)
    drawn = here.shelf.version(request.args.get("v", "")).snapshot.change
    news = overlay_features(view, mask, drawn, MOST)
    return jsonify(news | {"change": snapshot.change})
