"""``onemap geocode FILE``: the best known place of each address, one address a line.

Confirmed objects of the database, where there is one, make addresses and villages points.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Any

from dashboard.commands.base import Answer, Verb
from data.errors import OneMapError
from data.packs import Pack, load_pack
from data.packs.places import Places
from data.rules.scope import Scope
from data.store.confirmed import confirmed_places
from data.store.database import default_url, open_engine, require_ready
from data.store.errors import CountyMissing, DatabaseMissing
from data.words import t
from geo.gazetteer import GeocodedPlace, KnownPlace

MAX_BYTES = 64_000_000
ENCODINGS = ("utf-8-sig", "gb18030")


class AddressFileError(OneMapError):
    """The file of addresses cannot be read."""

    key = "error_geocode.unreadable"


def arguments(parser: ArgumentParser) -> None:
    """The file, and the town that is meant where an address does not say."""
    parser.add_argument("file", type=Path, help=t("error_geocode.file_help"))


def run(args: Namespace) -> Answer:
    """Geocode every line of the file that is not blank."""
    addresses = [line.strip() for line in _text(args.file).splitlines() if line.strip()]
    pack = load_pack(args.pack)
    places = Places(pack, _confirmed(args, pack)).gazetteer.geocode(addresses)
    return Answer(json=[_record(place) for place in places], text="\n".join(map(_line, places)))


def _confirmed(args: Namespace, pack: Pack) -> list[KnownPlace]:
    """Objects of the database with a point of their own; none when nobody named a database and there is none yet."""
    engine = open_engine(args.database or default_url(pack.code))
    try:
        require_ready(engine, pack)
    except (DatabaseMissing, CountyMissing):
        if args.database:
            raise
        return []
    with engine.connect() as connection:
        return confirmed_places(connection, Scope.whole(pack.code))


def _text(file: Path) -> str:
    if not file.is_file():
        raise AddressFileError(file=file, why=t("error_geocode.missing"))
    if file.stat().st_size > MAX_BYTES:
        raise AddressFileError(file=file, why=t("error_geocode.too_big", limit=MAX_BYTES // 1_000_000))
    content = file.read_bytes()
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AddressFileError(file=file, why=t("error_geocode.encoding"))


def _record(place: GeocodedPlace) -> dict[str, Any]:
    return place._asdict() | {"candidates": [candidate._asdict() for candidate in place.candidates]}


def _line(place: GeocodedPlace) -> str:
    where = f"{place.lon:.6f},{place.lat:.6f}" if place.lon is not None and place.lat is not None else "-"
    names = " / ".join(candidate.name for candidate in place.candidates)
    return "\t".join([place.address, place.town or "-", place.village or "-", where, f"{place.confidence:.2f}", names])


VERB = Verb("geocode", t("error_geocode.help"), run, arguments)
