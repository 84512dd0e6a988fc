"""Official boundaries laid over the schematic ones of a pack; what they do not state stays as the pack draws it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from shapely import union_all
from shapely.geometry.base import BaseGeometry

from data.packs.load import padded
from data.packs.model import GridCell, Pack, Shape
from data.words import t


@dataclass(frozen=True, slots=True)
class Line:
    """One official area in WGS84/CGCS2000 degrees.

    ``layer`` is a value of `data.rules.boundaries.BoundaryLayer`, ``town`` the town of a cell.
    """

    layer: str
    code: str
    name: str
    geometry: BaseGeometry
    town: str | None = None


def laid_over(pack: Pack, lines: Sequence[Line], drawn: int) -> Pack:
    """The pack as the lines draw it; ``drawn`` names this state of the lines.

    Without an outline of their own, all towns together are the county. Where a town has official cells, none of its
    schematic cells stays. Cells that the pack does not list are added. Boundaries that were laid over it before go.
    """
    pack = pack.as_loaded or pack
    if not lines:
        return replace(pack, drawn=drawn)
    by_layer: Mapping[str, list[Line]] = {name: [] for name in ("outline", "town", "cell", "park")}
    for line in lines:
        by_layer[line.layer].append(line)
    towns = _shapes(pack.town_shapes, by_layer["town"])
    surveyed = {line.town for line in by_layer["cell"]}
    kept = {cell.code for cell in pack.cells if cell.town not in surveyed}
    cells = tuple(cell for cell in pack.cells if cell.code in kept)
    cells += tuple(GridCell(line.code, line.name, line.town or "") for line in by_layer["cell"])
    cell_shapes = tuple(shape for shape in pack.cell_shapes if shape.code in kept) + _drawn(by_layer["cell"])
    whole = {line.code for line in by_layer["town"]} >= {town.code for town in pack.towns}
    outline = pack.outline
    if by_layer["outline"]:
        outline = by_layer["outline"][0].geometry
    elif whole:
        outline = union_all([shape.geometry for shape in towns])
    park_shapes = _shapes(pack.park_shapes, by_layer["park"])
    schematic = any(cell.code in kept for cell in pack.cells) or len(by_layer["park"]) < len(pack.park_shapes)
    return replace(
        pack,
        drawn=drawn,
        as_loaded=pack,
        outline=outline,
        bounds=padded(outline.bounds),
        town_shapes=towns,
        cells=cells,
        cell_shapes=cell_shapes,
        park_shapes=park_shapes,
        boundaries_schematic=pack.boundaries_schematic and not whole,
        boundary_note=_note(pack, whole=whole, rest=schematic),
    )


def _note(pack: Pack, *, whole: bool, rest: bool) -> str:
    if not whole or not pack.boundary_note:
        return pack.boundary_note
    return t("map.rest_schematic", "zh") if rest else ""


def _shapes(schematic: Iterable[Shape], lines: Sequence[Line]) -> tuple[Shape, ...]:
    """The schematic shapes with those that are official in their places, and what is new behind them."""
    official = {shape.code: shape for shape in _drawn(lines)}
    kept = [official.pop(shape.code, shape) for shape in schematic]
    return (*kept, *official.values())


def _drawn(lines: Sequence[Line]) -> tuple[Shape, ...]:
    return tuple(Shape(line.code, line.name, line.layer, line.geometry) for line in lines)
