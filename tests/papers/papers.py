"""Papers as tests look at them: made of any template, read back as text."""

import io
import re
import zipfile
from datetime import date
from typing import Any

import docx as library
from pypdf import PdfReader

from dashboard.vendor import WHOLE_FONTS
from data.packs import Pack
from data.papers.docx import docx
from data.papers.making import names_of
from data.papers.pdf import pdf
from data.rules.cases import Case, Listing
from data.rules.events import HappenedEvent
from data.rules.hazard import Hazard, Round
from data.rules.paper_facts import Known
from data.rules.papers import Document, Template
from data.rules.vocabulary import State
from tests.packs.jurisdictions import BOTH, loaded

TODAY = 738_000
TEMPLATES = [(name, template) for name in BOTH for template in loaded(name).papers]
IDS = [f"{loaded(name).code}-{template.kind}" for name, template in TEMPLATES]


def hazard(**facts: Any) -> Hazard:
    """A hazard of which only what must be known is known."""
    first = {
        "hazard_no": "YH0001", "subject_name": "示例企业", "found_day": TODAY - 30, "found_at": "2021-06-01",
        "state": State.CONFIRMED, "state_day": TODAY - 30, "level": 0, "source": 2, "manage_type": 1,
        "description": "灭火器过期未更换",
    }  # fmt: skip
    return Hazard(**(first | facts))


def full(**facts: Any) -> Hazard:
    """A hazard of which everything is known."""
    told = {
        "uscc": "91370125MA3C000000", "address": "示例路一号", "category": "消防", "judge_basis": "判定标准第三条",
        "found_by": "张三", "deadline": TODAY - 3, "five_person": "李四", "five_measures": "更换",
        "five_funds_fen": 123_456, "five_deadline": TODAY, "five_plan": "现场处置", "cost_fen": 90_000, "level": 1,
        "rounds": [
            Round(1, TODAY - 20, "责改七号", TODAY - 3, TODAY - 5, "王五", 1, TODAY - 2, "赵六", "fail", "未清理")
        ],
    }  # fmt: skip
    return hazard(**(told | facts))


def known(pack: Pack, template: Template, of: Hazard, number: str | None = None, whole: bool = False) -> Known:
    """What is known for one paper; ``whole`` lets a case, a listing and telling events run beside it."""
    cases, listing, events = [], None, []
    if whole:
        cases = [Case("AJ0001", TODAY - 9, org=pack.organisations[2].code, fine_fen=2_000_000, penalties="罚款")]
        listing = Listing(of.hazard_no, stage="L3", level="区", listed_day=TODAY - 8, due_day=TODAY + 60)
        told = [
            ("submitted", {"note": "已更换"}), ("transferred", {"to": pack.organisations[3].code, "reason": "管辖"}),
            ("case_filed", {"cause": "未消除隐患", "law": "第一百零二条"}),
            ("listed", {"responsible": "示例企业", "requirements": "限期治理"}),
        ]  # fmt: skip
        events = [HappenedEvent("hazard", of.hazard_no, what, "2021-07-01", body, TODAY, 0) for what, body in told]
    org = pack.organisations[2].code
    return Known(
        template, of, cases, listing, events, date.fromordinal(TODAY), org, number, names_of(pack)
    )  # fmt: skip


def text_of_docx(document: Document) -> str:
    """All words of the DOCX in the order of the document, without spaces."""
    book = library.Document(io.BytesIO(docx(document)))
    texts = [node.text or "" for node in book.element.body.iter() if node.tag.endswith("}t")]
    return _plain("".join(texts))


def text_of_pdf(document: Document) -> str:
    """All words of the PDF, without spaces and page numbers."""
    pages = PdfReader(io.BytesIO(pdf(document, WHOLE_FONTS))).pages
    return _plain("".join(re.sub(r"— \d+ —", "", page.extract_text(), count=1) for page in pages))


def pages_of(document: Document) -> int:
    """Pages of the PDF."""
    return len(PdfReader(io.BytesIO(pdf(document, WHOLE_FONTS))).pages)


def text_of(document: Document) -> str:
    """What the document itself says."""
    cells = [cell for part in document.parts for row in part.rows for cell in row]
    return _plain("".join([document.heading, document.title, document.number, *cells]))


def is_office_file(content: bytes) -> bool:
    """Whether this opens as a package of parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.testzip() is None and "word/document.xml" in archive.namelist()


def _plain(text: str) -> str:
    return "".join(text.split())
