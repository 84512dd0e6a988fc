"""The way to the rows of ledgers that wait for a decision, with how many there are."""

from dash import html
from dash.development.base_component import Component

from dashboard.services import services
from dashboard.viewer import Viewer
from data.rules.powers import may
from data.store.held import HeldState, counts
from data.words import t


def to_review(someone: Viewer) -> list[Component]:
    """A link for who may decide about them, else nothing."""
    if not may(someone.actor, "import_ledgers"):
        return []
    with services().engine.connect() as connection:
        waiting = counts(connection, someone.scope, someone.actor.org).get(HeldState.OPEN, 0)
    return [html.A(t("page_import.to_review", n=waiting), href="/review", className="import-to-review")]
