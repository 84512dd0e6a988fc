"""A person says what the titles of a ledger mean, and the importer believes them and tells so."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from dashboard.cli import main
from data.exchange.columns import KINDS, title
from data.exchange.errors import BadMapping, NoTable
from data.exchange.importer import import_file
from data.exchange.mapping import ColumnMapping, columns_of, parse_mapping, read_mapping
from data.exchange.office import save_for_office
from data.exchange.outcome import ImportReport
from data.packs import Pack
from data.rules.scope import SYSTEM, Actor, Scope
from data.rules.vocabulary import Role
from data.store.models import MappingRow
from tests.exchange.books import HAZARD_HEADER, HAZARD_ROW, NOW, hazard, hazards, imported, only, stored, text, xlsx

FOREIGN = ("何时", "哪个镇", "查了谁", "看到什么", "轻重", "给到哪天", "改了没", "再看", "再看怎样")
MEANS = (
    "found_on", "town", "subject", "description", "level", "deadline", "status", "reinspected_on",
    "reinspection_result",
)  # fmt: skip


def mapping(**columns: str | None) -> ColumnMapping:
    return ColumnMapping("hazards", columns)


def foreign() -> ColumnMapping:
    return mapping(**dict(zip(FOREIGN, MEANS, strict=True)))


def meanings(report: ImportReport) -> dict[str, tuple[str | None, str]]:
    return {one.title: (one.key, one.origin) for table in report.tables for one in table.titles}


def test_titles_that_nobody_knows_are_read_as_the_mapping_says(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    usual = only(hazards(sqlite_engine, pack, tmp_path, [hazard()], dry_run=True))
    with pytest.raises(NoTable):
        hazards(sqlite_engine, pack, tmp_path, [hazard()], FOREIGN, dry_run=True)
    report = hazards(sqlite_engine, pack, tmp_path, [hazard()], FOREIGN, mapping=foreign())
    assert only(report).values == usual.values
    assert meanings(report) == {one: (key, "file") for one, key in zip(FOREIGN, MEANS, strict=True)}
    assert any(f"“查了谁”作“{title('hazards', 'subject')}”" in note for note in report.notes)


def test_a_kind_that_the_mapping_says_need_not_be_said_again(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    file = text(tmp_path / "ledger.csv", [FOREIGN, hazard()])
    assert imported(sqlite_engine, pack, file, None, mapping=foreign()).kind == "hazards"  # type: ignore[arg-type]
    with pytest.raises(BadMapping, match="objects"):
        imported(sqlite_engine, pack, file, "objects", mapping=foreign())


def test_a_title_that_is_left_out_is_told_and_not_read(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    report = hazards(sqlite_engine, pack, tmp_path, [hazard(隐患级别="重大")], mapping=mapping(隐患级别=None))
    values = only(report).values
    assert values is not None
    assert values["level"] == 0
    assert meanings(report)["隐患级别"] == (None, "file")
    assert any("“隐患级别”不导入" in note for note in report.notes)


def test_a_column_that_the_mapping_names_is_nowhere_else(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    """检查时间 is the day of finding until somebody says that 实际日期 is; then it is no more."""
    header, row = [*HAZARD_HEADER, "实际 日期"], [*hazard(), "2021-05-13"]
    report = hazards(sqlite_engine, pack, tmp_path, [row], header, mapping=mapping(实际日期="found_on"))
    values = only(report).values
    assert values is not None
    assert values["found_on"] == "2021-05-13"
    assert meanings(report)["检查时间"] == (None, "file")
    assert any("“检查时间”不导入" in note for note in report.notes)


def test_titles_of_two_rows_are_said_joined(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    top = [*HAZARD_HEADER, "怎么办", None]
    below = [*(None for _ in HAZARD_HEADER), "谁来", "花多少（元）"]
    file = xlsx(tmp_path / "two.xlsx", [top, below, [*HAZARD_ROW, "张某", "300"]], ["J1:K1"])
    said = mapping(**{"怎么办·谁来": "responsible", "怎么办·花多少（元）": "funds_yuan"})
    values = only(imported(sqlite_engine, pack, file, mapping=said)).values
    assert values is not None
    assert (values["responsible"], values["funds_yuan"]) == ("张某", 300)


def test_a_repeated_header_is_known_again(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    rows = [hazard(), FOREIGN, hazard(隐患内容="电线裸露")]
    report = hazards(sqlite_engine, pack, tmp_path, rows, FOREIGN, mapping=foreign())
    assert [row.outcome.value for row in report.rows] == ["OK", "SKIP", "OK"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "应为 JSON"),
        ("[]", "应为 JSON"),
        ('{"kind": "hazards"}', "应为 JSON"),
        ('{"kind": "hazards", "columns": {"a": "found_on"}, "more": 1}', "应为 JSON"),
        ('{"kind": "boats", "columns": {"a": null}}', "没有名为“boats”的台账类型"),
        ('{"kind": [], "columns": {"a": null}}', "没有名为“[]”的台账类型"),
        ('{"kind": "hazards", "columns": {}}', "至少写一列"),
        ('{"kind": "hazards", "columns": {"何时": "when"}}', "没有名为“when”的列"),
        ('{"kind": "hazards", "columns": {"何时": ["found_on"]}}', "没有名为"),
        ('{"kind": "hazards", "columns": {"何 时": "found_on", "何时": null}}', "写了两次"),
        ('{"kind": "hazards", "columns": {" ": "found_on"}}', "为空"),
    ],
)
def test_a_mapping_that_cannot_be_used_is_refused_in_a_sentence(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "列.json"
    file.write_text(content, "utf-8")
    with pytest.raises(BadMapping) as refused:
        read_mapping(file)
    sentence = refused.value.sentence()
    assert said in sentence
    assert "列.json" in sentence
    assert "\n" not in sentence


def test_a_title_that_the_file_lacks_is_named_with_those_it_has(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    with pytest.raises(BadMapping) as refused:
        hazards(sqlite_engine, pack, tmp_path, [hazard()], mapping=mapping(谁查的="inspector"))
    assert "谁查的" in refused.value.sentence()
    assert "被检查单位" in refused.value.sentence()


def test_what_looks_like_the_header_comes_with_the_refusal(sqlite_engine: Engine, pack: Pack, tmp_path: Path) -> None:
    rows: list[Any] = [["某街道2021年5月情况"], ["填报：某街道"], FOREIGN, hazard(), hazard()]
    with pytest.raises(NoTable) as refused:
        hazards(sqlite_engine, pack, tmp_path, rows, [])
    (table,) = refused.value.tables
    assert table.header == (4, 4)
    assert [one.title for one in table.titles] == list(FOREIGN)
    assert table.titles[2].examples == ["示例机械厂"]


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_every_column_can_be_said_and_has_words(kind: str) -> None:
    keys = columns_of(kind)
    assert parse_mapping({"kind": kind, "columns": {key: key for key in keys}}, "x").kind == kind
    assert all(title(kind, key) for key in keys)


def test_the_command_takes_a_mapping_and_tells_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite:///{tmp_path}/onemap.sqlite"
    assert main(["init", "--database", url]) == 0
    ledger = text(tmp_path / "ledger.csv", [FOREIGN, hazard()])
    file = tmp_path / "columns.json"
    file.write_text(json.dumps({"kind": "hazards", "columns": dict(zip(FOREIGN, MEANS, strict=True))}), "utf-8")
    capsys.readouterr()
    asked = ["import", "hazards", str(ledger), "--mapping", str(file), "--json", "--database", url]
    assert main(asked) == 0
    (report,) = json.loads(capsys.readouterr().out)
    (table,) = report["tables"]
    assert table["header"] == [1, 1]
    assert table["titles"][0] == {
        "cell": "A1", "title": "何时", "column": "found_on", "from": "file", "examples": ["2021-05-12"],
        "suggested": [],
    }  # fmt: skip
    assert main([*asked[:4], str(tmp_path / "none.json"), "--database", url]) == 1
    assert "none.json" in capsys.readouterr().err


TOWN = Actor("李某", "T06", Role.TOWN)
OTHER = Actor("王某", "T07", Role.TOWN)


def test_what_an_office_saved_holds_for_its_next_file_of_the_same_shape(
    engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    report = hazards(engine, pack, tmp_path, [hazard()], FOREIGN, mapping=foreign(), actor=TOWN, dry_run=True)
    save_for_office(engine, pack, TOWN, "hazards", report.tables, NOW)
    order = [3, 1, 2, 0, 8, 4, 5, 7, 6]
    file = text(tmp_path / "五月.csv", [["2021年5月"], [FOREIGN[at] for at in order], [hazard()[at] for at in order]])
    again = import_file(engine, pack, Scope.whole(pack.code), TOWN, file, None, now=NOW, dry_run=True)
    assert again.kind == "hazards"
    assert only(again).values == only(report).values
    assert {origin for _, origin in meanings(again).values()} == {"office"}
    assert any("本单位" in note and "“查了谁”" in note for note in again.notes)
    with pytest.raises(NoTable):
        imported(engine, pack, file, actor=OTHER)


def test_an_office_may_say_it_anew_and_a_mapping_of_the_file_wins(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    def bring(**more: Any) -> ImportReport:
        return hazards(sqlite_engine, pack, tmp_path, [hazard()], FOREIGN, actor=TOWN, dry_run=True, **more)

    for meant in ("deadline", "done_on"):
        said = mapping(**{**foreign().columns, "给到哪天": meant})
        save_for_office(sqlite_engine, pack, TOWN, "hazards", bring(mapping=said).tables, NOW)
        assert meanings(bring())["给到哪天"] == (meant, "office")
    now = meanings(bring(mapping=mapping(给到哪天="deadline", 轻重=None)))
    assert (now["给到哪天"], now["轻重"]) == (("deadline", "file"), (None, "file"))
    assert now["查了谁"] == ("subject", "office")
    assert len(stored(sqlite_engine, MappingRow.org, MappingRow.actor, MappingRow.at)) == 1


def test_a_title_that_nobody_knew_is_still_told_of_after_saving(
    sqlite_engine: Engine, pack: Pack, tmp_path: Path
) -> None:
    header, row = [*HAZARD_HEADER, "流水"], [*hazard(), "x"]
    report = hazards(sqlite_engine, pack, tmp_path, [row], header, mapping=mapping(隐患级别=None), dry_run=True)
    save_for_office(sqlite_engine, pack, SYSTEM, "hazards", report.tables, NOW)
    again = hazards(sqlite_engine, pack, tmp_path, [row], header, dry_run=True)
    assert any("未识别" in note and "流水" in note for note in again.notes)
    assert any("本单位" in note and "“隐患级别”不导入" in note for note in again.notes)


def test_the_command_keeps_a_mapping_for_the_next_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    url = f"sqlite:///{tmp_path}/onemap.sqlite"
    assert main(["init", "--database", url]) == 0
    ledger = text(tmp_path / "ledger.csv", [FOREIGN, hazard()])
    file = tmp_path / "columns.json"
    file.write_text(json.dumps({"kind": "hazards", "columns": dict(foreign().columns)}), "utf-8")
    asked = ["import", "hazards", str(ledger), "--database", url]
    assert main([*asked, "--mapping", str(file), "--save-mapping", "--dry-run"]) == 0
    assert main(asked) == 1
    assert main([*asked, "--mapping", str(file), "--save-mapping"]) == 0
    capsys.readouterr()
    assert main(asked) == 0
    assert "按本单位保存的列对应模板" in capsys.readouterr().out
