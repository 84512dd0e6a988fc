"""The read model: what the store holds of one county, as columns in memory, for figures, tiles and lists.

- `data.readmodel.model`     `ReadModel`: keeps the newest snapshot
- `data.readmodel.snapshot`  one immutable picture, and what can be asked of it
- `data.readmodel.schema`    its columns, one row per hazard and per object
- `data.readmodel.view`      the columns and facts of one cut in time
- `data.readmodel.past`      the cut of another day, or of what was known at a change
- `data.readmodel.gathered`  what has been read so far; grows by what is new (`read`, `columns`, `codes`, `log`)
- `data.readmodel.dossiers`  cases and transfers as columns (`docket` reads them)
- `data.readmodel.masks`     filter and scope to the rows they let through: the one place where that is decided
- `data.readmodel.cells`     hazards that count alike in a period
- `data.readmodel.tally`     counting them, row by row
- `data.readmodel.cube`      counting them from sums over a few dimensions
- `data.readmodel.options`   how many hazards every option of a filter would show
- `data.readmodel.figures`   KPIs, groups, months and funnel of one view (`sums`)
- `data.readmodel.coverage`  coverage figures of objects, visits and equipment (`beside` reads them)
- `data.readmodel.behind`    the hazards, cases and transfers that a figure counts
- `data.readmodel.difference` what differs between the figures of two changes, and by which events
- `data.readmodel.trend`     found and closed by day, week or month
- `data.readmodel.paging`    the list page by page
- `data.readmodel.assessing` the assessment 考核 of towns and departments
- `data.readmodel.memory`    answers that may be asked again
- `data.readmodel.search`    the keyword of a filter
"""

from data.readmodel.coverage import Coverage
from data.readmodel.figures import Figures
from data.readmodel.model import ReadModel
from data.readmodel.snapshot import Objects, Snapshot, Tables

__all__ = ["Coverage", "Figures", "Objects", "ReadModel", "Snapshot", "Tables"]
