"""What takes longer than a test may: `make prove`. Each prints its seed and what it counted."""
