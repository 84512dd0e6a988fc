"""Which columns of a snapshot stand on the map: one tile layer for hazards, one for supervised objects."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from data.packs.model import Pack, Sector
from data.readmodel.snapshot import COLOURS, Hazards, Objects, Snapshot
from data.rules.vocabulary import STATES, Level
from layers.brush import sector_slots
from layers.facts import HAZARDS, OBJECTS
from layers.shown import kind_mask
from layers.style import SECTOR_SLOTS
from layers.tiles import Coded, Text
from layers.tileset import Layer, TileSet

NO_YES = (False, True)


def tileset_of(snapshot: Snapshot, pack: Pack, as_of: date | None = None) -> TileSet:
    """The tiles of a snapshot; masks are over the rows of its ``hazards`` or ``objects``.

    With ``as_of`` they are what they were at the end of that day.
    """
    view = snapshot.view(as_of)
    hazards = hazard_layer(view.hazards, view.tables.sector, slots_of(view.tables.sector, pack.sectors))
    roster = snapshot.roster(as_of)
    sectors = roster.tables.sector
    objects = object_layer(roster.objects, sectors, slots_of(sectors, pack.sectors))
    return TileSet((hazards, objects))


def hazard_layer(hazards: Hazards, sectors: Sequence[str], slots: NDArray[np.uint8]) -> Layer:
    """隐患: single points carry number and state with what `layers.facts` draws; the id is the birth."""
    return Layer(
        name=HAZARDS,
        morton=hazards.morton,
        colour=hazards.colour,
        slot=slots[hazards.sector],
        ids=hazards.birth,
        marks={"major": hazards.level == Level.MAJOR, "overdue": hazards.overdue},
        text=Text("no", texts(hazards.number)),
        coded=(
            Coded("colour", hazards.colour, COLOURS),
            Coded("sector", hazards.sector, sectors),
            Coded("level", np.maximum(hazards.level, 0), tuple(int(level) for level in Level)),
            Coded("state", np.maximum(hazards.state, 0), tuple(str(state) for state in STATES)),
            Coded("overdue", hazards.overdue.astype(np.uint8), NO_YES),
            Coded("precise", hazards.precise.astype(np.uint8), NO_YES),
            Coded("public", kind_mask(hazards, "public").astype(np.uint8), NO_YES),
        ),
    )


def object_layer(objects: Objects, sectors: Sequence[str], slots: NDArray[np.uint8]) -> Layer:
    """监管对象: single points carry their number (``no``), colour, sector and precise; the id is their row."""
    return Layer(
        name=OBJECTS,
        morton=objects.morton,
        colour=objects.colour,
        slot=slots[objects.sector],
        ids=np.arange(len(objects)),
        marks={},
        text=Text("no", texts(objects.id)),
        coded=(
            Coded("colour", objects.colour, COLOURS),
            Coded("sector", objects.sector, sectors),
            Coded("precise", objects.precise.astype(np.uint8), NO_YES),
        ),
    )


def slots_of(codes: Sequence[str], sectors: Sequence[Sector]) -> NDArray[np.uint8]:
    """Colour slots of a snapshot's sector table, in its order; what the pack does not know has the last slot."""
    known = sector_slots(sectors)
    return np.array([known.get(code, SECTOR_SLOTS) for code in codes], np.uint8)


def texts(each: Sequence[str]) -> NDArray[np.bytes_]:
    """Texts as UTF-8 in one ``S`` array (n,)."""
    return np.array([text.encode() for text in each], np.bytes_) if each else np.zeros(0, "S1")
