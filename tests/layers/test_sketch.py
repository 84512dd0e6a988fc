"""The first picture of the ground: the box it is asked for, in the projection of the map, small, and sound."""

import re

import pytest

from data.packs import Pack
from geo.mercator import to_unit
from layers.sketch import WIDTH, sketch
from layers.style import DARK, LIGHT


def paths(svg: str) -> list[list[tuple[float, float]]]:
    """The points of every path."""
    found = re.findall(r' d="([^"]*)"', svg)
    return [[(float(x), float(y)) for x, y in re.findall(r"(-?\d+) (-?\d+)", each)] for each in found]


def test_the_outline_fills_its_own_box(pack: Pack) -> None:
    svg = sketch(pack, pack.outline.bounds, LIGHT)
    xs, ys = zip(*paths(svg)[-1], strict=True)
    west, south, east, north = pack.outline.bounds
    (left, right), (bottom, top) = to_unit([west, east], [south, north])
    height = (bottom - top) / (right - left) * WIDTH
    assert (min(xs), max(xs), min(ys)) == (0, WIDTH, 0)
    assert max(ys) == pytest.approx(height, abs=1)
    assert f'viewBox="0 0 {WIDTH} {round(height)}"' in svg
    assert len(svg) < 30_000


def test_every_town_has_a_sound_picture_of_its_own(pack: Pack) -> None:
    for shape in pack.town_shapes:
        svg = sketch(pack, shape.geometry.bounds, DARK)
        for path in re.findall(r' d="([^"]*)"', svg):
            assert re.fullmatch(r"(M-?\d+ -?\d+(L-?\d+ -?\d+){2,}Z)*", path)
        assert DARK.outline in svg
