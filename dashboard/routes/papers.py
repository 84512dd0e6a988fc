"""``/api/v1/papers``: a paper of a hazard as it would be issued now, neither numbered nor kept."""

from collections.abc import Callable, Mapping

from flask import Blueprint, Response

from dashboard.services import services
from dashboard.vendor import WHOLE_FONTS
from dashboard.viewer import viewer
from data.papers.docx import docx
from data.papers.issuing import template_of
from data.papers.making import known_of, paper_of
from data.papers.pdf import pdf
from data.rules.papers import Document
from data.store.media import DOCX, PDF
from data.store.past import hazard_past

routes = Blueprint("papers", __name__, url_prefix="/api/v1/papers")

WRITERS: Mapping[str, tuple[str, Callable[[Document], bytes]]] = {
    "docx": (DOCX, docx),
    "pdf": (PDF, lambda document: pdf(document, WHOLE_FONTS)),
}
"""Media type and writer by the ending of the address."""


@routes.get("/<hazard_no>/<kind>.<any(docx, pdf):ending>")
def preview(hazard_no: str, kind: str, ending: str) -> Response:
    """The paper with what is known of the hazard at this moment."""
    here, someone = services(), viewer()
    template = template_of(here.pack, kind)
    with here.engine.connect() as connection:
        past = hazard_past(connection, someone.scope, hazard_no)
    media_type, write = WRITERS[ending]
    document = paper_of(known_of(here.pack, template, past, someone.actor, here.today()))
    answer = Response(write(document), mimetype=media_type)
    answer.headers["Content-Disposition"] = f'inline; filename="{kind}.{ending}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
