"""``/healthz``: whether the server answers, the newest change it knows, and the time of the facts."""

from typing import Any

from flask import Blueprint

from dashboard.services import services

routes = Blueprint("health", __name__)


@routes.get("/healthz")
def health() -> dict[str, Any]:
    """``{"ok", "change", "version", "time"}``; ``version`` is that of the tiles. Asking brings the facts up to date."""
    here = services()
    change = here.model.refresh(here.settings.news_every)
    return {
        "ok": True,
        "change": change,
        "version": here.shelf.newest().version,
        "time": f"{here.now():%H:%M:%S}",
    }
