"""``/api/v1/quality/…``: a work list of data quality as a file."""

from urllib.parse import quote

from flask import Blueprint, Response, abort, request, send_file, stream_with_context

from dashboard.quality.asked import Question, mender
from dashboard.quality.export import Export

routes = Blueprint("quality", __name__, url_prefix="/api/v1/quality")


@routes.get("/<kind>")
def export(kind: str) -> Response:
    """The list of ``finding``, of ``town`` when one is named, ``accepted=1`` for what was looked at, as xlsx or csv."""
    asked = Question.read(request.query_string.decode())
    made = Export(asked, mender())
    if asked.finding is None or kind not in ("xlsx", "csv"):
        abort(404)
    if kind == "xlsx":
        return send_file(made.workbook(), download_name=made.name(kind), as_attachment=True)
    answer = Response(stream_with_context(made.csv()), content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", **{"filename*": f"UTF-8''{quote(made.name(kind))}"})
    return answer
