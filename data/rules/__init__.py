"""Pure rules: standard library and numpy only; no database, no Dash, no clock (today is an argument)."""
