"""Addresses below ``/tiles`` and ``/api`` that lead nowhere: 404, where any other unknown address shows a page."""

from typing import Never

from flask import Blueprint, abort

routes = Blueprint("nowhere", __name__)


@routes.get("/tiles")
@routes.get("/tiles/")
@routes.get("/tiles/<path:_>")
@routes.get("/api")
@routes.get("/api/")
@routes.get("/api/<path:_>")
def nothing(_: str = "") -> Never:
    """Programs ask here, and a page in answer would mislead them."""
    abort(404)
