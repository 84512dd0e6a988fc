"""The values that each key of a filter can have, by name, in the order in which people are offered them."""

from collections.abc import Mapping
from dataclasses import dataclass

from data.packs import Pack
from data.rules.filters import NO_TOWN
from data.rules.vocabulary import STATES, Colour, Level, ObjectKind, Source
from data.words import t


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter key; ``marked`` ones are risk colours, drawn with their symbol."""

    value: str
    name: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """One filter key with its options."""

    key: str
    options: tuple[Option, ...]


def groups(pack: Pack) -> tuple[Group, ...]:
    """Every key that holds several values, the most used first."""
    towns = (*(Option(town.code, town.name) for town in pack.towns), Option(NO_TOWN, t("limit.no_town")))
    mains = (Option(sector.code, sector.short_name) for sector in pack.sectors if sector.parent is None)
    return (
        Group("level", tuple(Option(str(each.value), t(f"limit.level.{each.value}")) for each in reversed(Level))),
        Group("colour", tuple(Option(each.key, t(f"colour.{each.key}"), marked=True) for each in Colour)),
        Group("state", tuple(Option(each.value, t(f"state.{each.value}")) for each in STATES if each.counts)),
        Group("town", towns),
        Group("sector", tuple(mains)),
        Group("park", tuple(Option(park.code, park.short_name) for park in pack.parks)),
        Group("department", tuple(Option(org.code, org.short_name) for org in pack.organisations)),
        Group("source", tuple(Option(str(each.value), t(f"page_common.source.{each.value}")) for each in Source)),
        Group("object_kind", tuple(Option(each.value, t(f"page_object.kinds.{each.name}")) for each in ObjectKind)),
    )


def names(pack: Pack) -> Mapping[tuple[str, str], str]:
    """What people call each (key, value), sub-sectors and states that are in no figure included."""
    found = {("sector", sector.code): sector.short_name for sector in pack.sectors}
    found |= {("state", state.value): t(f"state.{state.value}") for state in STATES}
    return found | {(group.key, option.value): option.name for group in groups(pack) for option in group.options}
