"""The read model: what the store holds of one county, as columns in memory, for figures, tiles and lists.

- `data.readmodel.snapshot`  the columns, immutable, one row per hazard and per object
- `data.readmodel.load`      tables to columns, whole or what changed
- `data.readmodel.past`      the same columns as they were on a day, or as known at a change
- `data.readmodel.masks`     filter and scope to the rows they let through: the one place where that is decided
- `data.readmodel.cells`     the histogram behind every figure
- `data.readmodel.figures`   KPIs, group-bys and funnel of one view
- `data.readmodel.model`     `ReadModel`: keeps the newest snapshot
"""

from data.readmodel.figures import Figures
from data.readmodel.model import ReadModel
from data.readmodel.snapshot import Objects, Snapshot, Tables

__all__ = ["Figures", "Objects", "ReadModel", "Snapshot", "Tables"]
