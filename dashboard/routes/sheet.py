"""``/api/v1/sheet``: the statistics sheet of a filter as a workbook."""

from flask import Blueprint, Response, request, send_file

from dashboard.loop import sheet_book, sheet_difference
from dashboard.pages.sheet import asked_sheet
from dashboard.viewer import viewer
from data.rules.comparing import COMPARISONS

routes = Blueprint("sheet", __name__, url_prefix="/api/v1")


@routes.get("/sheet")
def export() -> Response:
    """Both tables, their comparisons and what they count, of the filter in the address."""
    sheet = asked_sheet(request.query_string.decode(), COMPARISONS)
    change = sheet_difference.known(sheet, request.args.get("known", ""))
    differing = None if change is None else sheet_difference.found_since(sheet, change)
    made = sheet_book.workbook(sheet, viewer(), differing)
    return send_file(made, download_name=sheet_book.name(), as_attachment=True)
