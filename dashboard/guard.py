"""What every request must pass and what every answer carries, whatever the route."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from flask import Flask, Response, request

from dashboard.services import services
from dashboard.viewer import viewer
from data.errors import OneMapError

PROGRAM = "/_dash-component-suites/"
"""What Dash serves of itself; a browser may keep what has no version in its name, and asks whether it is still good."""
ASSETS = "/assets/"
"""Our own styles and scripts; a page asks for them by the time of their last change (``?m=``)."""
KEPT = "public, max-age=31536000, immutable"
UNSCOPED = (ASSETS, "/vendor/", PROGRAM, "/healthz", "/viewer", "/palette.css", "/_favicon.ico")
"""Paths that show no facts and so need no viewer; everything else asks who is looking first."""

POLICY = (
    "default-src 'self'; script-src 'self' {hashes}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; object-src 'none'; base-uri 'self'; "
    "form-action 'self'; frame-ancestors 'none'"
)


class ForeignHost(OneMapError):
    """The request calls this server by a name that is not its own (DNS rebinding)."""

    key = "ui.error.foreign_host"


class ForeignOrigin(OneMapError):
    """A page of another site sent this request."""

    key = "ui.error.foreign_origin"


def install(server: Flask, script_hashes: Sequence[str]) -> None:
    """Guard every request of ``server`` and put the security headers on every answer."""
    policy = POLICY.format(hashes=" ".join(f"'{each}'" if not each.startswith("'") else each for each in script_hashes))
    server.before_request(check)

    def headers(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = policy
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["X-Frame-Options"] = "DENY"
        answer.headers["Referrer-Policy"] = "same-origin"
        answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        if request.path.startswith(ASSETS) and "m" in request.args and answer.status_code == 200:
            answer.headers["Cache-Control"] = KEPT
        answer.headers.setdefault("Cache-Control", "no-cache" if request.path.startswith(PROGRAM) else "no-store")
        return answer

    server.after_request(headers)


def check() -> None:
    """Refuse foreign hosts, foreign origins and unknown viewers."""
    host = urlsplit(f"//{request.host}").hostname
    if host not in services().settings.hosts:
        raise ForeignHost(host=host)
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise ForeignOrigin(origin=origin)
    if not request.path.startswith(UNSCOPED):
        viewer()
