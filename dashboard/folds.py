"""What is seldom needed stands behind one button on a small screen, and beside the rest on a large one."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboard.attributes import attributes


def folded(often: Sequence[Component], seldom: Sequence[Component], words: str) -> list[Component]:
    """``often``, and on a small screen a button ``words`` that shows ``seldom`` (`assets/forms.js`)."""
    if not seldom:
        return [*often]
    more = html.Button(words, className="button fold-button", **attributes(aria_expanded="false"))
    return [*often, more, html.Div(seldom, className="fold")]
