"""The store: events, rows, verbs, reads and the doctor, on both engines."""
