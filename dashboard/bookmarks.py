"""Addresses as bookmarks keep them: a period in words stays a word, so that 本周 is the week it is opened in."""

from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

from dashboard.pages.map_filters import periods
from data.store.bookmarks import FILTER, VIEW, Bookmark

DAYS = ("from", "to")


def told(name: str, kind: str, address: str, today: date) -> Bookmark:
    """What a reader wants to keep, without its code; of a filter only path and query are kept."""
    parts = urlsplit(address)
    pairs = parse_qsl(parts.query)
    days = dict(pairs)
    period = _named(days.get("from"), days.get("to"), today)
    if period:
        pairs = [pair for pair in pairs if pair[0] not in DAYS]
    hash_ = "" if kind == FILTER else parts.fragment
    foreign = parts.scheme or parts.netloc
    local = address if foreign else _joined(parts.path, pairs, hash_)
    return Bookmark("", FILTER if kind == FILTER else VIEW, name, local, period)


def address_of(kept: Bookmark, today: date) -> str:
    """The address as it stands today."""
    days = {name: (first, last) for name, first, last in periods(today)}.get(kept.period)
    if days is None or None in days:
        return kept.address
    parts = urlsplit(kept.address)
    pairs = [*parse_qsl(parts.query), *((key, str(day)) for key, day in zip(DAYS, days, strict=True))]
    return _joined(parts.path, pairs, parts.fragment)


def _named(first: str | None, last: str | None, today: date) -> str:
    """The word of a period with these first and last days, or nothing."""
    return next((name for name, one, two in periods(today) if one and (str(one), str(two)) == (first, last)), "")


def _joined(path: str, pairs: list[tuple[str, str]], hash_: str) -> str:
    return path + (f"?{urlencode(pairs)}" if pairs else "") + (f"#{hash_}" if hash_ else "")
