"""A county that never was: repeatable synthetic objects and hazards over the shapes of any pack, marked 示例."""
