"""Ledgers in, workbooks out.

A ledger passes through these files in this order:

- `prescan`, `broken`, `worker`, `reader`   is it what it says, and harmless; a limited child process reads it
- `header`, `table`, `blocks`, `context`   where its tables stand, which rows are data, what is said beside them
- `mapping`, `office`, `content`, `titles`   what people said of its titles, what contents tell, and what is reported
- `kinds`, `columns`, `…_columns`, `common_names`, `text`, `dates`, `values`, `names`   what columns and cells mean
- `drafts`, `hazard_rows`, `object_rows`, `equipment_rows`, `equipment_words`, `inspection_rows`, `inspection_words`,
  `accident_rows`, `accident_words`, `person_rows`, `person_words`,   `exchange_rows`, `days`,
  `reading`   every row understood on its own
- `points`, `towns`, `matching`   where it is and whom it is about
- `known`, `events`, `settling`, `hazard_import`, `object_import`, `equipment_import`, `record_import`,
  `inspection_import`, `accident_import`, `person_import`, `exchange_import`, `outcome`
  what the database knows, and what becomes of the row
- `doubts`, `reviewing`   rows in doubt, and what people decide about them
- `importer`, `progress`   one transaction for all of it, how far it is, and stopping it
- `template`   blank ledgers to be filled in
- `result_book`, `result_sheet`   the ledger as it came, with 结果 and 原因 beside its rows

`histories` brings complete pasts in and out.
"""
