"""``aria-…`` and ``data-…`` attributes of HTML elements, written as Python names."""

from typing import Any


def attributes(**named: str) -> dict[str, Any]:
    """``attributes(aria_label="图例")`` is ``{"aria-label": "图例"}``, to be unpacked into a component."""
    return {name.replace("_", "-"): value for name, value in named.items()}
