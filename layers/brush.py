"""What the drawing of a map needs to know, handed to every layer row: palette, sectors of the pack, sizes, language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from data.packs.model import Pack, Sector
from data.words import t
from layers.style import SECTOR_SLOTS, Palette, palette
from layers.surface import Surface

StyleLayer = dict[str, Any]
Expression = list[Any]

SINGLES_FROM = 13
"""The first zoom at which single symbols may stand in place of counts."""
DEEPEST = 18
"""The last zoom that has tiles of its own; deeper views enlarge them."""


@dataclass(frozen=True, slots=True)
class Brush:
    """How one map is drawn.

    ``largest`` holds, by tile layer, the largest count of a cell at each zoom from 0, for circle sizes; ``surface`` is
    the one that is on.
    """

    colours: Palette
    sectors: tuple[Sector, ...]
    largest: Mapping[str, Sequence[int]]
    surface: Surface | None = None

    @classmethod
    def of(
        cls,
        pack: Pack,
        theme: str,
        largest: Mapping[str, Sequence[int]] | None = None,
        surface: Surface | None = None,
    ) -> "Brush":
        """The brush of a pack and theme (``light`` or ``dark``)."""
        return cls(palette(theme), pack.sectors, largest or {}, surface)

    def words(self, key: str) -> str:
        """Words of the map in the reader's language."""
        return t(f"layer.{key}")


def sector_slots(sectors: Sequence[Sector]) -> dict[str, int]:
    """Colour slot by sector code: main sectors in pack order, a sub-sector has its parent's, the rest the last."""
    mains = [sector.code for sector in sectors if sector.parent is None]
    slots = {code: min(place, SECTOR_SLOTS) for place, code in enumerate(mains)}
    return slots | {each.code: slots.get(each.parent, SECTOR_SLOTS) for each in sectors if each.parent is not None}


def choose(name: str, table: Mapping[str, Any], otherwise: Any) -> Any:
    """A MapLibre ``match`` over a property; the plain default when the table is empty."""
    pairs = [part for key, value in table.items() for part in (key, value)]
    return ["match", ["get", name], *pairs, otherwise] if pairs else otherwise


def by_zoom(*stops: float) -> Expression:
    """Linear between ``zoom, value`` pairs."""
    return ["interpolate", ["linear"], ["zoom"], *stops]
