"""Surfaces of the map: towns shaded by a number, or the density of hazards; each with the lines of its legend."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from data.words import t
from layers.breaks import class_of, natural_breaks, ramp_places
from layers.density import Density
from layers.style import LIGHT

DENSITY = "density"
TOWNS_OPEN = "towns_open"
TOWNS_RATE = "towns_rate"
SURFACES = (DENSITY, TOWNS_OPEN, TOWNS_RATE)
"""Keys of the rows of `layers.registry` that are surfaces."""
STEPS = len(LIGHT.ramp)


@dataclass(frozen=True, slots=True)
class Band:
    """One class in the legend: its step of the ramp from 0, None for what is not coloured, and its words."""

    step: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Surface:
    """What one surface shows: colours and numbers by town, or a picture; and its legend."""

    key: str
    bands: Sequence[Band]
    notes: Sequence[str] = ()
    """How it was made, and what it leaves out."""
    steps: Mapping[str, int] | None = None
    """Step of the ramp by town; other towns are grey."""
    labels: Mapping[str, str] | None = None
    """What is written in each town."""

    def legend(self) -> dict[str, Any]:
        """Title, bands and notes for the browser, which knows the colours of the ramp by their step."""
        bands = [{"step": band.step, "words": band.words} for band in self.bands]
        return {"title": t(f"layer.{self.key}_title"), "bands": bands, "notes": list(self.notes)}


def shaded_towns(
    key: str, values: Mapping[str, float | None], notes: Sequence[str] = (), *, others: bool = False
) -> Surface:
    """Towns by a number, in natural classes; None is a town without a denominator, written "—" and left grey.

    ``others`` says that there are towns beside these, grey too.
    """
    known = sorted(value for value in values.values() if value is not None)
    lowest = natural_breaks(known)
    places = ramp_places(len(lowest), STEPS)
    steps = {town: places[class_of(value, lowest)] for town, value in values.items() if value is not None}
    ends = [max(value for value in known if class_of(value, lowest) == each) for each in range(len(lowest))]
    bands = [Band(place, _span(*span)) for place, span in zip(places, zip(lowest, ends, strict=True), strict=True)]
    labels = {town: "—" if value is None else _number(value) for town, value in values.items()}
    grey = [Band(None, t("layer.not_shaded"))] if others or None in values.values() else []
    return Surface(key, [*bands, *grey], notes, steps, labels)


def density_surface(density: Density, notes: Sequence[str] = ()) -> Surface:
    """The legend of a density; its picture is an address of its own."""
    places = ramp_places(len(density.lowest), STEPS)
    words = [f"{_number(low)}–{_number(high)}" for low, high in pairwise(density.lowest)]
    words += [t("layer.from_on", n=_number(density.lowest[-1]))] if density.lowest else []
    return Surface(DENSITY, [Band(place, word) for place, word in zip(places, words, strict=True)], notes)


def _span(low: float, high: float) -> str:
    return _number(low) if low == high else f"{_number(low)}–{_number(high)}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == round(value) else f"{value:,.1f}" if value >= 1 else f"{value:.2g}"
