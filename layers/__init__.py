"""Pictures of facts on a map: palette, layer registry, legend and vector tiles. Knows no Dash."""
