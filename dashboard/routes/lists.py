"""``/api/v1/lists/<list>/…``: blocks of rows for the grid, and exactly these rows as files or on the map."""

from typing import Any
from urllib.parse import quote

from flask import Blueprint, Response, abort, jsonify, request, send_file, stream_with_context

from dashboard.lists import LISTS, ListOf
from dashboard.lists.asked import MOST_ON_MAP, Question
from dashboard.lists.export import Export
from dashboard.services import services

routes = Blueprint("lists", __name__, url_prefix="/api/v1/lists")


@routes.get("/<key>/rows")
def rows(key: str) -> Response:
    """One block: ``{"rows", "total", "pin", "change", "as_of", "place", "news"}``.

    ``f`` is a filter as query string, ``sort`` a column, ``desc`` 1 to turn it round. ``pin`` names the moment of a
    list that is being paged through, ``after`` the last row of the block before and ``start`` a position to jump to,
    ``count`` the rows wanted. ``keep`` are ids: ``place`` is where the first of them that is there stands. ``news`` is
    what a list without ``pin`` would bring: ``[added, gone, changed]``.
    """
    ask = Question.read(_list(key), request.args)
    with services().engine.connect() as connection:
        lines = ask.of.lines(connection, ask.snapshot, ask.scope, ask.chosen, ask.block(request.args))
    return jsonify(
        {
            "rows": [ask.of.cells(line) for line in lines],
            "total": len(ask.listing),
            "pin": str(ask.listing.pin),
            "change": ask.snapshot.change,
            "as_of": ask.as_of.isoformat(),
            "place": ask.place(request.args.get("keep", "").split(",")),
            "news": _news(ask),
        }
    )


def _news(ask: Question) -> list[int] | None:
    if ask.of.key != "hazards" or ask.listing.pin.change == ask.snapshot.change:
        return None
    news = ask.snapshot.news(ask.scope, ask.chosen, ask.listing)
    return [news.added, news.gone, news.changed]


@routes.get("/<key>/ids")
def ids(key: str) -> Response:
    """``{"ids"}``: what the rows are called that are there without having been shown; asked as for the rows."""
    return jsonify({"ids": Question.read(_list(key), request.args).ids(request.args)})


@routes.post("/<key>/places")
def places(key: str) -> Response:
    """Where the rows ``picked`` lie, asked as for an export: ``{"rows", "placed", "picked"}``.

    ``rows`` are the ``{"id", "at"}`` of the first `MOST_ON_MAP` that have a place, the others are numbers of rows.
    """
    ask = Question.read(_list(key), request.form)
    picked = ask.picked(request.form.get("picked", ""))
    placed = ask.placed(picked)
    with services().engine.connect() as connection:
        lines = ask.of.lines(connection, ask.snapshot, ask.scope, ask.chosen, placed[:MOST_ON_MAP])
    marked = [{"id": line.id, "at": line.at} for line in lines if line.at]
    return jsonify({"rows": marked, "placed": len(placed), "picked": len(picked)})


@routes.post("/<key>/export")
def export(key: str) -> Response:
    """The rows ``picked`` (see `Question.picked`) in ``columns`` as ``kind``: ``xlsx``, ``csv``, or ``tsv`` to copy.

    Filter, order and moment are said as for the rows.
    """
    said = request.form
    made = Export.of(Question.read(_list(key), said), said.get("columns", ""), said.get("picked", ""))
    kind = said.get("kind", "")
    if kind == "xlsx":
        return send_file(made.workbook(), download_name=made.name(kind), as_attachment=True)
    if kind == "tsv":
        return Response(made.copied(), content_type="text/plain; charset=utf-8")
    if kind != "csv":
        abort(400)
    answer = Response(stream_with_context(made.csv()), content_type="text/csv; charset=utf-8")
    answer.headers.set("Content-Disposition", "attachment", **_named(made.name(kind)))
    return answer


def _named(name: str) -> dict[str, Any]:
    """A file name beyond ASCII, as RFC 6266 wants it."""
    return {"filename*": f"UTF-8''{quote(name)}"}


def _list(key: str) -> ListOf:
    found = next((each for each in LISTS if each.key == key), None)
    if found is None:
        abort(404)
    return found
