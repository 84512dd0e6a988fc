"""What a filter limits, in words: one chip for each limit, the same on every page.

A chip changes the address and nothing else; ``assets/filters.js`` listens for its ``data-…`` attributes on any page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from dashboard.attributes import attributes
from dashboard.definitions import OPEN_STATES
from dashboard.options import names
from data.packs import Pack
from data.rules.filters import MANY, NOT, Filter
from data.words import t


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: its key among the words of ``limit.chip``, its value in words, and its part of the address.

    ``address`` is what goes when the limit goes, ``key=value`` or bare keys joined by ``&``. Only ``flips`` ones can be
    turned from wanted to left out (`data.rules.filters.NOT`) and back.
    """

    key: str
    words: str
    address: str
    flips: bool = False
    left_out: bool = False

    @property
    def sentence(self) -> str:
        """The whole limit in words: 镇街 某某街道, or 不含 某某街道."""
        head = t("limit.without" if self.left_out else f"limit.chip.{self.key}")
        return f"{head} {self.words}".strip()


def limits(pack: Pack, chosen: Filter) -> tuple[Limit, ...]:
    """Everything that the filter limits, in the order of reading."""
    known = names(pack)
    return (*_single(chosen), *(limit for key in MANY for limit in _of_key(key, chosen, known)))


def _single(chosen: Filter) -> Iterator[Limit]:
    if chosen.as_of:
        yield Limit("as_of", chosen.as_of.isoformat(), "as_of")
    if chosen.q:
        yield Limit("q", chosen.q, "q")
    if chosen.from_ or chosen.to:
        days = {"first": chosen.from_ or "…", "last": chosen.to or "…"}
        yield Limit("period", t("limit.from_to", **days), "from&to")
    if chosen.overdue:
        yield Limit("overdue", "", "overdue")
    if chosen.step:
        yield Limit("step", t(f"kpi.step.{chosen.step}"), "step")
    if not chosen.start_zone:
        yield Limit("start_zone", "", "start_zone")
    if chosen.area:
        corners = len(chosen.area) // 2
        yield Limit("area", t("limit.box") if corners == 2 else t("limit.corners", n=corners), "area")
    if chosen.near:
        yield Limit("near", t("limit.metres", n=f"{chosen.near[2]:,.0f}"), "near")


def _of_key(key: str, chosen: Filter, known: Mapping[tuple[str, str], str]) -> Iterator[Limit]:
    values: tuple[str, ...] = getattr(chosen, key)
    if key == "state" and values == OPEN_STATES:
        yield Limit("open", "", "state")
        return
    for value in values:
        code = value.removeprefix(NOT)
        part = urlencode([(key, value)])
        yield Limit(key, known.get((key, code), code), part, flips=True, left_out=value.startswith(NOT))


def chips(found: tuple[Limit, ...], nothing: str = "limit.none") -> list[Component]:
    """One chip for each limit with its cross, and one button that takes all away; with none, the words ``nothing``."""
    if not found:
        return [html.Span(t(nothing), className="quiet")]
    reset = html.Button(t("limit.reset"), className="link-button", **attributes(data_reset="yes"))
    return [*map(chip, found), reset]


def chip(limit: Limit) -> Component:
    """The words, which turn the limit round where that means something, and the cross that takes it away."""
    title = t("limit.remove", what=limit.sentence)
    named = attributes(data_remove=limit.address, aria_label=title)
    cross = html.Button("×", className="chip-cross", title=title, **named)
    tone = "chip is-out" if limit.left_out else "chip"
    return html.Span([_words(limit), cross], className=tone)


def chip_text(limit: Limit) -> Component:
    """The limit as a chip that only says it."""
    return html.Span(html.Span(limit.sentence, className="chip-words"), className="chip chip-text")


def _words(limit: Limit) -> Component:
    head = t("limit.without" if limit.left_out else f"limit.chip.{limit.key}")
    inside: list[Any] = [html.Span(head, className="chip-key"), " ", html.Span(limit.words, className="chip-value")]
    label = inside if limit.words else [head]
    if not limit.flips:
        return html.Span(label, className="chip-words")
    title = t("limit.want" if limit.left_out else "limit.leave_out", what=limit.words)
    return html.Button(label, className="chip-words", title=title, **attributes(data_flip=limit.address))
