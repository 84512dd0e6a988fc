"""The oldest browser that shows the program, and the page that an older one gets instead of a broken one."""

import re

from data.words import t

LOWEST_CHROMIUM = 114
"""The oldest that every page was tried in; the styles of the lists nest, which no Chromium before 112 understands."""

PAGE = """<!DOCTYPE html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title></head>
<body style="margin: 64px auto; max-width: 640px; font: 16px/1.6 'Microsoft YaHei', SimSun, sans-serif">
<h1 style="font-size: 20px">{title}</h1><p>{found}</p><p>{way_out}</p></body></html>"""

_CHROMIUM = re.compile(r"Chrome/(\d+)")
_EXPLORER = re.compile(r"Trident/|MSIE ")


def is_too_old(agent: str) -> bool:
    """Whether a browser of this User-Agent cannot show the program; one that tells nothing of itself may try."""
    told = _CHROMIUM.search(agent)
    return bool(_EXPLORER.search(agent)) or (told is not None and int(told[1]) < LOWEST_CHROMIUM)


def refusal(lang: str) -> str:
    """The page for such a browser, which any browser can show."""
    words = {"title": t("ui.old_browser.title"), "found": t("ui.old_browser.found", lowest=LOWEST_CHROMIUM)}
    return PAGE.format(lang=lang, **words, way_out=t("ui.old_browser.way_out"))
