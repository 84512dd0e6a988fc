"""What an address asks for: its filter, on a day that has come; and the address that asks for a filter."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from dashboard.services import services
from data.rules.filters import Filter


def asked(query: str | None) -> Filter:
    """The filter of a query string; today needs no day, and a day that is still to come is today."""
    chosen = Filter.parse(query or "")
    return replace(chosen, as_of=None) if chosen.as_of and chosen.as_of >= services().today() else chosen


def asked_of(list_: str, query: str | None) -> Filter:
    """The filter of a query string as far as it means something in the list of ``hazards`` or ``objects``."""
    chosen = asked(query)
    return chosen.of_objects() if list_ == "objects" else chosen


def still_to_come(query: str | None) -> date | None:
    """The day of a query string that has not come yet, or None."""
    day = Filter.parse(query or "").as_of
    return day if day and day > services().today() else None


def address(path: str, chosen: Filter, **more: object) -> str:
    """The address of ``path`` under a filter, which may be none, and with ``more`` in its query."""
    query = "&".join(part for part in (chosen.query(), urlencode(more)) if part)
    return f"{path}?{query}" if query else path
