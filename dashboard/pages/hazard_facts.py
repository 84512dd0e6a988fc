"""The left column of the hazard page: what it is, what must be done by when and by which rule, and the rounds."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboard.attributes import attributes
from dashboard.badges import countdown_badge
from dashboard.names import Names
from dashboard.timeline import yuan
from data.rules.deadlines import DatedRule, Due
from data.rules.hazard import Hazard
from data.rules.vocabulary import ManageType, PlaceQuality, State
from data.words import t


def day(ordinal: int | None) -> str:
    """An ISO date, or a dash."""
    return date.fromordinal(ordinal).isoformat() if ordinal else t("page_common.none")


def fen(amount: int | None) -> str:
    """Money of the store as people read it, or a dash when not stated."""
    return t("page_common.none") if amount is None else yuan(amount / 100)


def card(title: str, *children: Any, note: str = "", name: str = "") -> Component:
    """One titled box of the page."""
    head = html.H2([title, html.Small(note)] if note else title, className="card-title")
    return html.Section([head, *children], className=f"card {name}".strip())


def facts(pairs: Sequence[tuple[str, Any, bool]]) -> Component:
    """A grid of label and value; blanks are a dash, wide ones take a whole row."""
    rows = [
        html.Div(
            [html.Dt(label), html.Dd(value or t("page_common.none"))], className="fact fact-wide" if wide else "fact"
        )
        for label, value, wide in pairs
    ]
    return html.Dl(rows, className="facts")


def basics(hazard: Any, names: Names) -> Component:
    """基本情况: subject, place, grade, source and words of the hazard."""

    def word(key: str) -> str:
        return t(f"page_hazard.{key}")

    place = " ".join(
        part for part in (names.town(hazard.town), names.cell(hazard.cell), names.park(hazard.park)) if part
    )
    return card(
        word("basics"),
        facts(
            [
                (word("description"), hazard.description, True),
                (word("subject"), _subject(hazard), False),
                (word("subject_kind"), t(f"page_common.subject_kind.{hazard.subject_kind}"), False),
                (word("sector"), names.sector(hazard.sector), False),
                (word("dept"), names.org(hazard.dept), False),
                (word("level"), t(f"page_common.level.{hazard.level}"), False),
                (word("category"), hazard.category, False),
                (word("cause_type"), names.cause(hazard.cause_type, hazard.found_day), False),
                *([(word("judge_basis"), hazard.judge_basis, True)] if hazard.judge_basis else []),
                (word("source"), t(f"page_common.source.{hazard.source}"), False),
                (word("manage_type"), t(f"page_common.manage_type.{hazard.manage_type}"), False),
                (
                    word("found"),
                    " ".join(filter(None, [day(hazard.found_day), names.org(hazard.found_org), hazard.found_by])),
                    False,
                ),
                (word("is_repeat"), t("page_common.yes" if hazard.is_repeat else "page_common.no"), False),
                (word("place"), place, False),
                (word("address"), hazard.address, False),
                (word("coordinates"), coordinates(hazard), False),
            ]
        ),
    )


def _subject(hazard: Any) -> Any:
    if not hazard.object_id:
        return hazard.subject_name
    return html.A(hazard.subject_name, href=f"/objects/{hazard.object_id}")


def coordinates(place: Any) -> str:
    """The point with its quality; an estimated place says only that it is estimated."""
    quality = PlaceQuality(place.place_quality)
    words = t(f"page_common.place_quality.{quality.value}")
    if place.lon is None or not quality.is_precise:
        return words
    return t("page_hazard.point", lon=f"{place.lon:.6f}", lat=f"{place.lat:.6f}", quality=words)


def five(hazard: Any) -> Component:
    """整改“五落实”: each of the five, a dash where it is not stated yet."""
    stated = [
        ("person", hazard.five_person),
        ("measures", hazard.five_measures),
        ("funds", None if hazard.five_funds_fen is None else fen(hazard.five_funds_fen)),
        ("deadline", None if hazard.five_deadline is None else day(hazard.five_deadline)),
        ("plan", hazard.five_plan),
    ]
    done = sum(value is not None for _, value in stated)
    rows = [(t(f"page_hazard.five_{name}"), value, False) for name, value in stated]
    return card(t("page_hazard.five"), facts(rows), note=t("page_hazard.five_done", done=done))


def table(heads: Sequence[Any], rows: Sequence[Sequence[Any]], keep: Sequence[int] = ()) -> Component:
    """A plain table; columns in ``keep`` never wrap. On a phone a row is a block, so each cell knows its head."""
    body = [
        html.Tr([_cell(head, cell, place in keep) for place, (head, cell) in enumerate(zip(heads, row, strict=True))])
        for row in rows
    ]
    return html.Table([html.Thead(html.Tr([html.Th(head) for head in heads])), html.Tbody(body)], className="table")


def _cell(head: Any, cell: Any, whole: bool) -> Component:
    named = attributes(data_head=head) if isinstance(head, str) else {}
    return html.Td(cell, className="nowrap" if whole else "", **named)


def rounds(rows: Sequence[Any]) -> Component:
    """整改与复查 by round: ordered, due, submitted, re-inspected with result and opinion."""
    title = t("page_hazard.rounds")
    if not rows:
        return card(title, html.Div(t("page_hazard.no_rounds"), className="empty"))
    heads = [
        t(f"page_hazard.round_{name}") for name in ("no", "ordered", "deadline", "submitted", "reinspected", "result")
    ]
    lines = [
        [
            str(row.round),
            _stacked(day(row.ordered_day), row.doc_no),
            day(row.deadline),
            _stacked(day(row.submitted_day), fen(row.cost_fen) if row.cost_fen is not None else None),
            _stacked(day(row.reinspected_day), row.reinspected_by),
            _stacked(t(f"evidence.results.{row.result}") if row.result else t("page_common.none"), row.opinion),
        ]
        for row in rows
    ]
    return card(title, table(heads, lines, keep=(0, 2)))


def _stacked(first: str, second: str | None) -> Any:
    return [first, html.Span(second, className="rule-source")] if second else first


def dues(hazard: Hazard, ruled: Sequence[Due], today: date) -> Component:
    """期限与依据: every due date of the hazard, how long it has, and what gave it: a rule, an order or an extension."""
    title = t("page_hazard.dues")
    lines = [*_deadline(hazard, today), *(_ruled(due, today) for due in ruled)]
    if not lines:
        return card(title, html.Div(t("page_hazard.no_dues"), className="empty"))
    heads = [t(f"page_hazard.due_{name}") for name in ("what", "day", "left", "rule")]
    return card(title, table(heads, lines, keep=(0, 1, 2)))


def _ruled(due: Due, today: date) -> list[Any]:
    what = "deadline_proposed" if due.what == "deadline" else due.what
    left = countdown_badge(due.day, today)
    return [t(f"page_hazard.due.{what}"), due.day.isoformat(), left, by_rule(due)]


def _deadline(hazard: Hazard, today: date) -> list[list[Any]]:
    if hazard.deadline is None:
        return []
    due = date.fromordinal(hazard.deadline)
    runs = hazard.state.is_open and hazard.state is not State.SUBMITTED
    left = countdown_badge(due, today) if runs else t("page_hazard.due_over")
    return [[t("page_hazard.due.deadline"), due.isoformat(), left, deadline_by(hazard)]]


def deadline_by(hazard: Hazard) -> str:
    """What gave the effective deadline: being fixed on the spot, an extension, an order, or the five essentials."""
    if hazard.manage_type == ManageType.ON_THE_SPOT:
        return t("page_hazard.due_by_spot")
    if hazard.extensions:
        return t("page_hazard.due_by_extension", count=hazard.extensions)
    if doc_no := hazard.rounds[-1].doc_no if hazard.rounds else None:
        return t("page_hazard.due_by_order", doc_no=doc_no)
    return t("page_hazard.due_by_order_plain" if hazard.ordered else "page_hazard.due_by_five")


def pending(dues: Sequence[Due], today: date) -> list[tuple[str, Any, bool]]:
    """Due days as facts of a card: the day, what is left, and the rule."""
    return [
        (
            t(f"page_hazard.due.{due.what}"),
            [
                due.day.isoformat(),
                " ",
                countdown_badge(due.day, today),
                html.Span(by_rule(due), className="rule-source"),
            ],
            True,
        )
        for due in dues
    ]


def by_rule(due: Due) -> list[Any]:
    """The rule behind a day, and what makes the day uncertain."""
    note = [html.Span(due.note.sentence(), className="rule-source")] if due.note else []
    return [rule_words(due.rule), *note]


def rule_words(rule: DatedRule) -> str:
    """The document and article of a dated rule."""
    return f"{rule.source_doc} {rule.article}".strip(" —")


def steps(order: Sequence[tuple[str, str]], now: str, *, over: bool) -> Component:
    """Stages (code, words) in a row, the present one marked; when it is all over, every one is done."""
    at = [code for code, _words in order].index(now)
    marks = ["is-done" if place < at or over else "is-now" if place == at else "" for place in range(len(order))]
    items = [html.Li(words, className=mark) for (_code, words), mark in zip(order, marks, strict=True)]
    return html.Ol(items, className="steps")
