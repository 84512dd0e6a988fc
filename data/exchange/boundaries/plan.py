"""What becomes of every feature of a file of boundaries, and the events of the whole file.

Areas of one layer only make sense together: where one cannot be used, or they do not fit, nothing is written.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry.base import BaseGeometry
from sqlalchemy import Connection

from data.exchange.boundaries.features import DIGITS, Area, areas_of
from data.exchange.boundaries.reader import Drawing
from data.exchange.boundaries.replacing import replaced
from data.exchange.boundaries.topology import beyond, middle, overlaps
from data.exchange.outcome import Action, Outcome, RowReport
from data.exchange.progress import Stage, Tell
from data.packs import Pack
from data.packs.checks import TOLERANCE
from data.packs.official import Line, laid_over
from data.rules.boundaries import BoundaryLayer, boundary_id
from data.rules.events import BOUNDARY, EQUIPMENT, OBJECT, NewEvent
from data.store.boundaries import boundary_rows
from data.store.placing import places_of
from data.words import t
from geo.datum import Datum

Key = tuple[BoundaryLayer, str]
_SMALL = 100_000.0
"""Square metres below which an area is told in them."""


class Plan:
    """The areas of one file against those that are stored."""

    def __init__(self, pack: Pack, drawing: Drawing, file: str, datum: Datum | None) -> None:
        """Understand every feature. Raises what `areas_of` raises."""
        self.pack = pack
        self.areas = areas_of(drawing, file, pack, places_of(pack), datum)
        self.notes: list[str] = []
        if datum is None and "" in drawing.crs.values():
            self.notes.append(t("import.lines.geojson_datum"))
        self.sound: dict[Key, Area] = {}
        self._merge()
        self._to_metres = Transformer.from_crs("EPSG:4490", f"EPSG:{pack.projected_epsg}", always_xy=True)

    def judge(self, connection: Connection, now: datetime, tell: Tell) -> tuple[list[RowReport], list[NewEvent]]:
        """What becomes of every feature, and the events of the whole file; none where one is refused."""
        tell(Stage.MATCHING, 0, len(self.areas))
        self.rows = boundary_rows(connection, self.pack.code)
        self.stored = {
            (BoundaryLayer(row.layer), row.code): Line(
                row.layer, row.code, row.name, shapely.from_wkt(row.geometry), row.town
            )
            for row in self.rows.values()
            if row.geometry
        }
        self._settle_cells()
        gone = self._gone()
        final = {key: line for key, line in self.stored.items() if key not in gone}
        final |= {key: _line(area) for key, area in self.sound.items()}
        self._check(final)
        told = [self._told(area) for area in self.areas]
        if any(row.outcome is Outcome.ERROR for row in told):
            self.notes.append(t("import.lines.nothing_written"))
            return [replace(row, action=Action.NONE) for row in told], []
        events = [*self._drawn(now), *(self._erased(key, now) for key in gone)]
        if not events:
            return told, []
        after = laid_over(self.pack, list(final.values()), self.pack.drawn + 1)
        moved = replaced(connection, self.pack, after, now)
        self._note_moved(moved, gone)
        return told, events + moved

    def _merge(self) -> None:
        """Several features of one area are its parts."""
        for area in self.areas:
            if not area.is_sound:
                continue
            assert area.layer is not None
            assert area.code is not None
            first = self.sound.setdefault((area.layer, area.code), area)
            if first is not area:
                first.geometry = shapely.normalize(shapely.union(first.geometry, area.geometry))
                row = first.feature.number
                area.judgement.add("DUPLICATE_IN_FILE", row=row, differences="")

    def _settle_cells(self) -> None:
        """Give every cell its town: the stated one, else the official town that it lies in."""
        towns = self._towns()
        for (layer, _code), area in list(self.sound.items()):
            if layer is BoundaryLayer.CELL and area.town is None:
                point = shapely.point_on_surface(area.geometry)
                area.town = next((code for code, shape in towns.items() if shapely.covers(shape, point)), None)
                if area.town is None:
                    area.judgement.refuse("line_cell_without_town")

    def _towns(self) -> dict[str, BaseGeometry]:
        """Official towns as they will be."""
        lines = {code: line.geometry for (layer, code), line in self.stored.items() if layer is BoundaryLayer.TOWN}
        return lines | {
            code: area.geometry for (layer, code), area in self.sound.items() if layer is BoundaryLayer.TOWN
        }

    def _gone(self) -> list[Key]:
        """Stored cells of towns whose cells the file draws, and which it does not draw any more."""
        towns = {area.town for (layer, _code), area in self.sound.items() if layer is BoundaryLayer.CELL}
        return [
            key
            for key, line in self.stored.items()
            if key[0] is BoundaryLayer.CELL and line.town in towns and key not in self.sound
        ]

    def _check(self, final: Mapping[Key, Line]) -> None:
        by_layer: Mapping[BoundaryLayer, dict[str, Line]] = defaultdict(dict)
        for (layer, code), line in final.items():
            by_layer[layer][code] = line
        for layer in (BoundaryLayer.TOWN, BoundaryLayer.CELL):
            self._check_overlaps(list(by_layer[layer].items()), layer)
        towns = by_layer[BoundaryLayer.TOWN]
        if towns:
            self._check_towns(towns, by_layer[BoundaryLayer.OUTLINE].get(self.pack.code))
            self._check_cells(by_layer[BoundaryLayer.CELL], towns)

    def _check_overlaps(self, lines: list[tuple[str, Line]], layer: BoundaryLayer) -> None:
        for each in overlaps([line.geometry for _code, line in lines]):
            first, second = lines[each.first], lines[each.second]
            said = {"area": self._area_text(each.common), "at": middle(each.common)}
            for (code, _own), (_other, other) in ((first, second), (second, first)):
                if (area := self.sound.get((layer, code))) is not None:
                    area.judgement.refuse("line_overlaps", name=other.name, **said)

    def _check_towns(self, towns: Mapping[str, Line], outline: Line | None) -> None:
        lacking = [town.name for town in self.pack.towns if town.code not in towns]
        if lacking:
            for (layer, _code), area in self.sound.items():
                if layer is BoundaryLayer.TOWN:
                    area.judgement.refuse("line_towns_lack", names="、".join(lacking))
        if outline is None:
            return
        for line in towns.values():
            self._check_within(line, outline)
        self._note_gap(outline, towns.values())

    def _check_cells(self, cells: Mapping[str, Line], towns: Mapping[str, Line]) -> None:
        by_town: dict[str, list[Line]] = defaultdict(list)
        for line in cells.values():
            if line.town is not None and line.town in towns:
                by_town[line.town].append(line)
                self._check_within(line, towns[line.town])
        for town, lines in by_town.items():
            self._note_gap(towns[town], lines)

    def _check_within(self, line: Line, whole: Line) -> None:
        """Refuse what this file draws of a part and its whole where the part reaches beyond it."""
        share, outside = beyond(line.geometry, whole.geometry)
        if share <= TOLERANCE:
            return
        said = {"name": line.name, "whole": whole.name, "area": self._area_text(outside), "at": middle(outside)}
        for one in (line, whole):
            if (area := self.sound.get((BoundaryLayer(one.layer), one.code))) is not None:
                area.judgement.refuse("line_beyond", **said)

    def _note_gap(self, whole: Line, parts: Iterable[Line]) -> None:
        share, gap = beyond(whole.geometry, shapely.union_all([part.geometry for part in parts]))
        if share > TOLERANCE:
            area = self._area_text(gap)
            self.notes.append(t("import.lines.gap", name=whole.name, area=area, at=middle(gap)))

    def _told(self, area: Area) -> RowReport:
        """What becomes of one feature."""
        if area.skipped:
            why = t("import.lines.no_area")
            return RowReport(area.feature.layer, area.feature.number, Outcome.SKIP, why=why)
        action, changes = self._action(area)
        judged = area.judgement
        return RowReport(
            area.feature.layer, area.feature.number, judged.outcome(action), judged.listed(), judged.problems,
            self._values(area), Action.NONE if judged.is_refused else action, changes=changes or None,
        )  # fmt: skip

    def _action(self, area: Area) -> tuple[Action, dict[str, Any]]:
        """What a feature does, and old against new; the parts of an area do what their first one does."""
        if area.layer is None or area.code is None:
            return Action.NONE, {}
        stored, first = self.stored.get((area.layer, area.code)), self.sound.get((area.layer, area.code))
        if first is not area or stored is None:
            return (Action.INSERT if first is area else Action.NONE), {}
        now = _line(area)
        if _text(now.geometry) == _text(stored.geometry) and (now.name, now.town) == (stored.name, stored.town):
            return Action.NONE, {}
        before, after = self._km2(stored.geometry), self._km2(now.geometry)
        return Action.UPDATE, {"area_km2": {"before": before, "after": after}}

    def _values(self, area: Area) -> dict[str, Any]:
        km2 = None if area.geometry is None else self._km2(area.geometry)
        layer = area.layer.value if area.layer else None
        return {"layer": layer, "code": area.code, "name": area.name, "town": area.town, "area_km2": km2}

    def _drawn(self, now: datetime) -> Iterable[NewEvent]:
        for (layer, code), area in self.sound.items():
            action, _changes = self._action(area)
            body = {"layer": layer.value, "code": code, "name": area.name, "town": area.town}
            fields = body | {"geometry": _text(area.geometry)}
            key = boundary_id(layer, code)
            if action is not Action.NONE:
                known = key in self.rows
                told = {"fields": fields} if known else fields
                yield NewEvent(BOUNDARY, key, "amended" if known else "drawn", now.isoformat(), told)

    def _erased(self, key: Key, now: datetime) -> NewEvent:
        return NewEvent(BOUNDARY, boundary_id(*key), "amended", now.isoformat(), {"fields": {"geometry": None}})

    def _note_moved(self, moved: Iterable[NewEvent], gone: list[Key]) -> None:
        kinds = [event.kind for event in moved]
        self.notes.append(t("import.lines.replaced", objects=kinds.count(OBJECT), equipment=kinds.count(EQUIPMENT)))
        if gone:
            names = "、".join(self.stored[key].name for key in gone)
            self.notes.append(t("import.lines.cells_gone", names=names))

    def _km2(self, geometry: BaseGeometry) -> float:
        return round(self._square_metres(geometry) / 1e6, 4)

    def _area_text(self, geometry: BaseGeometry) -> str:
        metres = self._square_metres(geometry)
        if metres < _SMALL:
            return t("import.lines.m2", n=f"{metres:.0f}")
        return t("import.lines.km2", n=f"{metres / 1e6:.2f}")

    def _square_metres(self, geometry: BaseGeometry) -> float:
        def project(points: Any) -> Any:
            return np.column_stack(self._to_metres.transform(points[:, 0], points[:, 1]))

        return float(shapely.transform(geometry, project).area)


def _line(area: Area) -> Line:
    assert area.layer is not None
    assert area.geometry is not None
    return Line(area.layer.value, area.code or "", area.name or "", area.geometry, area.town)


def _text(geometry: BaseGeometry | None) -> str:
    return str(shapely.to_wkt(geometry, rounding_precision=DIGITS))
