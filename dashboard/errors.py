"""How errors are shown: one table from domain error to HTTP status, one sentence on screen, never a stack trace."""

from http import HTTPStatus

from dash import set_props
from flask import Response, request
from markupsafe import escape
from werkzeug.exceptions import HTTPException

from dashboard.guard import ForeignHost, ForeignOrigin
from dashboard.ids import Shell
from dashboard.importing.uploads import TooManyUploads, UploadGone, UploadTooLarge
from dashboard.languages import TAGS
from dashboard.services import said
from dashboard.themes import theme
from dashboard.viewer import UnknownViewer
from data.errors import OneMapError
from data.store.bookmarks import BookmarkMissing
from data.store.errors import FileKindRefused, FileNameLies, FileTooLarge, MovedMeanwhile, NotFound
from data.words import language, t
from layers.basemaps import TileLost

STATUS: tuple[tuple[type[OneMapError], HTTPStatus], ...] = (
    (UnknownViewer, HTTPStatus.FORBIDDEN),
    (ForeignHost, HTTPStatus.FORBIDDEN),
    (ForeignOrigin, HTTPStatus.FORBIDDEN),
    (NotFound, HTTPStatus.NOT_FOUND),
    (BookmarkMissing, HTTPStatus.NOT_FOUND),
    (MovedMeanwhile, HTTPStatus.CONFLICT),
    (TileLost, HTTPStatus.BAD_GATEWAY),
    (UploadGone, HTTPStatus.NOT_FOUND),
    (UploadTooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (TooManyUploads, HTTPStatus.CONFLICT),
    (FileTooLarge, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (FileKindRefused, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (FileNameLies, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (OneMapError, HTTPStatus.BAD_REQUEST),
)
"""The first row whose class fits decides."""

PAGE = """<!DOCTYPE html>
<html lang="{lang}" data-theme="{theme}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<link rel="icon" type="image/svg+xml" href="/assets/mark.svg">
<link rel="stylesheet" href="/palette.css"><link rel="stylesheet" href="/assets/app.css"></head>
<body><header class="top-bar"><a class="brand" href="/"><span class="brand-product">{product}</span></a></header>
<div class="content"><main class="page page-missing"><h1>{title}</h1><p>{text}</p><a href="/">{back}</a></main></div>
</body></html>"""


def status(error: OneMapError) -> HTTPStatus:
    """The HTTP status of a domain error."""
    return next(code for kind, code in STATUS if isinstance(error, kind))


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
    notify(said(error))


def outside_callback(error: Exception) -> Response | HTTPException:
    """Flask's error handler: the sentence with the status of the table, a page for who reads and text for programs."""
    if isinstance(error, HTTPException):
        code = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
        return error if code < HTTPStatus.BAD_REQUEST else _told(t("ui.error.http", code=int(code)), code)
    code = status(error) if isinstance(error, OneMapError) else HTTPStatus.INTERNAL_SERVER_ERROR
    return _told(said(error), code)


def _told(text: str, code: int) -> Response:
    """A browser that goes somewhere asks for HTML before all else; scripts and pictures do not."""
    accepts = request.accept_mimetypes
    if accepts["text/html"] > accepts["text/plain"]:
        return Response(_page(text, code), code, content_type="text/html; charset=utf-8")
    return Response(text, code, content_type="text/plain; charset=utf-8")


def _page(text: str, code: int) -> str:
    """A page that needs nothing but its style, because anything else may be what went wrong."""
    title = "ui.missing.title" if code == HTTPStatus.NOT_FOUND else "ui.refused.title"
    words = {"title": t(title), "product": t("ui.product"), "text": text, "back": t("ui.missing.back")}
    return PAGE.format(lang=TAGS[language()], theme=theme(), **{key: escape(word) for key, word in words.items()})
