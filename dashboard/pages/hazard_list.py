"""The list a hazard was opened from, kept in its link: the way back, and the hazards before and after."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, quote, urlencode

from dashboard.asked import asked_of
from dashboard.lists.hazards import LIST
from dashboard.services import services
from dashboard.viewer import viewer
from data.rules.filters import Filter

KEY = "list"
"""The filter of the list in the link; ``sort`` and ``desc`` beside it are its order."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Where a hazard stands in the list with the filter ``query``; ``place`` counts from 1, 0 when it is not in it."""

    query: str = ""
    sort: tuple[str, bool] = LIST.sort
    previous: str | None = None
    next: str | None = None
    place: int = 0
    total: int = 0

    @property
    def as_of(self) -> date | None:
        """The past day of the list, or None."""
        return Filter.parse(self.query).as_of

    def href(self, no: str) -> str:
        """The link to another hazard of the same list."""
        return link(no, self.query, self.sort)


ALONE = Beside()
EVERYTHING = "all"
"""Stands in the link for a list without any filter."""


def link(no: str, query: str = "", sort: tuple[str, bool] = LIST.sort) -> str:
    """The address of a hazard's page, with filter and order of the list it is opened from."""
    own = {} if sort == LIST.sort else {"sort": sort[0], "desc": str(int(sort[1]))}
    return f"/hazards/{quote(no)}?{urlencode({KEY: query, **own})}" if query else f"/hazards/{quote(no)}"


def beside(query: str, no: str) -> Beside:
    """The neighbours of a hazard in the list that its address names, in the order in which the list shows them."""
    said = dict(parse_qsl(query.lstrip("?")))
    if KEY not in said:
        return ALONE
    chosen, sort = asked_of(LIST.key, said[KEY]), LIST.order(said)
    kept = chosen.query() or EVERYTHING
    found = services().model.snapshot.around(viewer().scope, chosen, sort, no)
    if found is None:
        return Beside(kept, sort)
    return Beside(kept, sort, found.before, found.after, found.place + 1, found.total)
