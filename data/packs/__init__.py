"""Jurisdiction packs: everything local (towns, sectors, borders, deadlines, wording) is data in one folder.

- `data.packs.model`     what a loaded pack holds
- `data.packs.load`      `load_pack`: read, check, hand out
- `data.packs.schema`    files and columns of a pack
- `data.packs.tables`, `data.packs.shapes`, `data.packs.manifest`   readers of CSV, GeoJSON and TOML
- `data.packs.papers`    templates of official papers
- `data.packs.checks`    what must hold between the files
- `data.packs.assessment`  the versions of the assessment table
- `data.packs.official`  official boundaries laid over the schematic ones
- `data.packs.places`    `Places`: point and words to town, grid cell, park
"""

from data.packs.errors import PackError, PackNotFoundError, PackProblem
from data.packs.load import load_pack, packs_at_home
from data.packs.model import Pack

DEFAULT_PACK = "370115"
"""The pack that is used when none is named."""

__all__ = ["DEFAULT_PACK", "Pack", "PackError", "PackNotFoundError", "PackProblem", "load_pack", "packs_at_home"]
