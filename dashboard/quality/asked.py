"""What the address of the page asks for: a finding, a town, what was accepted, a page of the list."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from dashboard.viewer import Viewer, viewer
from data.quality import BY_KEY, Finding
from data.quality.work import Asked
from data.rules.powers import against
from data.store.errors import FactsRefused
from data.words import t

PATH = "/quality"
POWER = "amend_object"
"""Whoever may mend objects sees what there is to mend."""


@dataclass(frozen=True, slots=True)
class Question:
    """``finding`` None is the overview; ``page`` counts from 1; ``record`` leaves one record of the list."""

    finding: Finding | None = None
    town: str | None = None
    accepted: bool = False
    page: int = 1
    record: str | None = None

    @classmethod
    def read(cls, query: str | None) -> "Question":
        """From a query string; what it does not understand is not asked."""
        said = dict(parse_qsl((query or "").lstrip("?")))
        page = said.get("page", "")
        return cls(
            BY_KEY.get(said.get("finding", "")),
            said.get("town") or None,
            said.get("accepted") == "1",
            int(page) if page.isascii() and page.isdigit() and 0 < len(page) < 7 and int(page) else 1,
            said.get("record") or None,
        )

    @property
    def list(self) -> Asked:
        """The work list; only where there is a finding."""
        assert self.finding is not None
        return Asked(self.finding, self.town, self.accepted, self.record)

    def address(self, path: str = PATH) -> str:
        """The address that asks this."""
        said = {
            "finding": self.finding.key if self.finding else "",
            "town": self.town or "",
            "accepted": "1" if self.accepted else "",
            "page": str(self.page) if self.page > 1 else "",
            "record": self.record or "",
        }
        query = urlencode({name: value for name, value in said.items() if value})
        return f"{path}?{query}" if query else path


def mender() -> Viewer:
    """Who sent this request, if they may mend records. Raises `FactsRefused`."""
    someone = viewer()
    if problems := against(someone.actor, POWER):
        raise FactsRefused(t("quality.title"), problems)
    return someone
