"""The records of one finding: what is wrong with each in a sentence, and the means to mend it beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.attributes import attributes
from dashboard.quality import said
from dashboard.quality.asked import PATH, Question
from dashboard.quality.mends import offered
from dashboard.services import services
from dashboard.viewer import Viewer
from data.quality import Finding
from data.quality.twins import ALIKE, MOST_ALIKE
from data.quality.work import NO_TOWN, Item, by_town, items
from data.words import t

PAGE = 50
"""Records of one page."""


def worklist(asked: Question, someone: Viewer) -> list[Component]:
    """The whole page of one finding."""
    here, finding = services(), asked.finding
    assert finding is not None
    other = replace(asked, accepted=not asked.accepted, page=1, record=None)
    with here.engine.connect() as connection:
        numbers = by_town(connection, someone.scope, here.twins, here.today(), asked.list)
        beside = sum(by_town(connection, someone.scope, here.twins, here.today(), other.list).values())
        total = sum(numbers.values()) if asked.town is None else numbers.get(asked.town, 0)
        pages = 1 if asked.record else max(1, -(-total // PAGE))
        page = min(asked.page, pages)
        found = items(connection, someone.scope, here.twins, here.today(), asked.list, (page - 1) * PAGE, PAGE)
    counts = (beside, sum(numbers.values())) if asked.accepted else (sum(numbers.values()), beside)
    return [
        _head(asked, finding, total),
        html.P(t(f"quality.why.{finding.key}"), className="page-note"),
        *_full(finding),
        html.Div([_tabs(asked, counts), *_towns(asked, numbers), *_whole(asked)], className="quality-bar no-print"),
        _rows(asked, finding, found, someone) if found else _nothing(asked),
        *_pager(replace(asked, page=page), pages),
    ]


def _head(asked: Question, finding: Finding, total: int) -> Component:
    crumbs = html.Div(html.A(t("quality.title"), href=PATH), className="crumbs")
    title = html.H1(t(f"quality.finding.{finding.key}"), className="page-title")
    file = replace(asked, page=1).address("/api/v1/quality/{}")
    exports = [
        html.A(t(f"quality.export_{kind}"), href=file.format(kind), download="", className="button")
        for kind in ("xlsx", "csv")
    ]
    return html.Div(
        [crumbs, title, *([html.Div(exports, className="page-actions no-print")] if total else [])],
        className="page-head",
    )


def _tabs(asked: Question, counts: tuple[int, int]) -> Component:
    words = (("to_do", False), ("looked_at", True))
    return html.Div(
        [
            html.A(
                t(f"quality.{word}", n=f"{count:,}"),
                href=replace(asked, accepted=accepted, page=1, record=None).address(),
                className="segment",
                **_current("page", asked.accepted == accepted),
            )
            for (word, accepted), count in zip(words, counts, strict=True)
        ],
        className="segments",
    )


def _whole(asked: Question) -> list[Component]:
    """Where one record is shown alone: the way to all of them."""
    if asked.record is None:
        return []
    return [html.A(t("quality.whole"), href=replace(asked, record=None).address(), className="button small")]


def _current(word: str, stands: bool) -> dict[str, Any]:
    return attributes(aria_current=word) if stands else {}


def _towns(asked: Question, numbers: Mapping[str, int]) -> list[Component]:
    """Chips of the towns that have such records; none where there is nothing to choose."""
    names = {town.code: town.short_name for town in services().pack.towns} | {NO_TOWN: t("quality.no_town")}
    codes = [code for code in names if numbers.get(code)]
    if len(codes) < 2 and asked.town is None:
        return []
    chips: list[tuple[str | None, str, int]] = [(None, t("quality.all_towns"), sum(numbers.values()))]
    chips += [(code, names[code], numbers[code]) for code in codes]
    links = [
        html.A(
            [name, html.Span(f"{count:,}", className="option-count")],
            href=replace(asked, town=code, page=1, record=None).address(),
            className="quality-town",
            **_current("true", asked.town == code and not asked.record),
        )
        for code, name, count in chips
    ]
    return [html.Div(links, className="quality-towns")]


def _full(finding: Finding) -> list[Component]:
    """Where there are more names alike than are looked for, that is said."""
    if ALIKE not in finding.reasons or not services().twins.is_full:
        return []
    return [html.P(t("quality.full", most=f"{MOST_ALIKE:,}"), className="page-note", role="status")]


def _rows(asked: Question, finding: Finding, found: Sequence[Item], someone: Viewer) -> Component:
    heads = [t(f"quality.{name}") for name in ("record", "town", "wrong_head", "action")]
    body = [html.Tr(_cells(asked, finding, item, someone, heads), **attributes(data_record=item.id)) for item in found]
    parts = [html.Thead(html.Tr([html.Th(head) for head in heads])), html.Tbody(body)]
    return html.Div(html.Table(parts, className="table quality-rows"), className="card")


def _cells(
    asked: Question, finding: Finding, item: Item, someone: Viewer, heads: Sequence[str]
) -> list[Component]:  # fmt: skip
    names = services().names
    record: list[Component] = [_record(said.href(item), said.name(item), item.id)]
    if item.other is not None:
        record.append(_record(f"/objects/{item.other.id}", item.other.name, item.other.id))
    told: list[Component | str] = [said.wrong(finding, item, names)]
    if asked.accepted:
        told.append(html.Span(said.accepted(item), className="rule-source"))
    buttons = [_button(mend.key, finding, item) for mend in offered(finding, item, someone, accepted=asked.accepted)]
    if finding.key == "hazard_no_deadline" and not asked.accepted:
        buttons.insert(0, html.A(t("quality.to_deadline"), href=said.href(item), className="button small"))
    contents: list[Any] = [record, names.town(item.row.town), told, html.Div(buttons, className="quality-means")]
    return [html.Td(each, **attributes(data_head=head)) for head, each in zip(heads, contents, strict=True)]


def _record(href: str, name: str, id_: str) -> Component:
    return html.Div([html.A(name, href=href, className="cell-link"), html.Span(id_, className="rule-source")])


def _button(mend: str, finding: Finding, item: Item) -> Component:
    told = attributes(
        data_mend=mend, data_finding=finding.key, data_id=item.id, data_other=item.other_id,
        aria_label=f"{t(f'quality.mend.{mend}')} {said.name(item)}",
    )  # fmt: skip
    return html.Button(t(f"quality.mend.{mend}"), className="button small", type="button", **told)


def _nothing(asked: Question) -> Component:
    if asked.accepted:
        return html.Div(html.P(t("quality.nothing_accepted")), className="empty-page")
    return html.Div([html.H2(t("quality.nothing")), html.P(t("quality.nothing_hint"))], className="empty-page")


def _pager(asked: Question, pages: int) -> list[Component]:
    if pages < 2:
        return []
    steps = (("before", asked.page - 1), ("after", asked.page + 1))
    links: list[Component] = [
        html.A(t(f"quality.{word}"), href=replace(asked, page=page).address(), className="button")
        if 1 <= page <= pages
        else html.Button(t(f"quality.{word}"), className="button", disabled=True)
        for word, page in steps
    ]
    links.insert(1, html.Span(t("quality.page", page=asked.page, pages=pages), className="quiet"))
    return [html.Nav(links, className="pager no-print")]
