"""Places: datums, coordinates, jurisdictions, the gazetteer, Morton keys and tile arithmetic. Knows nothing of hazards."""
