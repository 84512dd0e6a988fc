"""Files are what their content says, are kept once, and are shown only where their record may be seen."""

import hashlib
import io
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.packs import Pack
from data.rules.attachments import MOST_BYTES
from data.rules.events import NewEvent
from data.rules.scope import Actor, Scope
from data.rules.vocabulary import Role
from data.store.attaching import attach, attachment, attachments_of, detach
from data.store.database import writing
from data.store.doctor import examine
from data.store.errors import (
    FactsRefused,
    FileEmpty,
    FileKindRefused,
    FileNameLies,
    FilesUnwritable,
    FileTooLarge,
    NotFound,
)
from data.store.files import FileStore, clean_name
from data.store.streams import record
from tests import factories
from tests.store import files as samples

ENTERPRISE = Actor("李某", "", Role.ENTERPRISE)


@pytest.fixture
def store(tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files")


@pytest.fixture
def now(pack: Pack) -> datetime:
    return datetime(2021, 6, 2, 9, tzinfo=pack.zone)


def hazard(engine: Engine, pack: Pack) -> str:
    event = factories.found(town=pack.towns[0].code)
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [event])
    return event.id


def put(
    engine: Engine, pack: Pack, store: FileStore, no: str, now: datetime, name: str = "图.png", content: bytes = b""
) -> str:
    file = (name, io.BytesIO(content or samples.PNG))
    whole = Scope.whole(pack.code)
    return attach(engine, pack, whole, factories.OFFICER, store, ("hazard", no), file, "before", now)


@pytest.mark.parametrize("name", samples.TAKEN)
def test_every_kind_that_is_taken_is_kept_under_its_hash(store: FileStore, name: str) -> None:
    kept = store.keep(io.BytesIO(samples.TAKEN[name]), name)
    content = store.path(kept.sha256).read_bytes()
    assert (kept.sha256, kept.size) == (hashlib.sha256(content).hexdigest(), len(content))
    assert (content == samples.TAKEN[name]) == (name in samples.DOCUMENTS)
    assert [path.name for path in store.root.iterdir()] == [kept.sha256[:2]]


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("图.svg", samples.SVG, FileKindRefused),
        ("页.html", samples.HTML, FileKindRefused),
        ("图.png", samples.HTML, FileKindRefused),
        ("图.png", samples.PDF, FileNameLies),
        ("报告.pdf.exe", samples.PDF, FileNameLies),
        ("宏.docx", samples.office("word/document.xml", "word/vbaProject.bin"), FileKindRefused),
        ("坏.docx", b"PK\x03\x04 no archive", FileKindRefused),
        ("空.png", b"", FileEmpty),
        ("大.png", samples.PNG + b"\0" * MOST_BYTES, FileTooLarge),
    ],
)
def test_what_cannot_be_taken_leaves_nothing_behind(
    store: FileStore, name: str, content: bytes, error: type[Exception]
) -> None:
    with pytest.raises(error):
        store.keep(io.BytesIO(content), name)
    assert list(store.root.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FilesUnwritable, match="附件目录"):
        FileStore(tmp_path / "file").keep(io.BytesIO(samples.PNG), "图.png")


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/图.png", "图.png"),
        ("C:\\照片\\图.png", "图.png"),
        ("图\r\nSet-Cookie: a.png", "图Set-Cookie: a.png"),
        ("\u202egnp.exe", "gnp.exe"),
        ("", "file"),
        ("长" * 300 + ".png", "长" * 114 + ".png"),
    ],
)
def test_names_keep_nothing_dangerous(name: str, clean: str) -> None:
    assert clean_name(name) == clean


def test_an_attachment_is_seen_only_where_its_hazard_is(
    engine: Engine, pack: Pack, store: FileStore, now: datetime
) -> None:
    no = hazard(engine, pack)
    number = put(engine, pack, store, no, now)
    ours, theirs = (Scope.of_towns(pack.code, town.code) for town in pack.towns[:2])
    with engine.connect() as connection:
        assert attachment(connection, ours, number).name == "图.png"
        assert [row.id for row in attachments_of(connection, ours, "hazard", [no])] == [number]
        assert attachments_of(connection, theirs, "hazard", [no]) == ()
        with pytest.raises(NotFound):
            attachment(connection, theirs, number)
    file = ("图.png", io.BytesIO(samples.PNG))
    with pytest.raises(NotFound):
        attach(engine, pack, theirs, factories.OFFICER, store, ("hazard", no), file, "before", now)


@pytest.mark.parametrize("how", ["merged", "withdrawn"])
def test_what_was_merged_or_withdrawn_takes_no_file(
    engine: Engine, pack: Pack, store: FileStore, now: datetime, how: str
) -> None:
    no = hazard(engine, pack)
    body = {"into": "YH-2"} if how == "merged" else {"reason": "导入错误"}
    with writing(engine) as connection:
        record(connection, pack, factories.OFFICER, [factories.found("YH-2")])
        record(connection, pack, factories.OFFICER, [NewEvent("hazard", no, how, now.isoformat(), body)])
    with pytest.raises(FactsRefused, match="合并或撤回"):
        put(engine, pack, store, no, now)
    assert examine(engine, pack, store) == []


def test_the_same_file_is_kept_once(engine: Engine, pack: Pack, store: FileStore, now: datetime) -> None:
    no = hazard(engine, pack)
    assert put(engine, pack, store, no, now) == put(engine, pack, store, no, now, "另一名.png")


def test_only_offices_or_whoever_put_it_up_take_an_attachment_down(
    engine: Engine, pack: Pack, store: FileStore, now: datetime
) -> None:
    whole, no = Scope.whole(pack.code), hazard(engine, pack)
    number = put(engine, pack, store, no, now)
    with pytest.raises(FactsRefused, match="无权"):
        detach(engine, pack, whole, ENTERPRISE, number, "x", now)
    with pytest.raises(FactsRefused, match="理由"):
        detach(engine, pack, whole, factories.OFFICER, number, " ", now)
    detach(engine, pack, whole, factories.OFFICER, number, "传错了", now)
    with pytest.raises(NotFound), engine.connect() as connection:
        attachment(connection, whole, number)
    assert examine(engine, pack, store) == []


def test_after_the_last_file_was_taken_down_the_next_one_is_taken_as_a_new_one(
    engine: Engine, pack: Pack, store: FileStore, now: datetime
) -> None:
    no = hazard(engine, pack)
    first = put(engine, pack, store, no, now)
    detach(engine, pack, Scope.whole(pack.code), factories.OFFICER, first, "传错了", now)
    assert put(engine, pack, store, no, now) > first
    assert examine(engine, pack, store) == []


def test_the_doctor_misses_files_and_sees_changed_ones(
    engine: Engine, pack: Pack, store: FileStore, now: datetime
) -> None:
    no = hazard(engine, pack)
    put(engine, pack, store, no, now)
    put(engine, pack, store, no, now, "报告.pdf", samples.PDF)
    assert examine(engine, pack, store) == []
    png, pdf = (store.path(store.keep(io.BytesIO(samples.TAKEN[name]), name).sha256) for name in ("图.png", "报告.pdf"))
    png.unlink()
    pdf.write_bytes(b"%PDF-other")
    assert {finding.kind for finding in examine(engine, pack, store)} == {"file_missing", "file_changed"}
