"""The filter of the list, in words: a bar that writes the address, and a chip for everything that is limited."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.ids import Ledger
from dashboard.services import services
from data.rules.filters import NO_TOWN, Filter
from data.rules.vocabulary import Colour, State
from data.words import t


def bar(chosen: Filter) -> list[Component]:
    """Controls of the filter; each writes the address and nothing else."""
    pack = services().pack
    towns = [*((town.code, town.name) for town in pack.towns), (NO_TOWN, t("page_common.no_town"))]
    sectors = [(sector.code, sector.name) for sector in pack.sectors if sector.parent is None]
    return [
        dmc.TextInput(
            id=pick("q"), value=chosen.q, placeholder=t("page_ledger.search"), debounce=400, size="xs", className="grow"
        ),
        many("town", towns, chosen.town),
        many("sector", sectors, chosen.sector),
        many("state", [(state.value, t(f"state.{state.value}")) for state in State if state.counts], chosen.state),
        many("colour", [(colour.key, t(f"colour.{colour.key}")) for colour in Colour], chosen.colour),
        many("level", [(code, t(f"page_common.level.{code}")) for code in ("0", "1")], chosen.level),
        dmc.CheckboxGroup(
            dmc.Checkbox(label=t("page_ledger.overdue"), value="yes", size="xs"),
            id=pick("overdue"),
            value=["yes"] if chosen.overdue else [],
        ),
        html.Button(t("page_ledger.reset"), id=Ledger.RESET, className="link-button"),
    ]


def pick(key: str) -> dict[str, str]:
    """The id of one control of the bar."""
    return {"type": Ledger.PICK.value, "key": key}


def many(key: str, options: Sequence[tuple[str, str]], chosen: Sequence[str]) -> Component:
    """A choice of several values, shown as one short button until opened."""
    return dmc.MultiSelect(
        id=pick(key),
        data=[{"value": value, "label": label} for value, label in options],
        value=list(chosen),
        placeholder=t(f"page_ledger.filter.{key}"),
        size="xs",
        clearable=True,
        searchable=len(options) > 8,
        hidePickedOptions=False,
        className=f"pick pick-{key}",
        nothingFoundMessage=t("page_form.no_option"),
        comboboxProps={"width": 220, "position": "bottom-start"},
    )


def filtered(values: dict[str, Any], before: Filter) -> Filter:
    """The filter that the bar describes; what the bar does not show stays as the address had it."""
    chosen: dict[str, Any] = {
        key: tuple(sorted(value or ())) for key, value in values.items() if key not in ("q", "overdue")
    }
    return replace(
        before, **chosen, q=(values.get("q") or "").strip()[:50], overdue=True if values.get("overdue") else None
    )


def chips(chosen: Filter) -> list[tuple[str, str, str]]:
    """Key, value and words of everything the filter limits."""
    names = services().names
    words = {
        "town": lambda value: t("page_common.no_town") if value == NO_TOWN else names.town(value),
        "sector": names.sector,
        "park": names.park,
        "department": names.org,
        "level": lambda value: t(f"page_common.level.{value}"),
        "colour": lambda value: t(f"colour.{value}"),
        "state": lambda value: t(f"state.{value}"),
        "source": lambda value: t(f"page_common.source.{value}"),
        "object_kind": str,
    }
    found = [(key, value, said(words[key], value)) for key in words for value in getattr(chosen, key)]
    if chosen.overdue:
        found.append(("overdue", "yes", t("page_ledger.overdue")))
    if not chosen.start_zone:
        found.append(("start_zone", "no", t("page_ledger.no_start_zone")))
    days = [(key, str(day)) for key in ("from_", "to", "as_of") if (day := getattr(chosen, key))]
    found += [(key, day, t(f"page_ledger.chip.{key}", day=day)) for key, day in days]
    if chosen.q:
        found.append(("q", chosen.q, t("page_ledger.chip.q", text=chosen.q)))
    return found


def said(words: Any, value: str) -> str:
    """The words of a value; a value that nobody knows shows itself."""
    try:
        return str(words(value))
    except KeyError:
        return value


def without(chosen: Filter, key: str, value: str) -> Filter:
    """The filter less one chip."""
    now = getattr(chosen, key)
    rest: Any = tuple(item for item in now if item != value) if isinstance(now, tuple) else getattr(Filter(), key)
    return replace(chosen, **{key: rest})


def values(chosen: Filter, controls: Sequence[dict[str, Any]]) -> list[Any]:
    """The value of each control of the bar (Dash's list of outputs) under this filter."""
    known: dict[str, Any] = {"q": chosen.q, "overdue": ["yes"] if chosen.overdue else []}
    keys = [each["id"]["key"] for each in controls]
    return [known[key] if key in known else list(getattr(chosen, key)) for key in keys]


def chip_buttons(chosen: Filter) -> list[Component]:
    """One removable chip for everything that is limited."""
    return [
        html.Button(words, id={"type": Ledger.CHIP.value, "key": key, "value": value}, n_clicks=0, className="chip")
        for key, value, words in chips(chosen)
    ]
