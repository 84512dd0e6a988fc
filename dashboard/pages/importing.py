"""导入台账: files are dropped, looked at row by row before anything is written, then written; and the batches."""

from dash import ClientsideFunction, Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from dashboard.ids import Import
from dashboard.importing.uploads import MEGA, MOST_BYTES, MOST_FILES
from dashboard.importing.waiting import to_review
from dashboard.pages.base import Page
from dashboard.routes.imports import importer
from data.exchange.columns import BOUNDARIES, KINDS, title
from data.exchange.mapping import columns_of
from data.exchange.outcome import Outcome
from data.exchange.template import FORMS
from data.words import below, t
from geo.datum import Datum

PREFIX = "page_import.script."
ENDINGS = ".xlsx,.xls,.et,.csv,.txt,.tsv,.json,.geojson,.gpkg,.zip"


def layout(query: str) -> Component:
    """The head; everything that moves is drawn by the script. Raises `FactsRefused` for who may not import."""
    someone = importer()
    head = [html.H1(t("page_import.title"), className="page-title"), *to_review(someone)]
    hint = t("page_import.hint", name=someone.name)
    return html.Main(
        [
            html.Div(head, className="page-head"),
            html.P(hint, className="page-note"),
            html.Div(id=Import.PAGE),
            dcc.Store(id=Import.WORDS, data=words()),
            dcc.Store(id=Import.BEGUN),
        ],
        className="page import",
    )


def words() -> dict[str, object]:
    """What the script says and offers."""
    limits = t("page_import.limits", most=MOST_BYTES // MEGA, files=MOST_FILES)
    return {
        "words": below(PREFIX) | {"limits": limits},
        "accept": ENDINGS,
        "most": MOST_BYTES,
        "kinds": [[name, t(f"column.kind.{name}")] for name in (*(kind.name for kind in KINDS), BOUNDARIES)],
        "templates": [[kind.name, t(f"column.kind.{kind.name}")] for kind in FORMS],
        "columns": {kind.name: [[key, title(kind.name, key)] for key in columns_of(kind.name)] for kind in KINDS},
        "datums": [[datum.value, t(f"page_import.datum.{datum.value}")] for datum in Datum],
        "outcomes": [[each.value, t(f"page_import.outcome.{each.value}")] for each in Outcome],
    }


def register(app: Dash) -> None:
    """The script begins when the page has come."""
    app.clientside_callback(
        ClientsideFunction("onemap", "imports"), Output(Import.BEGUN, "data"), Input(Import.WORDS, "data")
    )


PAGE = Page("/import", "page_import.title", layout, register, power="import_ledgers")
