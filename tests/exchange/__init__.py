"""Ledgers in, of every shape and of none."""
