"""``/api/v1/files``: photos and documents in and out, always through the scope of the record they belong to."""

from flask import Blueprint, Response, jsonify, request, send_file

from dashboard.services import services
from dashboard.viewer import viewer
from data.rules.attachments import MOST_BYTES
from data.store.attaching import attach, attachment
from data.store.errors import FileEmpty, FileTooLarge, NotFound
from data.store.media import PICTURES, TYPES, WEBP
from data.words import t

routes = Blueprint("files", __name__, url_prefix="/api/v1/files")

ROOM = 64 * 1024
"""Bytes that a form needs around its file."""


@routes.post("")
def upload() -> Response:
    """Form fields ``kind``, ``id``, ``purpose`` and the file ``file``; answers ``{"id", "change"}``."""
    here, someone = services(), viewer()
    request.max_content_length = MOST_BYTES + ROOM
    if (request.content_length or 0) > MOST_BYTES + ROOM:
        raise FileTooLarge(name=t("page_files.chosen"), most=MOST_BYTES // (1024 * 1024))
    given = request.files.get("file")
    if given is None:
        raise FileEmpty(name="")
    owner = (request.form.get("kind", ""), request.form.get("id", ""))
    file = (given.filename or "", given.stream)
    purpose = request.form.get("purpose", "")
    number = attach(here.engine, here.pack, someone.scope, someone.actor, here.files, owner, file, purpose, here.now())
    return jsonify({"id": number, "change": here.model.refresh()})


@routes.get("/<attachment_id>")
def download(attachment_id: str) -> Response:
    """The bytes of one attachment, of a picture with ``?small`` a small one.

    Pictures may stand in a page, everything else is saved by the browser.
    """
    here = services()
    with here.engine.connect() as connection:
        found = attachment(connection, viewer().scope, attachment_id)
    path = here.files.path(found.sha256)
    if not path.is_file():
        raise NotFound(id=attachment_id)
    is_picture = found.media_type in PICTURES
    is_small = is_picture and "small" in request.args
    media_type = found.media_type if found.media_type in TYPES else "application/octet-stream"
    answer = send_file(
        (here.files.small(found.sha256) if is_small else path).absolute(),
        mimetype=WEBP if is_small else media_type,
        as_attachment=not is_picture or "download" in request.args,
        download_name=found.name,
        etag=f"{found.sha256}-small" if is_small else found.sha256,
        conditional=True,
    )
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Vary"] = "Cookie"
    return answer
