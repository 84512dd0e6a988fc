"""``/b/<code>`` leads to a kept view; ``/api/v1/bookmarks`` keeps, lists, renames and forgets the viewer's own."""

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, redirect, request
from werkzeug.wrappers import Response as Redirection

from dashboard.bookmarks import address_of, told
from dashboard.services import services
from dashboard.viewer import viewer
from data.store.bookmarks import Bookmark, bookmark_at, bookmarks_of, keep, remove, rename

routes = Blueprint("bookmarks", __name__)


@routes.get("/b/<code>")
def follow(code: str) -> Redirection:
    """Go to the view behind a short address; what is seen there is the reader's own scope."""
    here = services()
    with here.engine.connect() as connection:
        kept = bookmark_at(connection, viewer().scope, code)
    return redirect(address_of(kept, here.today()), 302)


@routes.get("/api/v1/bookmarks")
def listed() -> Response:
    """``{"bookmarks": [{"code", "kind", "name", "href", "short"}]}``, the newest first."""
    someone = viewer()
    with services().engine.connect() as connection:
        kept = bookmarks_of(connection, someone.scope, someone.key)
    return jsonify({"bookmarks": [_shown(each) for each in kept]})


@routes.post("/api/v1/bookmarks")
def save() -> Response:
    """Keep the form's ``address`` under ``name``; ``kind`` is ``view`` or ``filter``."""
    here, someone, form = services(), viewer(), request.form
    wanted = told(form.get("name", ""), form.get("kind", ""), form.get("address", ""), here.today())
    kept = keep(here.engine, here.pack, someone.actor, someone.key, wanted, here.now())
    return make_response(jsonify(_shown(kept)), 201)


@routes.patch("/api/v1/bookmarks/<code>")
def change(code: str) -> Response:
    """Give one another ``name``."""
    someone = viewer()
    rename(services().engine, someone.scope, someone.actor, someone.key, code, request.form.get("name", ""))
    return make_response("", 204)


@routes.delete("/api/v1/bookmarks/<code>")
def forget(code: str) -> Response:
    """Forget one."""
    here, someone = services(), viewer()
    remove(here.engine, someone.scope, someone.actor, someone.key, code, here.now())
    return make_response("", 204)


def _shown(kept: Bookmark) -> dict[str, Any]:
    href = address_of(kept, services().today())
    return {"code": kept.code, "kind": kept.kind, "name": kept.name, "href": href, "short": f"/b/{kept.code}"}
