"""Serves the app with waitress on loopback; a port in use is one sentence, not a trace."""

import signal
import socket
from collections.abc import Callable
from threading import Thread
from typing import NoReturn

from waitress.server import create_server

from dashboard.app import create_app
from dashboard.pages import map_view
from dashboard.quality import overview
from dashboard.scheduler import scheduler
from dashboard.services import services
from dashboard.settings import LOOPBACK, Settings
from dashboard.viewer import viewer
from data.errors import OneMapError

LARGEST_REQUEST = 32 * 1024 * 1024
"""Bytes of the largest request that is read at all; a file with its form is smaller."""


class PortInUse(OneMapError):
    """Another program listens where this server should."""

    key = "ui.error.port_in_use"


class NotLoopback(OneMapError):
    """Without accounts the server answers this machine only."""

    key = "ui.error.not_loopback"


def listening(settings: Settings) -> Callable[[], None]:
    """A server that is bound and has its facts loaded; calling it serves until interrupted.

    Raises `PortInUse`, `NotLoopback` and the errors of opening the database.
    """
    check_address(settings)
    app = create_app(settings)
    with app.server.test_request_context():
        services().shelf.newest()  # nobody waits for the first fold
        map_view.ahead()
        uploads, by_itself = services().uploads, scheduler(services())
    uploads.sweep()
    server = create_server(
        app.server,
        host=settings.host,
        port=settings.port,
        threads=settings.threads,
        ident=None,
        max_request_body_size=LARGEST_REQUEST,
    )

    def ahead() -> None:
        with app.server.test_request_context():
            overview.ahead(viewer())

    def serve() -> None:
        signal.signal(signal.SIGTERM, _stop)
        Thread(target=ahead, daemon=True).start()
        if settings.escalates:
            by_itself.start()
        try:
            server.run()
        finally:
            server.close()
            if by_itself.running:
                by_itself.shutdown()
            uploads.close()

    return serve


def _stop(*_: object) -> NoReturn:
    """Being told to end is an orderly end: what senders put up goes with the server."""
    raise SystemExit(0)


def check_address(settings: Settings) -> None:
    """Raise when the address is not of this machine or is taken; asked before the facts are loaded."""
    if settings.host not in LOOPBACK:
        raise NotLoopback(host=settings.host)
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise PortInUse(port=settings.port, host=settings.host, next=settings.port + 1) from error
