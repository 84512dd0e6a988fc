"""Which theme the reader chose: light or dark, by a cookie that the server reads before anything is drawn."""

from flask import has_request_context, request

from layers.style import THEMES

THEME_COOKIE = "onemap-theme"


def theme() -> str:
    """``light`` or ``dark`` by the reader's cookie; light when it says neither."""
    named = request.cookies.get(THEME_COOKIE, "") if has_request_context() else ""
    return named if named in {each.name for each in THEMES} else THEMES[0].name
