"""Takes pictures of every page from the running program: ``python -m tests.screenshots [FOLDER]``.

The demo database is built beside the pictures if there is none. ``map.png`` of the README is renewed under
``tests/screens``; all others go to the folder (default ``var/screens``) for somebody to look at.
"""

import os
import shutil
import sys
from contextlib import AbstractContextManager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from dashboard.benches.browser import FLAGS
from dashboard.benches.served import served
from dashboard.themes import THEME_COOKIE
from dashboard.vendor import ROOT

README_PICTURE = ROOT / "tests" / "screens" / "map.png"
SIZES = ((1366, 768), (1920, 1080))
THEMES = ("light", "dark")


def demo(folder: Path) -> AbstractContextManager[str]:
    """The demo, served on a free port; yields its address."""
    return served("dashboard.cli", "demo", "--port", "0", "--database", f"sqlite:///{folder / 'demo.sqlite'}")


PAGES = {"map": "/", "major": "/?level=1&overdue=yes", "ledger": "/ledger", "objects": "/objects", "report": "/report"}


def hazard(page: Page, url: str) -> str:
    """The address of a hazard that is overdue."""
    page.goto(f"{url}/ledger?overdue=yes")
    link = page.locator("a[href^='/hazards/']").first
    link.wait_for()
    return str(link.get_attribute("href"))


def settle(page: Page) -> None:
    """Wait until no request is in flight and the map, if there is one, has drawn all its tiles."""
    page.wait_for_load_state("networkidle")
    page.wait_for_function(
        "() => !document.querySelector('.maplibregl-map') || window.onemap.map()?.areTilesLoaded()", timeout=60_000
    )
    page.wait_for_timeout(1000)


def shoot(browser: Browser, url: str, folder: Path) -> None:
    """Every page in every size and theme."""
    for width, height in SIZES:
        for theme in THEMES:
            context = browser.new_context(viewport={"width": width, "height": height})
            context.add_cookies([{"name": THEME_COOKIE, "value": theme, "url": url}])
            page = context.new_page()
            for name, path in (PAGES | {"hazard": hazard(page, url)}).items():
                page.goto(url + path)
                settle(page)
                page.screenshot(path=folder / f"{name}-{width}x{height}-{theme}.png")
            context.close()


def main(folder: Path) -> None:
    """Take them all and renew the README's."""
    folder.mkdir(parents=True, exist_ok=True)
    README_PICTURE.parent.mkdir(exist_ok=True)
    with demo(folder) as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["ONEMAP_TEST_CHROMIUM"], args=FLAGS)
        shoot(browser, url, folder)
        browser.close()
    shutil.copyfile(folder / "map-1366x768-light.png", README_PICTURE)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "var" / "screens")
