"""When something happened: an ISO instant with zone, or a plain ISO date, as a civil day and an instant."""

from datetime import UTC, date, datetime, tzinfo
from functools import lru_cache

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment(at: str, zone: tzinfo) -> tuple[int, int]:
    """Civil day in ``zone`` (proleptic ordinal) and microseconds since 1970 UTC of ``at``.

    A plain date stands for its midnight in ``zone``. An instant without a zone, or no date at all: ValueError.
    """
    if len(at) == 10:
        return _plain(at, zone)
    when = datetime.fromisoformat(at)
    if when.tzinfo is None:
        raise ValueError(at)
    return when.astimezone(zone).toordinal(), _microseconds(when)


def _microseconds(when: datetime) -> int:
    since = when - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


@lru_cache(maxsize=8192)
def _plain(at: str, zone: tzinfo) -> tuple[int, int]:
    if at[4] != "-" or at[7] != "-":
        raise ValueError(at)
    day = date.fromisoformat(at)
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    return day.toordinal(), _microseconds(midnight)
