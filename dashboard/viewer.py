"""Who looks and acts: until accounts exist, one of the pack's personas, chosen in the top bar and kept in a cookie.

A persona is an organisation of the pack, a grid officer or an enterprise, with the scope that goes with it. No cookie
means the first persona; a cookie that names none of this pack is refused, never widened.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, request

from dashboard.services import services
from data.errors import OneMapError
from data.packs.model import GridCell, Organisation, Pack
from data.rules.scope import Actor, Box, Scope
from data.rules.vocabulary import Role
from data.words import t

COOKIE = "onemap-viewer"
STORED = "zh"
"""The language of what goes into events, whoever looks."""
_OFFICES = (Role.COMMISSION, Role.DEPARTMENT, Role.TOWN, Role.INSPECTORATE)


@dataclass(frozen=True, slots=True)
class Viewer:
    """One persona: ``key`` stands in the cookie, ``name`` in the chooser, the rest goes into every read and verb."""

    key: str
    name: str
    scope: Scope
    actor: Actor


class UnknownViewer(OneMapError):
    """The cookie names nobody of this pack."""

    key = "ui.error.unknown_viewer"


def personas(pack: Pack) -> tuple[Viewer, ...]:
    """Everybody the demo can act as, 安委办 first; the order of the chooser."""
    return (*_offices(pack), *_grid_officers(pack), *_enterprises(pack))


def _offices(pack: Pack) -> Iterator[Viewer]:
    """Organisations that see something, by role; among the commissions the office (which has a parent) comes first."""
    orgs = [org for org in pack.organisations if org.role in _OFFICES and () not in (org.towns, org.sectors, org.parks)]
    for org in sorted(
        orgs, key=lambda org: (_OFFICES.index(Role(org.role)), org.role == Role.COMMISSION and not org.parent)
    ):
        yield _office(pack, org)
    if all(org.role != Role.INSPECTORATE for org in pack.organisations):
        actor = Actor(_person(t("ui.viewer.inspectorate", STORED)), "", Role.INSPECTORATE)
        yield Viewer("inspectorate", t("ui.viewer.inspectorate"), Scope.whole(pack.code), actor)


def _office(pack: Pack, org: Organisation) -> Viewer:
    whole = org.role in (Role.COMMISSION, Role.INSPECTORATE)
    box = Box() if whole else Box(_some(org.towns), _some(_with_children(pack, org.sectors)), _some(org.parks))
    return Viewer(
        org.code, org.short_name, Scope(pack.code, (box,)), Actor(_person(org.short_name), org.code, Role(org.role))
    )


def _with_children(pack: Pack, sectors: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Sectors and their sub-sectors."""
    if sectors is None:
        return None
    return tuple(each.code for each in pack.sectors if each.code in sectors or each.parent in sectors)


def _some(codes: tuple[str, ...] | None) -> frozenset[str] | None:
    return None if codes is None else frozenset(codes)


def _grid_officers(pack: Pack) -> Iterator[Viewer]:
    """The officer of the first cell of each town."""
    firsts: dict[str, GridCell] = {}
    for cell in pack.cells:
        firsts.setdefault(cell.town, cell)
    for cell in firsts.values():
        scope = Scope(pack.code, (Box(cells=frozenset({cell.code})),))
        name, person = (t("ui.viewer.grid", lang, cell=cell.name) for lang in (None, STORED))
        actor = Actor(_person(person), _town_org(pack, cell.town), Role.GRID)
        yield Viewer(f"grid-{cell.code}", name, scope, actor)


def _enterprises(pack: Pack) -> Iterator[Viewer]:
    """The demo's enterprises see their town; accounts will bind a person to one enterprise."""
    for town in pack.towns:
        name, person = (t("ui.viewer.enterprise", lang, town=town.short_name) for lang in (None, STORED))
        scope = Scope.of_towns(pack.code, town.code)
        actor = Actor(_person(person), _town_org(pack, town.code), Role.ENTERPRISE)
        yield Viewer(f"enterprise-{town.code}", name, scope, actor)


def _town_org(pack: Pack, town: str) -> str:
    codes = (org.code for org in pack.organisations if org.role == Role.TOWN and org.towns and town in org.towns)
    return next(codes, "")


def _person(name: str) -> str:
    return t("ui.viewer.person", STORED, name=name)


def viewer() -> Viewer:
    """Who sent this request. Raises `UnknownViewer` for a cookie that names nobody."""
    return chosen(services().pack, request.cookies.get(COOKIE))


def chosen(pack: Pack, key: str | None) -> Viewer:
    """The persona named ``key``, or the first one for None."""
    known = personas(pack)
    if key is None:
        return known[0]
    for each in known:
        if each.key == key:
            return each
    raise UnknownViewer


routes = Blueprint("viewer", __name__)


@routes.post("/viewer")
def choose() -> Response:
    """Take the persona of the form field ``viewer`` into the cookie."""
    someone = chosen(services().pack, request.form.get("viewer", ""))
    answer = make_response("", 204)
    answer.set_cookie(COOKIE, someone.key, httponly=True, samesite="Strict", path="/")
    return answer
