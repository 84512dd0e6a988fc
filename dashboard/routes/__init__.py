"""Everything the browser asks for that is not a page."""

from flask import Blueprint

from dashboard.routes import (
    api,
    assessment,
    basemaps,
    bookmarks,
    files,
    health,
    imports,
    lists,
    marks,
    nowhere,
    papers,
    presence,
    quality,
    review,
    search,
    sheet,
    tiles,
    vendor,
)
from dashboard.viewer import routes as viewer_routes

BLUEPRINTS: tuple[Blueprint, ...] = (
    viewer_routes,
    vendor.routes,
    health.routes,
    tiles.routes,
    basemaps.routes,
    api.routes,
    marks.routes,
    files.routes,
    papers.routes,
    imports.routes,
    review.routes,
    presence.routes,
    search.routes,
    bookmarks.routes,
    lists.routes,
    quality.routes,
    sheet.routes,
    assessment.routes,
    nowhere.routes,
)
"""One blueprint per subject."""
