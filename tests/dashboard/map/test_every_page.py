"""Every page on an office screen and on a phone: usable without eyes or mouse, inside its width, in one language."""

import re
import sqlite3
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from dashboard.languages import LANGUAGE_COOKIE
from dashboard.pages import PAGES
from dashboard.router import find
from dashboard.themes import THEME_COOKIE
from dashboard.vendor import AXE
from data.packs import Pack
from tests.dashboard.map.conftest import watch
from tests.places import NOWHERE, PLACES, ROWS, open_place, visits

pytestmark = pytest.mark.browser
LOOKS = (
    pytest.param(ViewportSize(width=1366, height=768), "light", "zh", marks=pytest.mark.xdist_group("office")),
    pytest.param(ViewportSize(width=390, height=844), "dark", "en", marks=pytest.mark.xdist_group("phone")),
)
"""Each takes a minute and nothing of the other: they go side by side."""
NOT_FOUND = "the server responded with a status of 404"
CHINESE = re.compile(r"[\u3400-\u9fff]+")
FAULTS = """async () => {
  const { violations } = await axe.run({ resultTypes: ["violations"] });
  const grave = violations.filter((each) => ["serious", "critical"].includes(each.impact));
  const told = (id, { html, target, failureSummary }) => `${id}: ${target} ${html.slice(0, 160)} ${failureSummary}`;
  return grave.flatMap(({ id, nodes }) => nodes.map((node) => told(id, node)));
}"""
WORDS = """() => {
  const seen = (node) => node.checkVisibility({ visibilityProperty: true }) && !node.closest("[lang^=zh]:not(html)");
  const found = [];
  for (const node of document.querySelectorAll("body *")) {
    if (["SCRIPT", "STYLE"].includes(node.tagName) || !seen(node)) continue;
    for (const child of node.childNodes) if (child.nodeType === Node.TEXT_NODE) found.push(child.data);
    for (const name of ["title", "aria-label", "placeholder", "alt"]) found.push(node.getAttribute(name) || "");
  }
  return found;
}"""
"""Everything a reader of the page is told."""
RINGLESS = """() => {
  const reached = "a[href], button:not([disabled]), summary, input:not([disabled]), select, textarea, [tabindex='0']";
  const ring = (element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  return [...document.querySelectorAll(reached)].filter((element) => {
    element.focus({ preventScroll: true });
    const field = element.closest(".mantine-Input-input");
    return document.activeElement === element && !ring(element) && !(field && ring(field));
  }).map((element) => element.outerHTML.slice(0, 160));
}"""
"""What takes the focus of the keyboard without showing it."""
CRAMPED = """() => {
  const seen = (names) => [...document.querySelectorAll(names)].filter((each) => each.checkVisibility());
  const over = seen(".table td, .fact dd, .entry, .brand").filter((each) => each.scrollWidth > each.clientWidth + 1);
  const narrow = matchMedia("screen and (max-width: 640px)").matches;
  const small = narrow ? seen(".form input.mantine-Input-input").filter((each) => each.offsetHeight < 44) : [];
  const steps = narrow ? seen(".next-step button") : [];
  const far = steps.filter((each) => each.getBoundingClientRect().bottom < innerHeight - 160);
  const told = ([fault, found]) => found.map((each) => `${fault}: ${each.outerHTML}`);
  return Object.entries({ over, small, far }).flatMap(told);
}"""
"""What runs over its own cell; on a phone also fields too small for a finger, and next steps far from the thumb."""


def test_every_page_of_the_program_is_among_the_places() -> None:
    paths = [place.path.format(**{name: f"/{kind}/x" for name, (kind, _filter) in ROWS.items()}) for place in PLACES]
    found = [find(path.partition("?")[0]) for path in paths]
    assert {page[0].path for page in found if page} == {page.path for page in PAGES}


@pytest.fixture
def names(served: Path, pack: Pack) -> str:
    """All that the county itself has written: its database and its pack. It is Chinese in every language."""
    with sqlite3.connect(served) as database:
        database.text_factory = lambda raw: raw.decode("utf-8", "replace")
        stored = "\n".join(database.iterdump())
    return stored + "\n".join(file.read_text("utf-8") for file in pack.folder.rglob("*") if file.is_file())


@pytest.mark.parametrize(("size", "theme", "lang"), LOOKS)
def test_every_page_is_fit_for_everybody(
    chrome: Browser, server: str, names: str, size: ViewportSize, theme: str, lang: str
) -> None:
    window = chrome.new_context(viewport=size, locale="zh-CN")
    looks = {THEME_COOKIE: theme, LANGUAGE_COOKIE: lang}
    window.add_cookies([{"name": name, "value": value, "url": server} for name, value in looks.items()])
    tab = watch(window)
    faults = []
    places = list(visits(tab.page, server))
    for (place, url), (_next, leads_to) in pairwise([*places, (None, "")]):
        open_place(tab.page, place, url, size)
        complaints = [each for each in tab.complaints if place != NOWHERE or NOT_FOUND not in each]
        found = [*_grave(tab.page), *_too_wide(tab.page), *tab.page.evaluate(CRAMPED), *complaints, *tab.strangers()]
        found += _chinese(tab.page, names) if lang != "zh" else []
        found += _unseen_focus(tab.page) if leads_to != url else []
        faults += [f"{place.name}: {fault}" for fault in found]
        tab.complaints.clear()
    window.close()
    assert faults == []


def _grave(page: Page) -> list[str]:
    """What axe calls serious or critical."""
    page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(FAULTS)
    return found


def _too_wide(page: Page) -> list[str]:
    wider = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
    return [f"{wider} px wider than the screen"] if wider > 0 else []


def _chinese(page: Page, names: str) -> list[str]:
    """What is said in Chinese though the county has not written it itself."""
    said = page.evaluate(WORDS)
    return [f"Chinese: {text}" for text in said if any(run not in names for run in CHINESE.findall(text))]


def _unseen_focus(page: Page) -> list[str]:
    """Going through everything unfolds much, so this comes last on a page."""
    page.keyboard.press("Tab")  # the focus is shown to those who use the keyboard
    return [f"no ring: {element}" for element in page.evaluate(RINGLESS)]
