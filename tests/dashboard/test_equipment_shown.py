"""The page of an object lists its special equipment, what is due first first, and marks overdue inspections."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from dashboard.pages import object_parts
from data.packs import Pack
from data.rules.scope import Scope
from data.store.errors import NotFound
from data.store.models import ObjectRow
from data.store.reads import object_page
from data.words import speaking
from tests.exchange.books import equipment, lift, objects, roster, stored

TODAY = date(2022, 3, 11)


def test_an_object_shows_its_equipment_and_what_is_overdue(engine: Engine, pack: Pack, tmp_path: Path) -> None:
    objects(engine, pack, tmp_path, [roster()])
    ledger = [
        lift(设备代码="31101037011520160002", 下次检验日期="2022-03-12"),
        lift(),
        lift(设备代码="31101037011520160003", 使用状态="停用", 下次检验日期="2021-03-08"),
    ]
    ((object_id,),) = stored(engine, ObjectRow.id)
    with engine.connect() as connection:
        before = object_page(connection, Scope.whole(pack.code), object_id)
    equipment(engine, pack, tmp_path, ledger)
    with engine.connect() as connection:
        page = object_page(connection, Scope.whole(pack.code), object_id)
        with pytest.raises(NotFound):
            object_page(connection, Scope.of_towns(pack.code, "370115005"), object_id)
    assert (before.equipment, before.stamp != page.stamp) == ((), True)
    assert [row.reg_code[-1] for row in page.equipment] == ["3", "1", "2"]
    (shown,) = object_parts.equipment(page.equipment, TODAY)
    said = str(shown.to_plotly_json())
    assert "共 3 台（套），在用 2，检验逾期 1" in said
    assert [words in said for words in ("逾期 3 天", "剩 1 天", "is-late")] == [True] * 3
    assert said.count("逾期") == 2
    with speaking("en"):
        assert "Lift" in str(object_parts.equipment(page.equipment, TODAY)[0].to_plotly_json())
    assert object_parts.equipment((), TODAY) == []
