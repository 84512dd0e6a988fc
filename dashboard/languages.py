"""Which language the reader chose, by a cookie; every request is answered in it, and what follows starts anew."""

from contextlib import ExitStack

from flask import Flask, g, request

from data.words import LANGUAGES, language, speaking

LANGUAGE_COOKIE = "onemap-lang"

TAGS = {"zh": "zh-CN", "en": "en"}
"""The language as HTML and JavaScript name it."""
CALENDARS = {"zh": "zh-cn", "en": "en"}
"""The language as the calendars name it."""


def chosen() -> str:
    """``zh`` or ``en`` by the reader's cookie; Chinese when it says neither."""
    named = request.cookies.get(LANGUAGE_COOKIE, "")
    return named if named in LANGUAGES else LANGUAGES[0]


def other() -> str:
    """The language that the button offers."""
    return LANGUAGES[(LANGUAGES.index(language()) + 1) % len(LANGUAGES)]


def install(server: Flask) -> None:
    """Speak the reader's language from the first step of a request to its last byte."""

    def begin() -> None:
        g.speaking = ExitStack()
        g.speaking.enter_context(speaking(chosen()))

    def end(_error: BaseException | None) -> None:
        g.pop("speaking", ExitStack()).close()

    server.before_request(begin)
    server.teardown_request(end)
