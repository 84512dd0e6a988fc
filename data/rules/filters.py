"""What the reader chose to look at. The URL is its truth: ``Filter.parse`` and ``Filter.query`` are inverse."""

from dataclasses import dataclass, fields
from datetime import date
from urllib.parse import parse_qsl, urlencode

MANY = ("town", "sector", "park", "department", "level", "colour", "state", "source", "object_kind")
NO_TOWN = "unassigned"


@dataclass(frozen=True, slots=True)
class Filter:
    """One view of the facts. Tuples are sorted and without repeats; an empty tuple means no limit.

    ``town`` codes or ``unassigned``; ``level`` ``0``/``1``; ``colour`` keys (``red``…``none``); ``state`` names of
    `data.rules.vocabulary.State`; ``overdue`` True shows only overdue hazards; ``start_zone`` False leaves out the
    towns of the start zone (起步区); ``from_``/``to`` bound the day of discovery, both included; ``as_of`` is the end
    of that day; ``q`` is a keyword over number, subject, description and address.
    """

    town: tuple[str, ...] = ()
    sector: tuple[str, ...] = ()
    park: tuple[str, ...] = ()
    department: tuple[str, ...] = ()
    level: tuple[str, ...] = ()
    colour: tuple[str, ...] = ()
    state: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    object_kind: tuple[str, ...] = ()
    overdue: bool | None = None
    start_zone: bool = True
    from_: date | None = None
    to: date | None = None
    as_of: date | None = None
    q: str = ""

    @classmethod
    def parse(cls, query: str) -> "Filter":
        """Read a query string; what is unknown or unreadable is dropped, so that an address never breaks a page.

        So is a last day before the first.
        """
        values: dict[str, list[str]] = {}
        for key, value in parse_qsl(query.lstrip("?"), keep_blank_values=False, max_num_fields=2000):
            values.setdefault(key, []).append(value.strip())
        chosen: dict[str, object] = {key: tuple(sorted(set(values[key]))) for key in MANY if key in values}
        if values.get("overdue", [""])[0] in ("yes", "1"):
            chosen["overdue"] = True
        if values.get("start_zone", [""])[0] == "no":
            chosen["start_zone"] = False
        for key, name in (("from", "from_"), ("to", "to"), ("as_of", "as_of")):
            if (day := _day(values.get(key, [""])[0])) is not None:
                chosen[name] = day
        if "from_" in chosen and "to" in chosen and chosen["to"] < chosen["from_"]:  # type: ignore[operator]
            del chosen["to"]
        if text := values.get("q", [""])[0][:50]:
            chosen["q"] = text
        return cls(**chosen)  # type: ignore[arg-type]

    def query(self) -> str:
        """The canonical query string, without ``?``; equal filters give equal strings."""
        pairs: list[tuple[str, str]] = []
        for field in fields(self):
            value = getattr(self, field.name)
            key = field.name.rstrip("_")
            if isinstance(value, tuple):
                pairs += [(key, item) for item in value]
            elif isinstance(value, date):
                pairs.append((key, value.isoformat()))
            elif key == "overdue" and value:
                pairs.append((key, "yes"))
            elif key == "start_zone" and not value:
                pairs.append((key, "no"))
            elif key == "q" and value:
                pairs.append((key, value))
        return urlencode(pairs)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
