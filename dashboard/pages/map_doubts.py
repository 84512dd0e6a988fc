"""What is doubtful about a record, in the drawer of the map, with the way to where it is mended."""

from dash import dcc, html
from dash.development.base_component import Component
from sqlalchemy import Connection

from dashboard.quality.asked import POWER, Question
from dashboard.services import services
from dashboard.viewer import Viewer
from data.quality.work import findings_of
from data.rules.powers import may
from data.words import t


def doubts(connection: Connection, someone: Viewer, of: str, id_: str) -> list[Component]:
    """A line for each finding of the record; nothing for who may not mend it, or where there is none."""
    if not may(someone.actor, POWER):
        return []
    here = services()
    found = findings_of(connection, someone.scope, here.twins, here.today(), of, id_)
    links = [
        html.Li(dcc.Link(t(f"quality.finding.{each.key}"), href=Question(each, record=id_).address())) for each in found
    ]
    return [html.H3(t("quality.drawer")), html.Ul(links, className="drawer-doubts")] if links else []
