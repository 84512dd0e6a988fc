"""The store: facts as events, rows derived from them in the same transaction, the only doors to write and read.

- ``database``   opening, preparing and checking a database, SQLite or PostgreSQL
- ``models``     the tables; ``migrations`` brings a database to them
- ``county``     the rows of a jurisdiction pack
- ``streams``    ``record``: the one way events come in
- ``chain``      canonical text and the chain of hashes
- ``states``     which rows each kind of stream leaves behind
- ``placing``    town, grid cell, park and key of a place, assigned once, at write
- ``numbering``  the next free numbers
- ``verbs``      what a person does: report, move, register, amend
- ``reads``      one hazard, one object, searching; all within a scope
- ``scoping``    a scope as a condition of SQL
- ``doctor``     proves that the rows are what the events say
"""
