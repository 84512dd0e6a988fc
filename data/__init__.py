"""Facts and rules: what is supervised, what was found there, and what must happen next.

Rooms, from the inside out:

- ``rules``     pure rules: vocabulary, state machines, deadlines, figures (standard library and numpy only)
- ``words``     every word people read, by key, in Chinese and English
- ``packs``     jurisdiction packs: towns, villages, sectors, organisations, boundaries, deadlines
- ``store``     the database: models, migrations, event streams, write verbs, reads, the doctor
- ``readmodel`` the columns in memory that answer figures, filters and tiles
- ``exchange``  ledgers and histories in, histories out
- ``demo``      deterministic synthetic data
"""
