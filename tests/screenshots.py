"""Takes pictures of every page from the running program: ``python -m tests.screenshots [FOLDER] [--of …] [--size …]``.

Without data, with the usual demo, and with the database that ``--database`` names; in every size and both themes. The
demo is built beside the pictures if there is none. ``map.png`` of the README is renewed under ``tests/screens``; all
others go to the folder (default ``var/screens``) for somebody to look at.
"""

import argparse
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from dashboard import cli
from dashboard.benches.browser import FLAGS
from dashboard.benches.served import served
from dashboard.themes import THEME_COOKIE
from dashboard.vendor import ROOT
from tests.places import open_place, visits

README_PICTURE = ROOT / "tests" / "screens" / "map.png"
SIZES = {
    "1366x768": (1366, 768),
    "1920x1080": (1920, 1080),
    "4k": (3840, 2160),
    "tablet": (820, 1180),
    "phone": (390, 844),
}
THEMES = ("light", "dark")
EMPTY, USUAL, LARGE = "empty", "usual", "large"


@contextmanager
def county(of: str, folder: Path, database: str | None) -> Iterator[str]:
    """The program over one of the databases, on a free port; yields its address."""
    if of == LARGE:
        assert database is not None, "--of large needs --database"
        arguments = ("serve", "--database", database)
    else:
        file = f"sqlite:///{folder / f'{of}.sqlite'}"
        if of == EMPTY and not (folder / "empty.sqlite").exists():
            cli.main(["init", "--database", file])
        arguments = ("serve" if of == EMPTY else "demo", "--database", file)
    with served("dashboard.cli", *arguments, "--port", "0") as url:
        yield url


def shoot(
    browser: Browser, url: str, folder: Path, sizes: Sequence[str], themes: Sequence[str], has_rows: bool
) -> None:
    """Every page in these sizes and themes; forms that open from a row only where there are rows."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in sizes:
        size = ViewportSize(width=SIZES[name][0], height=SIZES[name][1])
        for theme in themes:
            context = browser.new_context(viewport=size, locale="zh-CN")
            context.add_cookies([{"name": THEME_COOKIE, "value": theme, "url": url}])
            page = context.new_page()
            for place, address in visits(page, url):
                if place.press is not None and not has_rows:
                    continue
                open_place(page, place, address, size)
                page.wait_for_timeout(800)
                page.screenshot(path=folder / f"{place.name}-{name}-{theme}.png")
            context.close()


def main(arguments: Sequence[str] | None = None) -> None:
    """Take them all and renew the README's."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "var" / "screens")
    parser.add_argument("--of", nargs="+", choices=(EMPTY, USUAL, LARGE), default=[EMPTY, USUAL])
    parser.add_argument("--size", nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument("--theme", nargs="+", choices=THEMES, default=list(THEMES))
    parser.add_argument("--database", help="the database of --of large")
    asked = parser.parse_args(arguments)
    asked.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=os.environ["ONEMAP_TEST_CHROMIUM"], args=FLAGS)
        for of in asked.of:
            with county(of, asked.folder, asked.database) as url:
                shoot(browser, url, asked.folder / of, asked.size, asked.theme, of != EMPTY)
        browser.close()
    picture = asked.folder / USUAL / "map-1366x768-light.png"
    if picture.exists():
        README_PICTURE.parent.mkdir(exist_ok=True)
        shutil.copyfile(picture, README_PICTURE)


if __name__ == "__main__":
    main()
