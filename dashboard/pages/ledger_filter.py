"""The bar above the list: controls that write the filter into the address."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import dash_mantine_components as dmc
from dash import html
from dash.development.base_component import Component

from dashboard.attributes import attributes
from dashboard.ids import Ledger
from dashboard.services import services
from data.rules.filters import NO_TOWN, NOT, Filter, split
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
        html.Button(t("page_ledger.reset"), className="link-button", **attributes(data_reset="yes")),
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
        key: tuple(sorted((*_left_out(before, key), *(value or ()))))
        for key, value in values.items()
        if key not in ("q", "overdue")
    }
    return replace(
        before, **chosen, q=(values.get("q") or "").strip()[:50], overdue=True if values.get("overdue") else None
    )


def values(chosen: Filter, controls: Sequence[dict[str, Any]]) -> list[Any]:
    """The value of each control of the bar (Dash's list of outputs) under this filter."""
    known: dict[str, Any] = {"q": chosen.q, "overdue": ["yes"] if chosen.overdue else []}
    keys = [each["id"]["key"] for each in controls]
    return [known[key] if key in known else sorted(split(getattr(chosen, key))[0]) for key in keys]


def _left_out(chosen: Filter, key: str) -> list[str]:
    """What the address leaves out; the bar shows only what is wanted, the chips both."""
    return [value for value in getattr(chosen, key) if value.startswith(NOT)]
