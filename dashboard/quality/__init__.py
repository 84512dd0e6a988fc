"""The page of data quality, part by part.

- `asked`      what the address asks for, and who may ask
- `said`       a finding and a record of it in words
- `overview`   all findings with their numbers by town
- `worklist`   the records of one finding, page by page, with the means to mend each
- `mends`      the means as rows: a form and one call of a verb each
- `export`     a work list out of the program
"""
