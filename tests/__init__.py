"""The tests mirror the rooms; ``machine`` gets what they need from the machine."""
