"""Every word people read, by key: ``t("state.CLOSED")`` is 已销号.

The tables are the TOML files ``zh/*.toml`` and ``en/*.toml`` beside this file, one file per subject, so that
``state.CLOSED`` stands in ``zh/state.toml`` under ``CLOSED``. A test keeps the key sets of the languages equal.
"""

import tomllib
from functools import cache
from pathlib import Path

LANGUAGES = ("zh", "en")


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


def t(key: str, lang: str = "zh", **params: object) -> str:
    """The words for ``key``, placeholders filled. A missing key is a programming error: KeyError."""
    return table(lang)[key].format(**params)
