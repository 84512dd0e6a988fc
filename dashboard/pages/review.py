"""待确认: rows of ledgers that are in doubt, each beside what it may be about, until somebody decides."""

from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from dashboard.ids import Review
from dashboard.pages.base import Page
from dashboard.routes.imports import importer
from dashboard.services import services
from data.exchange.columns import KINDS
from data.words import below, raw, t

PREFIX = "page_review.script."


def layout(query: str) -> Component:
    """The head; the rows are drawn by the script. Raises `FactsRefused` for who may not import."""
    importer()
    head = [html.H1(t("page_review.title"), className="page-title"), html.A(t(f"{PREFIX}back"), href="/import")]
    return html.Main(
        [
            html.Div(head, className="page-head"),
            html.P(t("page_review.hint"), className="page-note"),
            html.Div(id=Review.PAGE),
            dcc.Store(id=Review.WORDS, data=words()),
            dcc.Store(id=Review.BEGUN),
        ],
        className="page import",
    )


def words() -> dict[str, object]:
    """What the script says and offers."""
    return {
        "words": below(PREFIX),
        "results": raw("page_review.results"),
        "kinds": [[kind.name, t(f"column.kind.{kind.name}")] for kind in KINDS],
        "towns": [[town.code, town.name] for town in services().pack.towns],
    }


def register(app: Dash) -> None:
    """The script begins when the page has come."""
    app.clientside_callback(
        ClientsideFunction("onemap", "review"), Output(Review.BEGUN, "data"), Input(Review.WORDS, "data")
    )


PAGE = Page("/review", "page_review.title", layout, register, in_nav=False, power="import_ledgers")
