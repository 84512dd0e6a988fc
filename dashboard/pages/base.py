"""What a page is: a path, a title, a layout drawn per visit, and its callbacks."""

from collections.abc import Callable
from dataclasses import dataclass

from dash import Dash
from dash.development.base_component import Component


@dataclass(frozen=True, slots=True)
class Page:
    """One page.

    ``path`` is a werkzeug rule such as ``/hazards/<no>``; ``layout(query, **values)`` gets the query string and the
    values of the path; ``title`` is a key of words; pages with ``in_nav`` stand in the top bar under that title,
    those of them with a ``power`` (`data.rules.powers`) only for who has it.
    """

    path: str
    title: str
    layout: Callable[..., Component]
    register: Callable[[Dash], None]
    in_nav: bool = True
    power: str | None = None
