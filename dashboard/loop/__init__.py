"""The loop on its pages: the board with its bulk moves, cases and listings."""
