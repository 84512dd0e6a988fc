"""``/healthz``: whether the server answers, the newest change it knows, and the time of the facts."""

from typing import Any

from flask import Blueprint

from dashboard.services import services

routes = Blueprint("health", __name__)


@routes.get("/healthz")
def health() -> dict[str, Any]:
    """``{"ok", "change", "version", "time", "now"}``; ``version`` is that of the tiles, ``now`` has day and zone.

    Asking brings the facts up to date; the tiles follow beside, so that news never wait for them.
    """
    here = services()
    change, now = here.model.refresh(here.settings.news_every), here.now()
    return {
        "ok": True,
        "change": change,
        "version": here.shelf.at_hand().version,
        "time": f"{now:%H:%M:%S}",
        "now": now.isoformat(timespec="seconds"),
    }
