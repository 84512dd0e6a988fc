"""Every page of the program as somebody meets it, for what walks all of them: the tests of all pages, and pictures."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Page, ViewportSize

ROWS = {
    "hazard": ("hazards", "overdue=yes"),
    "failed": ("hazards", "state=FAILED"),
    "closed": ("hazards", "state=CLOSED"),
    "object": ("objects", ""),
}
"""Rows that have a page of their own: the list they are taken from, and its filter."""
HOLES = re.compile(r"{(\w+)}")
SLID_IN = """() => [...document.querySelectorAll(".mantine-Drawer-content")].some(
  (form) => form.offsetWidth && getComputedStyle(form).opacity === "1" && form.querySelector(".form-actions"))"""
COUNTING = """
  const fetched = window.fetch;
  window.underWay = 0;
  window.fetch = (...asked) => {
    window.underWay += 1;
    return fetched(...asked).finally(() => { window.underWay -= 1; });
  };
"""
"""Lets a page know how many answers it waits for."""
STILL = """() => {
  const asking = window.underWay || document.querySelector("._dash-loading-callback");
  const there = document.readyState === "complete" && document.fonts.status === "loaded";
  window.stillFor = asking || !there ? 0 : (window.stillFor || 0) + 1;
  return window.stillFor > 12;
}"""
"""For so many frames nothing was asked, no callback ran, and no font was on its way."""
PAPER = ViewportSize(width=680, height=1009)
"""What a sheet of A4 holds between its margins."""
FIRST = "/api/v1/lists/{list}/rows?count=1&f={filter}&sort={sort}&desc=1"


def _bookmarks(page: Page) -> None:
    """Open what was kept; on a phone the tools are folded away."""
    if page.locator(".tool-fold").is_visible():
        page.locator(".tool-fold").click()
    page.locator(".tool-bookmarks").click()
    page.locator(".bookmark-card").wait_for()


def _move(page: Page) -> None:
    """Open the form of a move; what is closed can be opened again."""
    page.locator(".next-step button").first.click()
    page.wait_for_function(SLID_IN)


def _correct(page: Page) -> None:
    """Open the form of the object's facts."""
    page.locator("#object-edit").click()
    page.wait_for_function(SLID_IN)


def _complete(page: Page) -> None:
    """Open the form that completes an object."""
    page.locator("[data-mend=fill]").first.click()
    page.wait_for_function(SLID_IN)


@dataclass(frozen=True, slots=True)
class Place:
    """A page: ``path`` may hold a name of ``ROWS``; ``press`` opens something on it; ``paper`` is print."""

    name: str
    path: str
    press: Callable[[Page], None] | None = None
    paper: bool = False


NOWHERE = Place("nowhere", "/nowhere")
PLACES = (
    Place("map", "/"),
    Place("bookmarks", "/", _bookmarks),
    Place("map-major", "/?level=1&overdue=yes"),
    Place("ledger", "/ledger"),
    Place("ledger-none", "/ledger?q=nothing-like-it"),
    Place("loop", "/loop"),
    Place("cases", "/cases"),
    Place("listings", "/listings"),
    Place("actions", "/actions"),
    Place("sheet", "/sheet"),
    Place("assessment", "/assessment"),
    Place("charts", "/charts"),
    Place("objects", "/objects"),
    Place("accidents", "/accidents"),
    Place("report", "/report"),
    Place("import", "/import"),
    Place("review", "/review"),
    Place("quality", "/quality"),
    Place("quality-list", "/quality?finding=object_no_cell"),
    Place("quality-form", "/quality?finding=object_no_cell", _complete),
    Place("hazard", "{hazard}"),
    Place("failed-paper", "{failed}", paper=True),
    Place("failed", "{failed}"),
    Place("closed", "{closed}"),
    Place("hazard-form", "{closed}", _move),
    Place("object-paper", "{object}", paper=True),
    Place("object", "{object}"),
    Place("object-form", "{object}", _correct),
    Place("object-new", "/objects/new"),
    Place("figure", "/figures/open/above"),
    Place("figure-covered", "/figures/inspected_rate/below"),
    Place("figure-missing", "/figures/on_time_rate/missing"),
    Place("figure-below", "/figures/rectification_rate/below"),
    NOWHERE,
    Place("no-hazard", "/hazards/YH-NO-SUCH"),
)


def visits(page: Page, url: str) -> Iterator[tuple[Place, str]]:
    """Each place with its whole address in the database behind ``url``; without a row its page is left out."""
    page.add_init_script(COUNTING)
    known = {name: first_row(page, url, *asked) for name, asked in ROWS.items()}
    for place in PLACES:
        if all(known[name] for name in HOLES.findall(place.path)):
            yield place, url + place.path.format(**known)


def first_row(page: Page, url: str, key: str, chosen: str) -> str | None:
    """The address of a row: the object with most open hazards, the hazard with least time left."""
    sort = "open" if key == "objects" else "left"
    answer = page.request.get(url + FIRST.format(list=key, filter=quote(chosen), sort=sort))
    rows: list[dict[str, Any]] = answer.json()["rows"]
    return str(rows[0]["href"]) if rows else None


def open_place(page: Page, place: Place, url: str, size: ViewportSize) -> None:
    """Go there unless it is open already, wait until everything is drawn, and press what is to be pressed."""
    page.set_viewport_size(PAPER if place.paper else size)
    page.emulate_media(media="print" if place.paper else "screen")
    if page.url.partition("#")[0] != url:
        page.goto(url)
        page.locator("#content > *").first.wait_for()
        page.wait_for_function(STILL)
        page.wait_for_function("() => !document.querySelector('.map-canvas') || onemap.map()?.areTilesLoaded()")
    if place.press:
        place.press(page)
