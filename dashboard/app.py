"""Puts the program together: services, routes, guard, pages. Call it as often as you like, each app is its own."""

from dash import Dash
from flask import Flask
from flask_compress import Compress

from dashboard import errors, guard, languages, router, routes, shell
from dashboard.pages import PAGES
from dashboard.services import Services
from dashboard.settings import Settings

COMPRESSED = [
    "text/html", "text/css", "text/plain", "text/javascript", "application/javascript", "application/json",
    "application/geo+json", "application/vnd.mapbox-vector-tile", "image/svg+xml",
]  # fmt: skip


def create_app(settings: Settings) -> Dash:
    """The whole web program for one database and one pack. Raises what opening either raises."""
    server = _flask(settings)
    app = shell.OneMap(
        "dashboard",
        server=server,  # type: ignore[arg-type]  # Dash takes a Flask app, its annotation does not say so
        use_pages=False,
        title=server.extensions["onemap"].pack.title,
        update_title="",
        on_error=errors.in_callback,
        suppress_callback_exceptions=True,
    )
    app.layout = shell.layout
    shell.register(app)
    router.register(app)
    for page in PAGES:
        page.register(app)
    guard.install(server, app.csp_hashes())
    return app


def _flask(settings: Settings) -> Flask:
    server = Flask("dashboard")
    server.config |= {
        "COMPRESS_MIMETYPES": COMPRESSED,
        "COMPRESS_MIN_SIZE": 500,
        "COMPRESS_LEVEL": 6,
        "COMPRESS_ALGORITHM": ["br", "gzip"],  # zstd at its usual level sends a tenth more
        "COMPRESS_BR_LEVEL": 5,
    }
    Compress(server)
    server.extensions["onemap"] = Services.start(settings)
    languages.install(server)
    server.register_error_handler(Exception, errors.outside_callback)
    for blueprint in routes.BLUEPRINTS:
        server.register_blueprint(blueprint)
    return server
