"""Every word people read, by key: ``t("state.CLOSED")`` is 已销号.

The tables are the TOML files ``zh/*.toml`` and ``en/*.toml`` beside this file, one file per subject, so that
``state.CLOSED`` stands in ``zh/state.toml`` under ``CLOSED``. A test keeps the key sets of the languages equal.
Words come in the language that is spoken where they are asked for: Chinese unless somebody said otherwise.
"""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")

_spoken = ContextVar("spoken", default=LANGUAGES[0])


def language() -> str:
    """The language that is spoken here and now."""
    return _spoken.get()


@contextmanager
def speaking(lang: str) -> Iterator[None]:
    """Speak ``lang``, one of ``LANGUAGES``, within the block; other threads go on in theirs."""
    before = _spoken.set(lang)
    try:
        yield
    finally:
        _spoken.reset(before)


@cache
def table(lang: str) -> dict[str, str]:
    """All words of one language as ``{"state.CLOSED": "已销号", …}``."""
    words: dict[str, str] = {}
    for file in sorted((Path(__file__).parent / lang).glob("*.toml")):
        words |= _flat(tomllib.loads(file.read_text("utf-8")), file.stem)
    return words


def _flat(node: dict[str, object], prefix: str) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in node.items():
        key = f"{prefix}.{name}"
        flat |= _flat(value, key) if isinstance(value, dict) else {key: str(value)}
    return flat


def t(key: str, lang: str | None = None, /, **params: object) -> str:
    """The words for ``key``, placeholders filled, in ``lang`` or in the language spoken here.

    What is stored must not depend on who looks: it names its language. A missing key is a programming error: KeyError.
    """
    return raw(key, lang).format(**params)


def raw(key: str, lang: str | None = None) -> str:
    """The words for ``key`` with their ``{placeholders}`` still open, for scripts that fill them."""
    return table(lang or language())[key]


def below(prefix: str) -> dict[str, str]:
    """The words of every key that begins with ``prefix``, by the rest of the key, for scripts that say them."""
    return {key.removeprefix(prefix): words for key, words in table(language()).items() if key.startswith(prefix)}
