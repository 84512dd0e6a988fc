"""One hazard as one row of the list: plain values and words, ready for the grid's cells."""

from datetime import date
from typing import Any

from dashboard.badges import state_words
from dashboard.names import Names
from data.rules.vocabulary import Colour, Level, State
from data.words import t

LONGEST = 120
"""Characters of a description in a row; the hazard page has all of them."""


def row(hazard: Any, colour: Colour, left: tuple[str, str], names: Names) -> dict[str, Any]:
    """The row of one hazard; ``left`` are words and tone of the time left (`dashboard.badges.time_left`)."""
    state = State(hazard.state)
    return {
        "href": f"/hazards/{hazard.hazard_no}",
        "hazard_no": hazard.hazard_no,
        "subject": hazard.subject_name,
        "colour": {"key": colour.key, "word": t(f"colour.{colour.key}")},
        "state": {
            "word": state_words(state, bool(hazard.passed)),
            "tone": f"state-badge state-{state.value.lower()}",
        },
        "level": {"word": t(f"page_common.level.{hazard.level}"), "tone": f"level-badge level-{hazard.level}"},
        "left": {"word": left[0], "tone": f"countdown {left[1]}"},
        "deadline": iso(hazard.deadline),
        "found": iso(hazard.found_day),
        "town": names.town(hazard.town),
        "sector": names.sector(hazard.sector),
        "dept": names.short_org(hazard.dept),
        "source": t(f"page_common.source.{hazard.source}"),
        "description": shortened(hazard.description),
        "action": t("page_ledger.open" if state.is_open else "page_ledger.view"),
        "major": hazard.level == Level.MAJOR,
    }


def iso(ordinal: int | None) -> str:
    """An ISO date, blank for none."""
    return date.fromordinal(ordinal).isoformat() if ordinal else ""


def shortened(text: str) -> str:
    """One line of at most ``LONGEST`` characters."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
