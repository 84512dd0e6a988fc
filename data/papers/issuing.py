"""Issue a paper: number it, draw it, and keep its very bytes with the hazard, all in one transaction or not at all."""

import io
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Connection, Engine

from data.errors import OneMapError
from data.packs.model import Pack
from data.papers.docx import docx
from data.papers.making import known_of, paper_of
from data.papers.pdf import Fonts, pdf
from data.rules.attachments import Purpose
from data.rules.errors import Problem, Reason
from data.rules.events import ATTACHMENT, HAZARD, PAPER, NewEvent
from data.rules.paper_facts import fits
from data.rules.papers import Document, Template
from data.rules.scope import Actor, Scope
from data.store.database import writing
from data.store.errors import FactsRefused
from data.store.files import FileStore, clean_name
from data.store.numbering import Numbers
from data.store.papers import issuing_org, number_for, papers_of
from data.store.past import HazardPast, hazard_past
from data.store.streams import lock_county, record


class PaperUnknown(OneMapError):
    """The pack has no template of that kind."""

    key: ClassVar[str] = "paper.unknown"


class PaperExists(OneMapError):
    """It was issued already, and nothing has happened since that it could say."""

    key: ClassVar[str] = "paper.exists"


def template_of(pack: Pack, kind: str) -> Template:
    """The template of this kind. Raises `PaperUnknown`."""
    found = next((template for template in pack.papers if template.kind == kind), None)
    if found is None:
        raise PaperUnknown(kind=kind[:60], kinds=", ".join(template.kind for template in pack.papers) or "-")
    return found


def offered_papers(pack: Pack, past: HazardPast, actor: Actor, today: date) -> tuple[Template, ...]:
    """The papers that fit the hazard as it is now and this person, in the order of the pack."""
    return tuple(template for template in pack.papers if fits(known_of(pack, template, past, actor, today), actor))


def issue(
    engine: Engine,
    pack: Pack,
    scope: Scope,
    actor: Actor,
    files: FileStore,
    fonts: Fonts,
    hazard_no: str,
    kind: str,
    now: datetime,
) -> str:
    """Issue a paper of the hazard and return its number. The number is given once, whoever else issues meanwhile.

    It is drawn before the county is locked; where somebody was faster, it is drawn again with what is true then.
    `NotFound` outside the scope, `FactsRefused` where the paper does not fit, `PaperExists` where there is nothing new.
    """
    now, template = now.astimezone(pack.zone), template_of(pack, kind)
    while True:
        with engine.connect() as connection:
            past, number = _look(connection, pack, scope, actor, template, hazard_no, now)
        document = paper_of(known_of(pack, template, past, actor, now.date(), number))
        drawn = {".docx": docx(document), ".pdf": pdf(document, fonts)}
        with writing(engine) as connection:
            lock_county(connection, pack)
            again, still = _look(connection, pack, scope, actor, template, hazard_no, now)
            if (again.version, still) == (past.version, number):
                _keep(connection, pack, actor, files, (template, hazard_no, number), document, drawn, now)
                return number


def _look(
    connection: Connection, pack: Pack, scope: Scope, actor: Actor, template: Template, hazard_no: str, now: datetime
) -> tuple[HazardPast, str]:
    """The hazard and the number that the paper gets, as things are; raises what stands against issuing it."""
    past = hazard_past(connection, scope, hazard_no)
    if not fits(known_of(pack, template, past, actor, now.date()), actor):
        raise FactsRefused(template.title, [Problem(Reason("paper_not_now"))])
    issued = [
        row for row in papers_of(connection, pack.code, hazard_no) if row.kind == template.kind and row.issued_day
    ]
    if issued and issued[-1].change > past.events[-1].change:
        raise PaperExists(title=template.title, no=issued[-1].no)
    return past, number_for(connection, pack, template, past, issuing_org(actor, past.hazard), now.date())


def _keep(
    connection: Connection,
    pack: Pack,
    actor: Actor,
    files: FileStore,
    what: tuple[Template, str, str],
    document: Document,
    drawn: Mapping[str, bytes],
    now: datetime,
) -> None:
    template, hazard_no, number = what
    numbers, at = Numbers(connection, pack), now.isoformat()
    ids, events = [], []
    for ending, content in drawn.items():
        name = clean_name(f"{document.title.replace('　', '')} {number}".replace("/", "-") + ending)
        kept = files.keep(io.BytesIO(content), name)
        body: dict[str, Any] = {
            "of_kind": HAZARD, "of_id": hazard_no, "sha256": kept.sha256, "name": name,
            "media_type": kept.media_type, "size": kept.size, "purpose": Purpose.PAPER.value,
        }  # fmt: skip
        ids.append(numbers.attachment())
        events.append(NewEvent(ATTACHMENT, ids[-1], "attached", at, body))
    told = {"kind": template.kind, "hazard_no": hazard_no, "docx": ids[0], "pdf": ids[1]}
    record(connection, pack, actor, [*events, NewEvent(PAPER, number, "issued", at, told)])
