"""Every page of the program, in the order of the navigation."""

from dashboard.pages import (
    accidents,
    actions,
    assessment,
    behind,
    charts,
    dockets,
    hazard,
    importing,
    ledger,
    loop,
    objects,
    quality,
    report,
    review,
    sheet,
)
from dashboard.pages import map as map_page
from dashboard.pages import object as object_page
from dashboard.pages.base import Page

PAGES: tuple[Page, ...] = (
    map_page.PAGE,
    ledger.PAGE,
    loop.PAGE,
    dockets.CASES,
    dockets.LISTINGS,
    actions.PAGE,
    sheet.PAGE,
    assessment.PAGE,
    charts.PAGE,
    objects.PAGE,
    accidents.PAGE,
    report.PAGE,
    importing.PAGE,
    review.PAGE,
    quality.PAGE,
    hazard.PAGE,
    behind.PAGE,
    object_page.NEW,
    object_page.PAGE,
)

__all__ = ["PAGES", "Page"]
