"""Ledgers in, workbooks out.

A file passes through these rooms in this order: `prescan` (is it what it says, is it harmless), `worker` (a limited child
process that reads it), `reader` (the parent's side of that), `table` and `header` (where the table stands), `columns` (what
its columns mean), `values` and `dates` (what its cells mean), `matching` (which object a row is about), `outcome` (what
becomes of the row), `events` (what is recorded) and `importer` (one transaction for all of it).
"""
