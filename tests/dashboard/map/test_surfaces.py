"""Surfaces and counts over HTTP: the same numbers as the figures, within the scope, under every switch."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from dash import Dash

from data.packs import Pack
from data.rules.events import OBJECT
from data.rules.filters import NO_TOWN, Filter
from data.rules.objects import MERGED, WITHDRAWN, SupervisedObject, advance_object
from data.rules.scope import Scope
from data.store.streams import read_events
from layers.shown import KINDS
from tests.dashboard.map.conftest import Visitor

ROWS = ".".join((*KINDS, "hazards", "towns"))


def style(visitor: Visitor, on: str, query: str = "") -> dict[str, Any]:
    answer = visitor.client.get("/tiles/style.json", query_string={"theme": "light", "f": query, "on": on})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.get_json()
    return found


def numbers(drawn: dict[str, Any], key: str) -> dict[str, str]:
    """What is written in each town."""
    (layer,) = [each for each in drawn["layers"] if each["id"] == f"{key}-number"]
    _, _, *pairs, _ = layer["layout"]["text-field"]
    return dict(zip(pairs[::2], pairs[1::2], strict=True))


@pytest.mark.parametrize("query", ["", "level=1", "overdue=yes", "from=2026-05-01&to=2026-06-15", "q=消防"])
def test_towns_have_the_numbers_of_the_right_column(
    demo: Dash, visit: Callable[..., Visitor], pack: Pack, query: str
) -> None:
    snapshot = demo.server.extensions["onemap"].model.snapshot
    figures = snapshot.figures(Scope.whole(pack.code), Filter.parse(query))
    expected = {group.code: group.open for group in figures.groups["town"]}
    shown = numbers(style(visit(), f"{ROWS}.towns_open", query), "towns_open")
    assert shown == {town.code: f"{expected.get(town.code, 0):,}" for town in pack.towns}
    lost = expected.get(NO_TOWN, 0)
    notes = style(visit(), f"{ROWS}.towns_open", query)["metadata"]["onemap"]["surface"]["notes"]
    assert any(f"{lost:,}" in note for note in notes) == (lost > 0)


def test_rates_are_on_a_hundred_objects_in_business(demo: Dash, visit: Callable[..., Visitor], pack: Pack) -> None:
    snapshot = demo.server.extensions["onemap"].model.snapshot
    counts = numbers(style(visit(), f"{ROWS}.towns_open"), "towns_open")
    rates = numbers(style(visit(), f"{ROWS}.towns_rate"), "towns_rate")
    for town in pack.towns:
        rows = snapshot.objects.active & (snapshot.objects.town == snapshot.tables.town.index(town.code))
        many = int(np.count_nonzero(rows))
        expected = 100 * int(counts[town.code]) / many
        assert float(rates[town.code].replace(",", "")) == pytest.approx(expected, abs=0.051)


def test_rates_of_a_past_day_are_on_the_objects_of_that_day(
    demo: Dash, visit: Callable[..., Visitor], pack: Pack
) -> None:
    here = demo.server.extensions["onemap"]
    with here.engine.connect() as connection:
        events = list(read_events(connection, pack.code, OBJECT, here.model.snapshot.objects.id))
    registered = sorted(event.day for event in events if event.what == "registered")
    day = date.fromordinal(registered[len(registered) // 2])
    query = f"as_of={day}"
    past = [event for event in events if event.day <= day.toordinal()]
    objects: dict[str, SupervisedObject | None] = {}
    for event in past:
        objects[event.id] = advance_object(objects.get(event.id), event)
    many = Counter(
        row.town for row in objects.values() if row and row.status not in (MERGED, "注销", "吊销", WITHDRAWN)
    )
    assert 0 < many.total() < np.count_nonzero(here.model.snapshot.objects.active)
    counts = numbers(style(visit(), f"{ROWS}.towns_open", query), "towns_open")
    drawn = style(visit(), f"{ROWS}.towns_rate.objects", query)
    for town, rate in numbers(drawn, "towns_rate").items():
        expected = f"{100 * int(counts[town]) / many[town]:.3g}" if many[town] else "—"
        assert rate == expected or float(rate) == pytest.approx(float(expected), abs=0.051)
    assert any(str(day) in note for note in drawn["metadata"]["onemap"]["surface"]["notes"])
    placed = sum(bool(row and row.morton is not None) for row in objects.values())
    assert drawn["metadata"]["onemap"]["counts"]["objects"] == placed


def test_a_town_sees_no_number_of_another(visit: Callable[..., Visitor], pack: Pack) -> None:
    town = pack.towns[0].code
    assert set(numbers(style(visit(town), f"{ROWS}.towns_open"), "towns_open")) == {town}
    assert set(numbers(style(visit(), f"{ROWS}.towns_open", f"town=!{town}"), "towns_open")) == {
        each.code for each in pack.towns[1:]
    }


def test_the_density_is_that_of_the_scope_and_of_what_shows(visit: Callable[..., Visitor], pack: Pack) -> None:
    def painted(visitor: Visitor, path: str) -> bytes:
        answer = visitor.client.get(f"/tiles/density.png?{path}")
        assert answer.content_type == "image/png"
        return answer.data

    whole = painted(visit(), "theme=light")
    assert painted(visit(pack.towns[0].code), "theme=light") != whole
    assert painted(visit(), "theme=light&hide=closed") != whole
    assert painted(visit(), "theme=dark") != whole
    nothing = painted(visit(), "theme=light&hide=open.overdue.closed")
    assert len(nothing) < len(whole)
    surface = style(visit(), f"{ROWS}.density")["metadata"]["onemap"]["surface"]
    assert surface["bands"]
    assert "density" in style(visit(), f"{ROWS}.density")["sources"]
    assert "density" not in style(visit(), ROWS)["sources"]


def test_counts_of_the_panel_agree_with_the_figures_and_add_up(
    demo: Dash, visit: Callable[..., Visitor], pack: Pack
) -> None:
    snapshot = demo.server.extensions["onemap"].model.snapshot
    kpis = snapshot.figures(Scope.whole(pack.code), Filter()).kpis
    unplaced = snapshot.mask(Scope.whole(pack.code), Filter()) & (snapshot.hazards.morton < 0)
    counts = style(visit(), ROWS)["metadata"]["onemap"]["counts"]
    assert counts["overdue"] == kpis["overdue"].value - np.count_nonzero(unplaced & snapshot.hazards.overdue)
    assert counts["open"] + counts["overdue"] + counts["closed"] == counts["all"]
    assert counts["major"] + counts["general"] == counts["public"] + counts["premises"] == counts["all"]
    less = style(visit(), ROWS.replace("closed.", ""))["metadata"]["onemap"]
    assert less["hidden"] == "closed"
    assert less["counts"]["all"] == counts["all"] - counts["closed"]
