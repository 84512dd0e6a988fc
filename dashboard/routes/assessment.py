"""``/api/v1/assessment``: the assessment that an address asks for as a workbook."""

from flask import Blueprint, Response, request, send_file

from dashboard.assessment import export
from dashboard.assessment.asked import Question, first_of
from dashboard.services import services
from dashboard.viewer import viewer

routes = Blueprint("assessment", __name__, url_prefix="/api/v1/assessment")


@routes.get("/xlsx")
def workbook() -> Response:
    """``of``, ``from``, ``to`` and ``as_of`` as on the page."""
    someone = viewer()
    asked = Question.read(request.query_string.decode(), services().today(), first_of(someone))
    return send_file(export.workbook(asked, someone), download_name=export.name(asked), as_attachment=True)
