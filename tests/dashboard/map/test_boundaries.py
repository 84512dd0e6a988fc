"""Official boundaries in running servers: what is drawn follows them, in every process, and goes when they go."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import shapely
from flask.testing import FlaskClient

from dashboard.app import create_app
from data.exchange.importer import import_file
from data.packs import Pack
from data.rules.scope import SYSTEM, Scope
from data.store.batches import take_back
from data.store.database import open_engine
from data.words import t
from tests.dashboard.map.conftest import NOON, settings_for
from tests.exchange.lines import bent, features, geojson


def ground(client: FlaskClient) -> tuple[str, Any, str]:
    """Address of the ground, the first town as it is drawn, and what is said of the borders."""
    style = client.get("/tiles/style.json").get_json()
    address = style["sources"]["context"]["data"]
    drawn = client.get(address[address.index("/tiles") :]).get_json()["features"]
    town = next(each for each in drawn if each["properties"]["kind"] == "town")
    return address, shapely.geometry.shape(town["geometry"]), style["metadata"]["onemap"]["note"]


def test_every_server_draws_the_official_boundaries_and_the_old_ones_after_they_were_taken_back(
    demo_file: Path, tmp_path: Path, pack: Pack
) -> None:
    file = tmp_path / "own.sqlite"
    shutil.copyfile(demo_file, file)
    servers = [create_app(settings_for(file)).server for _ in range(2)]
    clients = [server.test_client() for server in servers]
    before = [ground(client) for client in clients]
    engine, whole = open_engine(f"sqlite:///{file}"), Scope.whole(pack.code)
    lines = geojson(tmp_path / "镇街.geojson", features(bent(pack.town_shapes)))
    report = import_file(engine, pack, whole, SYSTEM, lines, None, now=NOON)
    for server, client, (address, town, note) in zip(servers, clients, before, strict=True):
        server.extensions["onemap"].model.refresh()
        new_address, new_town, new_note = ground(client)
        assert new_address != address
        assert new_town.hausdorff_distance(town) > 1e-3
        assert (note, new_note) == (pack.boundary_note, t("map.rest_schematic"))
        assert server.extensions["onemap"].imports.pack.drawn == server.extensions["onemap"].pack.drawn > 0
    later = create_app(settings_for(file)).server
    assert ground(later.test_client())[1] == new_town
    take_back(engine, pack, whole, SYSTEM, report.batch or "", None, NOON + timedelta(hours=1))
    for server, client, (address, town, note) in zip(servers, clients, before, strict=True):
        server.extensions["onemap"].model.refresh()
        last = ground(client)
        assert last[0] not in (address, new_address)
        assert last[1:] == (town, note)
    engine.dispose()
