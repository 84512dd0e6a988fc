"""Cases and listings as pages read them: within the scope of their hazards, and clues without one by their own town."""

from sqlalchemy import Engine

from data.packs import Pack
from data.rules.scope import Scope
from data.store.database import writing
from data.store.dockets import cases, listings
from data.store.streams import record
from tests.factories import filed, found, listed
from tests.store.test_listing_and_handing_over import YJJ


def test_a_case_lies_where_its_hazard_lies(engine: Engine, pack: Pack) -> None:
    here, there = pack.towns[0].code, pack.towns[1].code
    own, other = found(town=here, level=1, judge_basis="示例"), found(town=there)
    with writing(engine) as connection:
        record(connection, pack, YJJ, [
            own, other, filed("AJ1", own.id, town=there), filed("AJ2", other.id, town=there),
            filed("AJ3", None, town=here), listed(own.id),
        ])  # fmt: skip
    with engine.connect() as connection:
        scope = Scope.of_towns(pack.code, here)
        assert {row.case_no for row in cases(connection, scope)} == {"AJ1", "AJ3"}
        assert {row.case_no for row in cases(connection, Scope.whole(pack.code))} == {"AJ1", "AJ2", "AJ3"}
        assert [row.hazard_no for row in listings(connection, scope)] == [own.id]
        assert listings(connection, Scope.of_towns(pack.code, there)) == []
        assert cases(connection, Scope(pack.code, ())) == []
