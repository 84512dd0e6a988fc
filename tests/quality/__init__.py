"""Data quality: each finding finds what it names, within the scope, and follows what is mended, on both engines."""
