"""How errors are shown: one table from domain error to HTTP status, one sentence on screen, never a stack trace."""

import logging
from http import HTTPStatus
from uuid import uuid4

from dash import set_props
from flask import Response
from werkzeug.exceptions import HTTPException

from dashboard.guard import ForeignHost, ForeignOrigin
from dashboard.ids import Shell
from dashboard.viewer import UnknownViewer
from data.errors import OneMapError
from data.store.bookmarks import BookmarkMissing
from data.store.errors import FileKindRefused, FileNameLies, FileTooLarge, MovedMeanwhile, NotFound
from data.words import t
from layers.basemaps import TileLost

log = logging.getLogger("onemap")

STATUS: tuple[tuple[type[OneMapError], HTTPStatus], ...] = (
    (UnknownViewer, HTTPStatus.FORBIDDEN),
    (ForeignHost, HTTPStatus.FORBIDDEN),
    (ForeignOrigin, HTTPStatus.FORBIDDEN),
    (NotFound, HTTPStatus.NOT_FOUND),
    (BookmarkMissing, HTTPStatus.NOT_FOUND),
    (MovedMeanwhile, HTTPStatus.CONFLICT),
    (TileLost, HTTPStatus.BAD_GATEWAY),
    (FileTooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (FileKindRefused, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (FileNameLies, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (OneMapError, HTTPStatus.BAD_REQUEST),
)
"""The first row whose class fits decides."""


def status(error: OneMapError) -> HTTPStatus:
    """The HTTP status of a domain error."""
    return next(code for kind, code in STATUS if isinstance(error, kind))


def sentence(error: Exception) -> str:
    """What the reader is told. An unforeseen error is logged in full under a number, and only the number is shown."""
    if isinstance(error, OneMapError):
        return error.sentence()
    number = uuid4().hex[:8]
    log.error("unforeseen error %s", number, exc_info=error)
    return t("ui.error.unforeseen", number=number)


def notify(text: str, kind: str = "problem") -> None:
    """Show one notice in the shell's outlet from inside a callback; ``kind`` is ``problem`` or ``done``."""
    notice = {
        "action": "show",
        "message": text,
        "autoClose": 12000 if kind == "problem" else 5000,
        "className": f"notice notice-{kind}",
        "withCloseButton": True,
    }
    set_props(Shell.NOTICES, {"sendNotifications": [notice]})


def in_callback(error: Exception) -> None:
    """Dash's ``on_error``: the page keeps what it shows, and the sentence appears as a notice."""
    notify(sentence(error))


def outside_callback(error: Exception) -> Response | HTTPException:
    """Flask's error handler: the sentence as plain text with the status of the table."""
    if isinstance(error, HTTPException):
        code = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
        return error if code < HTTPStatus.BAD_REQUEST else _plain(t("ui.error.http", code=int(code)), code)
    code = status(error) if isinstance(error, OneMapError) else HTTPStatus.INTERNAL_SERVER_ERROR
    return _plain(sentence(error), code)


def _plain(text: str, code: int) -> Response:
    return Response(text, code, content_type="text/plain; charset=utf-8")
