"""Ledgers that people send through the page: kept in a private folder, looked at first, written when they say so.

- `uploads`   the files as they came, each until its sender puts it away
- `runs`      one look at a file, or its writing: progress, cancelling, what came of it
- `queue`     whose turn it is
- `waiting`   the way to the rows in doubt
- `shown`     rows, problems and differences in words
"""
