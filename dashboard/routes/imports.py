"""``/api/v1/imports``: ledgers up, a look at each, writing and cancelling, their rows, and the batches."""

from dataclasses import asdict
from io import BytesIO
from tempfile import TemporaryFile
from typing import Any

from flask import Blueprint, Response, abort, jsonify, request, send_file

from dashboard.asked import address
from dashboard.importing import shown
from dashboard.importing.result import Result, write_result
from dashboard.importing.runs import Found, Run
from dashboard.importing.uploads import MEGA, MOST_BYTES, Upload, UploadTooLarge
from dashboard.services import services
from dashboard.timeline import when
from dashboard.viewer import Viewer, viewer
from data.exchange.importer import kind_said
from data.exchange.kinds import BOUNDARIES
from data.exchange.mapping import Meanings, parse_json, parse_mapping
from data.exchange.office import save_for_office
from data.exchange.template import FORMS, template_name, write_template
from data.rules.errors import Problem, Reason, Word
from data.rules.filters import Filter
from data.rules.powers import against, may
from data.store.batches import batches, take_back
from data.store.begun import broken_off, ended
from data.store.database import writing
from data.store.errors import FactsRefused, FileEmpty
from data.store.files import clean_name
from data.words import language, t, table
from geo.datum import Datum

routes = Blueprint("imports", __name__, url_prefix="/api/v1/imports")

ROOM = 64 * 1024
"""Bytes that a form needs around its file."""
MOST_ROWS = 200


def importer() -> Viewer:
    """Who sent this request, if they may import. Raises `FactsRefused`."""
    someone = viewer()
    if problems := against(someone.actor, "import_ledgers"):
        raise FactsRefused(t("page_import.title"), problems)
    return someone


@routes.get("")
def listed() -> Response:
    """``{"files": […], "batches": […], "broken": […]}``: own files, and what came or was broken off in scope."""
    here, someone = services(), importer()
    files = [_told(each) for each in here.uploads.all_of(someone.key)]
    return jsonify({"files": files, "batches": _batches(someone), "broken": _broken(someone)})


@routes.delete("/broken/<number>")
def known(number: str) -> Response:
    """The sender knows that this import came to no end."""
    here, someone = services(), importer()
    if number in {one["number"] for one in _broken(someone)}:
        with writing(here.engine) as connection:
            ended(connection, here.pack, number)
    return Response(status=204)


@routes.post("")
def upload() -> Response:
    """Take the form's ``file`` and begin to look at it; answers as `status`."""
    here, someone = services(), importer()
    request.max_content_length = MOST_BYTES + ROOM
    if (request.content_length or 0) > MOST_BYTES + ROOM:
        raise UploadTooLarge(name=t("page_files.chosen"), most=MOST_BYTES // MEGA)
    given = request.files.get("file")
    if given is None:
        raise FileEmpty(name="")
    kept = here.uploads.keep(someone.key, clean_name(given.filename or ""), given.stream, here.now())
    here.imports.add(_run(someone, kept))
    return jsonify(_told(kept))


@routes.post("/batches/<batch>/back")
def back(batch: str) -> Response:
    """Take a batch back for the ``reason`` of the form, which must be there; says what was undone."""
    here, someone, reason = services(), importer(), request.form.get("reason", "").strip()
    if not reason:
        missing = Problem(Reason("missing", {"field": Word("page_acts.reason")}))
        raise FactsRefused(t("error_store.record.batch"), [missing])
    done = take_back(here.engine, here.pack, someone.scope, someone.actor, batch, reason[:500], here.now())
    here.model.refresh()
    return jsonify({"sentence": t("import.taken_back", batch=done.batch, gone=done.withdrawn, again=done.restored)})


@routes.get("/templates/<kind>")
def template(kind: str) -> Response:
    """The blank ledger of a kind that people fill in."""
    importer()
    form = next((each for each in FORMS if each.name == kind), None)
    if form is None:
        abort(404)
    file = BytesIO()
    write_template(file, form, services().pack)
    file.seek(0)
    return send_file(file, download_name=template_name(form), as_attachment=True)


@routes.get("/<number>")
def status(number: str) -> Response:
    """Where one file stands: name, state, progress, and what came of it, without its rows."""
    return jsonify(_told(_kept(number)))


@routes.post("/<number>/run")
def run(number: str) -> Response:
    """Look at the file again as ``kind`` in ``datum`` (both may be empty), or with ``write`` import it.

    ``columns`` is JSON of what titles mean; without it holds what was said before of this kind.
    """
    said, kept = request.form, _kept(number)
    wanted = _run(importer(), kept)
    wanted.kind = said.get("kind") or None
    if wanted.kind:
        kind_said(wanted.kind, None)
    wanted.datum = next((datum for datum in Datum if datum.value == said.get("datum")), None)
    wanted.writes = "write" in said
    wanted.columns = _columns(kept, wanted.kind, said.get("columns"))
    services().imports.add(wanted)
    return jsonify(_told(kept))


@routes.post("/<number>/columns")
def save_columns(number: str) -> Response:
    """Keep what the titles mean, as they were last looked at, for the next file of the sender's office."""
    here, someone, kept = services(), importer(), _kept(number)
    run_ = here.imports.latest(kept.id)
    found = run_.found if run_ else None
    if found is not None:
        save_for_office(here.engine, here.pack, someone.actor, found.kind, found.tables, here.now())
    return jsonify({"saved": len(found.tables) if found else 0})


@routes.post("/<number>/cancel")
def cancel(number: str) -> Response:
    """Stop what runs over this file; nothing of it is written."""
    kept = _kept(number)
    services().imports.stop(kept.id)
    return jsonify(_told(kept))


@routes.delete("/<number>")
def put_away(number: str) -> Response:
    """Remove the file."""
    here, kept = services(), _kept(number)
    here.imports.forget(kept.id)
    here.uploads.put_away(kept)
    return Response(status=204)


@routes.get("/<number>/report")
def report(number: str) -> Response:
    """The ledger as a workbook with what became of every row beside it, as the file was last looked at or written."""
    here, kept = services(), _kept(number)
    run_ = here.imports.latest(kept.id)
    found = run_.found if run_ else None
    if run_ is None or found is None:
        abort(404)
    datum = run_.datum.value if run_.datum else None
    result = Result(
        kept.name, found.kind, datum, found.batch, found.notes, found.tables,
        found.rows.some("", 0, found.rows.total("")), run_.now, run_.actor.person,
    )  # fmt: skip
    file = TemporaryFile()  # noqa: SIM115 - it is sent after this call and goes when it is closed
    write_result(file, kept.file, None, result, here.names)
    file.seek(0)
    return send_file(file, download_name=result.name, as_attachment=True)


@routes.get("/<number>/rows")
def rows(number: str) -> Response:
    """``{"total", "start", "rows"}``: rows of ``outcome`` (all without one) from ``start`` on, at most ``count``."""
    here, asked = services(), request.args
    run_ = here.imports.latest(_kept(number).id)
    found = run_.found if run_ else None
    outcome, start = asked.get("outcome", ""), max(asked.get("start", 0, type=int), 0)
    count = min(max(asked.get("count", MOST_ROWS, type=int), 1), MOST_ROWS)
    if found is None:
        return jsonify({"total": 0, "start": start, "rows": []})
    told = [shown.row(found.kind, each, here.names) for each in found.rows.some(outcome, start, count)]
    return jsonify({"total": found.rows.total(outcome), "start": start, "rows": told})


def _kept(number: str) -> Upload:
    """The sender's file of this number. Raises `UploadGone`."""
    return services().uploads.of(importer().key, number)


def _columns(kept: Upload, kind: str | None, said: str | None) -> Meanings:
    """What the sender says of titles. Raises `BadMapping`."""
    before = services().imports.latest(kept.id)
    if said is None:
        return before.columns if before is not None and _kind(before) == kind else {}
    columns = parse_json(said.encode(), kept.name)
    return parse_mapping({"kind": kind, "columns": columns}, kept.name).columns if columns else {}


def _kind(run_: Run) -> str | None:
    return run_.found.kind if run_.found else run_.kind


def _run(someone: Viewer, kept: Upload) -> Run:
    return Run(kept, someone.scope, someone.actor, services().now(), language())


def _told(kept: Upload) -> dict[str, Any]:
    told: dict[str, Any] = {"id": kept.id, "name": kept.name, "size": kept.size}
    run_ = services().imports.latest(kept.id)
    if run_ is None:
        return told
    found = run_.found
    return told | {
        "state": run_.state,
        "stage": run_.stage,
        "done": run_.done,
        "total": run_.total,
        "stopping": run_.stopped and not run_.is_over,
        "kind": _kind(run_) or "",
        "datum": run_.datum.value if run_.datum else "",
        "writes": run_.writes,
        "batch": run_.batch or "",
        "sentence": run_.sentence,
        "needsDatum": run_.needs_datum,
        "columns": run_.columns,
        "tables": [table.json() for table in (found.tables if found else run_.tables)],
        "found": _found(found) if found else None,
    }


def _found(found: Found) -> dict[str, Any]:
    return {
        "counts": found.counts,
        "rows": sum(found.counts.values()),
        "enters": found.enters,
        "waits": found.waits,
        "notes": found.notes,
        "batch": found.batch,
        "href": _address(found),
    }


def _address(found: Found) -> str:
    """Where what it brought is listed: the days that it speaks of."""
    if found.kind == BOUNDARIES:
        return "/"
    if found.days is None:
        return "/objects"
    return address("/ledger", Filter.parse(f"from={found.days[0]}&to={found.days[1]}"))


def _broken(someone: Viewer) -> list[dict[str, str]]:
    here = services()
    with here.engine.connect() as connection:
        found = broken_off(connection, someone.scope, someone.actor.org, here.now())
    zone = here.pack.zone
    said = [t("import.broken_off", file=one.file, at=when(one.at, zone), who=one.actor) for one in found]
    return [{"number": one.number, "sentence": sentence} for one, sentence in zip(found, said, strict=True)]


def _batches(someone: Viewer) -> list[dict[str, Any]]:
    here = services()
    with here.engine.connect() as connection:
        found = batches(connection, someone.scope, someone.actor.org)
    return [
        asdict(one)
        | {
            "kind": table(language()).get(f"column.kind.{one.kind}", one.kind),
            "org": here.names.short_org(one.org),
            "at": when(one.at, here.pack.zone),
            "can_take_back": not one.taken_back and may(someone.actor, "take_back_batch"),
            "taken_back": t("import.taken_back_at", at=when(one.taken_back[0], here.pack.zone), who=one.taken_back[1])
            if one.taken_back
            else "",
        }
        for one in found
    ]
