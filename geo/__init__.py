"""Places, knowing nothing of hazards.

- `geo.datum`        WGS84, CGCS2000, GCJ-02 and BD-09
- `geo.coordinates`  pairs of coordinates as offices write them
- `geo.names`        one spelling for names people typed
- `geo.places`       points in polygons
- `geo.gazetteer`    addresses to places
- `geo.mercator`, `geo.morton`   the square map, its tiles, and one sortable number for a place
"""
