"""Data quality: what is doubtful about the records of a county, whose work it is to mend, and what was looked at.

- `findings`    the registry: one row a finding, with the condition that its records fulfil
- `twins`       objects that may be one and the same, kept up to date object by object
- `work`        how many records each finding has by town, and the records themselves, block by block, within a scope
- `accepting`   已核实无误: marking a record that is right as it is, and taking the mark away
"""

from data.quality.findings import BY_KEY, FINDINGS, Finding

__all__ = ["BY_KEY", "FINDINGS", "Finding"]
