"""The store: facts as events, rows derived from them in the same transaction, the only doors to write and read.

- ``database``   opening, preparing and checking a database, SQLite or PostgreSQL; ``errors`` says what is wrong with it
- ``models``     the tables; ``migrations`` brings a database to them; ``bulk`` writes many rows
- ``county``     the rows of a jurisdiction pack
- ``streams``    ``record``: the one way events come in
- ``chain``      canonical text and the chain of hashes; ``append_only`` tables refuse changes of what is recorded
- ``audit``      proves that the past is the one recorded; ``links`` walks the chain, ``heads`` are its ends on paper
- ``states``     which rows each kind of stream leaves behind
- ``placing``    town, cell, park and key of a place, assigned once, at write; ``confirmed`` places for the geocoder
- ``numbering``  the next free numbers
- ``verbs``      what a person does: report, move, register, amend; ``telling`` reads what their forms say
- ``past``       one record folded from its events, with what runs beside it
- ``reads``      one hazard, one object, rows by number, keywords; all within a scope
- ``scoping``    a scope as a condition of SQL
- ``doctor``     proves that the rows are what the events say; ``proof`` does the work, ``findings`` are its words
"""
