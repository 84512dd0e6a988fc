"""The tests mirror the rooms; ``machine`` gets what they need from the machine, ``inputs`` holds fictional files."""

from pathlib import Path

INPUTS = Path(__file__).parent / "inputs"
