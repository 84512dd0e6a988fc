"""The two jurisdictions every test of packs runs on: the default one, and one invented across the world."""

from functools import cache
from pathlib import Path

from data.packs import DEFAULT_PACK, Pack, load_pack
from data.packs.places import Places

INVENTED = Path(__file__).parent.parent / "inputs" / "packs" / "valle-claro"
BOTH = (DEFAULT_PACK, str(INVENTED))
NAMES = ("default", "invented")


@cache
def loaded(name: str) -> Pack:
    return load_pack(name)


@cache
def places_of(name: str) -> Places:
    return Places(loaded(name))
