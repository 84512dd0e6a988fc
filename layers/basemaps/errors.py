"""What can be wrong with a basemap; each is one sentence that says what, where and the way out."""

from data.errors import OneMapError
from data.words import t


class BasemapError(OneMapError):
    """A basemap that cannot be used. ``why`` among the parameters is a key of ``basemap.why`` or left out."""

    def sentence(self) -> str:
        """The error as one sentence, ``why`` put in words."""
        told = dict(self.params)
        if "why" in told:
            told["why"] = t(f"basemap.why.{told['why']}", **self.params)
        return t(self.key, **told)


class Unreadable(BasemapError):
    """The file that lists the basemaps is not there or is no TOML."""

    key = "basemap.error.unreadable"


class WrongEntry(BasemapError):
    """An entry lacks something, says something unknown, or says it wrongly."""

    key = "basemap.error.wrong_entry"


class ForeignDatum(BasemapError):
    """GCJ-02 and BD-09 are shifted by hundreds of metres against our points."""

    key = "basemap.error.foreign_datum"


class UnknownDatum(BasemapError):
    """The datum was not declared, and no tile tells it."""

    key = "basemap.error.unknown_datum"


class ShiftedHost(BasemapError):
    """A host whose maps are known to be shifted, whatever datum is declared."""

    key = "basemap.error.shifted_host"


class DegreeGrid(BasemapError):
    """A tile grid in degrees; the map is drawn in web mercator."""

    key = "basemap.error.degree_grid"


class UnknownGrid(BasemapError):
    """A tile matrix set whose name does not tell its grid."""

    key = "basemap.error.unknown_grid"


class NoKey(BasemapError):
    """The environment does not hold the access key that the entry names."""

    key = "basemap.error.no_key"


class NoFile(BasemapError):
    """The tile file is not there."""

    key = "basemap.error.no_file"


class NotTiles(BasemapError):
    """The file is not what its kind says, or is damaged."""

    key = "basemap.error.not_tiles"


class CutShort(BasemapError):
    """The file is shorter than it says."""

    key = "basemap.error.cut_short"


class VectorTiles(BasemapError):
    """The tiles are vectors, for which no style is configured."""

    key = "basemap.error.vector_tiles"


class OtherRows(BasemapError):
    """The rows of an MBTiles file are counted from the other side."""

    key = "basemap.error.other_rows"


class Elsewhere(BasemapError):
    """The file has no tile in the jurisdiction."""

    key = "basemap.error.elsewhere"


class TileLost(BasemapError):
    """A tile could not be had now: the host is gone, slow, or answers something else; ``why`` says which."""

    key = "basemap.error.tile_lost"
