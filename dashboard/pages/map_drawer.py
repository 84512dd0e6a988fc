"""The drawer over the right column: facts, history and next step of what was clicked, or a list of what lies there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component
from sqlalchemy import Connection

from dashboard.asked import address
from dashboard.attributes import attributes
from dashboard.badges import level_badge, risk_badge, state_badge, time_left_badges
from dashboard.pages import map_doubts, map_nearby
from dashboard.services import services
from dashboard.timeline import happenings, timeline
from dashboard.viewer import Viewer
from data.readmodel.paging import BY_NAME, NEWEST_FIRST, Pin
from data.rules.events import HAZARD, OBJECT
from data.rules.filters import Filter
from data.rules.hazard import Hazard
from data.rules.moves import offered
from data.rules.vocabulary import Colour, Level, PlaceQuality, State
from data.store.errors import NotFound
from data.store.past import HazardPast, hazard_past, hazard_then, hazards_then
from data.store.reads import colour_of, hazards_by_no, object_page, objects_by_id
from data.words import t

LISTED = 50
HAZARDS, OBJECTS = "hazards", "objects"
HERE = {"here": HAZARDS, "here_objects": OBJECTS}
"""Selections of all that lies in a circle or a box under the filter, and what they list; ids are ``near`` or ``area``
of `data.rules.filters.Filter`."""


@dataclass(frozen=True, slots=True)
class Drawer:
    """What the drawer shows, and where on the map it belongs as ``[lon, lat]``."""

    children: Sequence[Component] = ()
    hidden: bool = True
    mark: list[float] | None = None


def open_for(selected: dict[str, Any] | None, someone: Viewer, as_of: date | None = None) -> Drawer:
    """The drawer for ``{"kind": "hazards" | "objects", "ids": […]}``, hidden for None. Out of scope is not found.

    Hazards are shown as they were at the end of ``as_of`` (today if None). Only the first of many are looked up; the
    rest is counted.
    """
    if not selected or not selected.get("ids"):
        return Drawer()
    ids = [str(each) for each in selected["ids"]]
    if selected.get("kind") == map_nearby.KIND:
        return _near(ids, someone)
    with services().engine.connect() as connection:
        one, several = (_hazard, _hazards) if selected.get("kind") == HAZARDS else (_object, _objects)
        return one(connection, ids[0], someone, as_of) if len(ids) == 1 else several(connection, ids, someone, as_of)


def open_here(kind: str, place: Sequence[str], chosen: Filter, someone: Viewer) -> Drawer:
    """All that lies in one place, more than can be named one by one: the first of it, and the way to the whole list."""
    numbers = ",".join(place)
    told = Filter.parse(f"near={numbers}&area={numbers}")
    if not told.near and not told.area:
        return _not_found()
    inside = replace(chosen, near=told.near or chosen.near, area=told.area or chosen.area)  # a part of what was chosen
    snapshot = services().model.snapshot
    pin = Pin(snapshot.change, snapshot.today)
    if HERE[kind] == HAZARDS:
        several, path, ids = _hazards, "/ledger", snapshot.view(chosen.as_of).hazards.number
        rows = snapshot.listing(someone.scope, inside, NEWEST_FIRST, pin).rows
    else:
        several, path, ids, inside = _objects, "/objects", snapshot.objects.id, inside.of_objects()
        rows = snapshot.object_listing(someone.scope, inside, BY_NAME, pin).rows
    everything = dcc.Link(
        t(f"map.drawer.all_{HERE[kind]}", n=f"{len(rows):,}"), href=address(path, inside), className="button"
    )
    with services().engine.connect() as connection:
        return several(connection, [ids[row] for row in rows[:LISTED]], someone, chosen.as_of, len(rows), everything)


def _hazard(connection: Connection, no: str, someone: Viewer, as_of: date | None) -> Drawer:
    then = _then("map.banner.past", as_of)
    try:
        past = _past(connection, no, someone, as_of)
    except NotFound:
        return _not_found(*then)
    hazard, here = past.hazard, services()
    colour = colour_of(connection, someone.scope.county, hazard.object_id)
    body = [
        *then,
        html.Div(_signs(hazard, colour, as_of or here.today()), className="drawer-marks"),
        html.P(hazard.description, className="drawer-text"),
        _facts(_hazard_facts(hazard)),
        _next(past, someone) if as_of is None else _page_of(hazard, t("map.drawer.open_today")),
        *(map_doubts.doubts(connection, someone, HAZARD, no) if as_of is None else ()),
        html.H3(t("map.drawer.history")),
        timeline(happenings(past.events, here.names), here.pack.zone),
    ]
    return Drawer(
        [_head(hazard.subject_name, hazard.hazard_no), html.Div(body, className="drawer-body")], False, _mark(hazard)
    )


def _past(connection: Connection, no: str, someone: Viewer, as_of: date | None) -> HazardPast:
    if as_of is None:
        return hazard_past(connection, someone.scope, no)
    return hazard_then(connection, someone.scope, no, as_of)


def _then(word: str, as_of: date | None) -> list[Component]:
    """What a past day means for what the drawer shows."""
    return [html.P(t(word, day=as_of), className="drawer-then")] if as_of else []


def _signs(hazard: Hazard, colour: Colour, day: date) -> list[Component]:
    return [
        level_badge(Level(hazard.level)),
        risk_badge(colour),
        state_badge(State(hazard.state), bool(hazard.passed)),
        *time_left_badges(hazard, services().pack.rules, day),
    ]


def _hazard_facts(hazard: Hazard) -> list[tuple[str, str]]:
    names = services().names
    return [
        ("town", names.town(hazard.town)),
        ("sector", names.sector(hazard.sector)),
        ("dept", names.org(hazard.dept)),
        ("address", hazard.address or ""),
        ("place", t(f"page_common.place_quality.{int(PlaceQuality(hazard.place_quality))}")),
        ("found_on", _day(hazard.found_day)),
        ("deadline", _day(hazard.deadline)),
        ("round", t("map.drawer.round_n", n=hazard.round) if hazard.round > 1 else ""),
    ]


def _next(past: HazardPast, someone: Viewer) -> Component:
    """One primary button to the hazard page, named after the next step when there is one."""
    pack, today = services().pack, services().today()
    moves = offered(past.hazard, someone.actor, someone.scope, today, past.around(pack))
    first = next((move for move in moves if move.primary), None)
    if first:
        return _page_of(past.hazard, t("map.drawer.next_is", step=t(first.label)), "button primary")
    note = [] if moves else [html.Span(t("map.drawer.nobody"), className="quiet")]
    return _page_of(past.hazard, t("map.drawer.open_page"), "button", *note)


def _page_of(hazard: Hazard, label: str, style: str = "button", *note: Component) -> Component:
    link = dcc.Link(label, href=f"/hazards/{hazard.hazard_no}", className=style)
    return html.Div([link, *note], className="drawer-next")


def _hazards(
    connection: Connection,
    ids: list[str],
    someone: Viewer,
    as_of: date | None,
    total: int = 0,
    everything: Component | None = None,
) -> Drawer:
    rows = _rows(connection, ids[:LISTED], someone, as_of)
    if not rows:
        return _not_found()
    items = [_row(f"hazards:{row.hazard_no}", row.subject_name, row.description, _row_signs(row)) for row in rows]
    return _listing("several", items, _mark(rows[0]), total or len(rows) + len(ids[LISTED:]), everything)


def _rows(connection: Connection, numbers: list[str], someone: Viewer, as_of: date | None) -> Sequence[Any]:
    if as_of is None:
        return hazards_by_no(connection, someone.scope, numbers)
    then = hazards_then(connection, someone.scope, numbers, as_of)
    return [then[number] for number in numbers if number in then]


def _row_signs(row: Any) -> list[Component]:
    found = html.Span(_day(row.found_day))
    return [level_badge(Level(row.level)), state_badge(State(row.state), bool(row.passed)), found]


def _object(connection: Connection, object_id: str, someone: Viewer, as_of: date | None) -> Drawer:
    try:
        page = object_page(connection, someone.scope, object_id)
    except NotFound:
        return _not_found()
    row, names = page.object, services().names
    facts = [
        ("town", names.town(row.town)),
        ("sector", names.sector(row.sector)),
        ("dept", names.org(row.lead_dept)),
        ("address", row.address or ""),
        ("place", t(f"page_common.place_quality.{int(PlaceQuality(row.place_quality))}")),
    ]
    link = dcc.Link(t("map.drawer.open_object"), href=f"/objects/{row.id}", className="button primary")
    items = [
        _row(f"hazards:{each.hazard_no}", each.description, "", _row_signs(each)) for each in page.hazards[:LISTED]
    ]
    body = [
        *_then("map.drawer.object_today", as_of),
        html.Div(risk_badge(Colour(row.colour)), className="drawer-marks"),
        _facts(facts),
        html.Div(link, className="drawer-next"),
        *(map_doubts.doubts(connection, someone, OBJECT, row.id) if as_of is None else ()),
        html.H3(t("map.drawer.hazards_of", n=len(page.hazards))),
        html.Ul(items, className="drawer-list"),
    ]
    return Drawer([_head(row.name, row.id), html.Div(body, className="drawer-body")], False, _mark(row))


def _objects(
    connection: Connection,
    ids: list[str],
    someone: Viewer,
    as_of: date | None,
    total: int = 0,
    everything: Component | None = None,
) -> Drawer:
    rows = objects_by_id(connection, someone.scope, ids[:LISTED])
    if not rows:
        return _not_found()
    items = [_row(f"objects:{row.id}", row.name, row.address or "", [risk_badge(Colour(row.colour))]) for row in rows]
    return _listing("several_objects", items, _mark(rows[0]), total or len(rows) + len(ids[LISTED:]), everything)


def _near(ids: list[str], someone: Viewer) -> Drawer:
    point = map_nearby.point_of(ids)
    if point is None:
        return _not_found()
    body = html.Div(map_nearby.rows(*point, someone), className="drawer-body")
    return Drawer([_head(t("map_tools.near.title"), ""), body], False, list(point))


def _listing(
    word: str, items: list[Component], mark: list[float] | None, total: int, everything: Component | None
) -> Drawer:
    """Some of the ``total`` that are there, below the way to ``everything`` where there is one."""
    title = t(f"map.drawer.{word}", n=f"{total:,}")
    rest = total - len(items)
    note: list[Component] = []
    if everything is not None:
        first = [html.Span(t("map.drawer.first", n=len(items)), className="quiet")] if rest else []
        counted = html.P(t("map.drawer.counted"), className="quiet")
        note = [counted, html.Div([*first, everything], className="drawer-all")]
    elif rest:
        note = [html.P(t("map.drawer.more", n=f"{rest:,}"), className="quiet")]
    body = html.Div([*note, html.Ul(items, className="drawer-list")], className="drawer-body")
    return Drawer([_head(title, ""), body], False, mark)


def _row(select: str, title: str, text: str, signs: Sequence[Component]) -> Component:
    parts = [html.Strong(title), *([html.P(text)] if text else []), html.Div(signs, className="drawer-row-marks")]
    return html.Li(html.Button(parts, className="drawer-row", **attributes(data_select=select)))


def _head(title: str, note: str) -> Component:
    close = t("map.drawer.close")
    cross = html.Button("×", className="drawer-close", title=close, **attributes(data_unselect="yes", aria_label=close))
    return html.Div([html.H2([title, *([html.Small(note)] if note else [])]), cross], className="drawer-head")


def _not_found(*above: Component) -> Drawer:
    body = html.Div([*above, html.P(t("map.drawer.not_found"), className="quiet")], className="drawer-body")
    return Drawer([_head("—", ""), body], False, None)


def _facts(pairs: Sequence[tuple[str, str]]) -> Component:
    cells = [cell for key, text in pairs if text for cell in (html.Dt(t(f"map.drawer.{key}")), html.Dd(text))]
    return html.Dl(cells, className="drawer-facts")


def _mark(row: Any) -> list[float] | None:
    return None if row.lon is None or row.lat is None else [row.lon, row.lat]


def _day(ordinal: int | None) -> str:
    return date.fromordinal(ordinal).isoformat() if ordinal else ""
