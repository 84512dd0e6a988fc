"""The list a hazard was opened from, kept in its link: the way back, and the hazards before and after."""

from dataclasses import dataclass
from urllib.parse import parse_qs, quote

from dashboard.services import services
from dashboard.viewer import viewer
from data.readmodel.paging import NEWEST_FIRST
from data.rules.filters import Filter

KEY = "list"


@dataclass(frozen=True, slots=True)
class Beside:
    """Where a hazard stands in the list with the filter ``query``; ``place`` counts from 1, 0 when it is not in it."""

    query: str = ""
    previous: str | None = None
    next: str | None = None
    place: int = 0
    total: int = 0

    def href(self, no: str) -> str:
        """The link to another hazard of the same list."""
        return link(no, self.query)


ALONE = Beside()
EVERYTHING = "all"
"""Stands in the link for a list without any filter."""


def link(no: str, query: str = "") -> str:
    """The address of a hazard's page, with the filter of the list it is opened from."""
    return f"/hazards/{quote(no)}?{KEY}={quote(query, safe='')}" if query else f"/hazards/{quote(no)}"


def beside(query: str, no: str) -> Beside:
    """The neighbours of a hazard in the list that its address names, newest first as the list shows them."""
    asked = parse_qs(query.lstrip("?")).get(KEY)
    if not asked:
        return ALONE
    chosen = Filter.parse(asked[0])
    kept = chosen.query() or EVERYTHING
    snapshot = services().model.snapshot
    found = snapshot.around(viewer().scope, chosen, NEWEST_FIRST, no)
    if found is None:
        return Beside(kept)
    return Beside(kept, found.before, found.after, found.place + 1, found.total)
