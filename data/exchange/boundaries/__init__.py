"""Official boundaries in: GeoJSON, a zipped Shapefile or a GeoPackage replaces the schematic lines of the pack.

- `worker`      the limited child that reads the file
- `reader`      its parent: the features as they came
- `features`    which area each feature draws, in WGS84/CGCS2000 degrees
- `topology`    whether the areas fit together
- `replacing`   objects and equipment in the cells, parks and towns of the new lines
- `importing`   the file as a whole: every feature's outcome, and one transaction
"""
