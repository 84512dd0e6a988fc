"""All findings: one line each, its number in every town of the reader's, each number a way to its list."""

from collections.abc import Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from dashboard import choices
from dashboard.attributes import attributes
from dashboard.importing.waiting import to_review
from dashboard.quality.asked import Question
from dashboard.services import services
from dashboard.viewer import Viewer
from data.quality import FINDINGS, Finding
from data.quality.findings import GROUPS
from data.quality.work import NO_TOWN, Counts, counted
from data.words import t

AHEAD = 200_000
"""Hazards up to which findings are counted once the server runs."""


def overview(someone: Viewer) -> list[Component]:
    """The table, or the words that nothing is left to mend."""
    counts = counts_for(someone)
    head = [
        html.Div([html.H1(t("quality.title"), className="page-title"), *to_review(someone)], className="page-head"),
        html.P(t("quality.note", name=someone.name), className="page-note"),
    ]
    if not counts:
        empty = [html.H2(t("quality.clear")), html.P(t("quality.clear_hint"))]
        return [*head, html.Div(empty, className="empty-page")]
    return [*head, html.Div(_table(counts, _towns(counts, someone)), className="card quality-all")]


def ahead(someone: Viewer) -> None:
    """Count before anybody asks, beside the first answers; not where that takes long."""
    if len(services().model.snapshot.hazards) <= AHEAD:
        counts_for(someone)


def counts_for(someone: Viewer) -> Counts:
    """The numbers of the reader's scope, worked out once for each change of the county and each day."""
    here, scope = services(), someone.scope
    today = here.today()

    def count() -> Counts:
        with here.engine.connect() as connection:
            return counted(connection, scope, here.twins, today)

    return here.model.snapshot.memory.kept(("findings", scope, today), count)


def _towns(counts: Counts, someone: Viewer) -> list[tuple[str, str]]:
    """Columns: the towns of the scope when there are several, and what has no town when there is any."""
    short = {town.code: town.short_name for town in services().pack.towns}
    known = [(code, short[code]) for code, _name in choices.towns(services().pack, someone.scope)]
    columns = known if len(known) > 1 else []
    nowhere = any(NO_TOWN in towns for towns in counts.values())
    return [*columns, *([(NO_TOWN, t("quality.no_town"))] if nowhere and columns else [])]


def _table(counts: Counts, towns: Sequence[tuple[str, str]]) -> Component:
    heads = [html.Th(t("quality.finding_head")), html.Th(t("quality.total"), className="count")]
    heads += [html.Th(name, className="count by-town") for _code, name in towns]
    body: list[Component] = []
    for group in GROUPS:
        body.append(html.Tr(html.Th(t(f"quality.group.{group}"), colSpan=2 + len(towns), scope="colgroup")))
        body += [_line(one, counts.get(one.key, {}), towns) for one in FINDINGS if one.group == group]
    return html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="table quality-table")


def _line(finding: Finding, numbers: Mapping[str, int], towns: Sequence[tuple[str, str]]) -> Component:
    total = sum(numbers.values())
    name = t(f"quality.finding.{finding.key}")
    about = html.Span(t(f"quality.why.{finding.key}"), className="rule-source")
    cells = [
        html.Td([_link(name, Question(finding)) if total else html.Span(name), about]),
        html.Td(_number(total, Question(finding), name), className="count total"),
    ]
    cells += [
        html.Td(_number(numbers.get(code, 0), Question(finding, code), f"{town} {name}"), className="count by-town")
        for code, town in towns
    ]
    return html.Tr(cells, className="" if total else "is-clear", **attributes(data_finding=finding.key))


def _number(number: int, where: Question, label: str) -> Component:
    if not number:
        return html.Span("0", className="quiet")
    return _link(f"{number:,}", where, label)


def _link(words: str, where: Question, label: str = "") -> Component:
    named = attributes(aria_label=f"{label} {words}") if label else {}
    return html.A(words, href=where.address(), className="cell-link", **named)
