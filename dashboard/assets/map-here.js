/* What a click on several at one place selects: their numbers while they are few, else the circle or box in which they lie,
   so that the address stays short and still says all of them. */
(function () {
  "use strict";

  const NAMED = 50; // as many as the drawer lists
  const DIGITS = 6;
  const MARGIN = 2; // metres: of what a tile rounds
  const DEEPEST = 18; // tiles of this zoom are not cut any finer
  const CELLS = 2 ** (DEEPEST + 3); // around the earth at that zoom, as the server counts them

  const kindOf = ({ source, properties }) => properties.kind ?? (source === "objects" ? "objects" : "hazards");

  /** The selection of single features; where both lie, hazards come first. */
  function of(singles) {
    const kind = singles.some((each) => kindOf(each) === "hazards") ? "hazards" : "objects";
    const same = singles.filter((each) => kindOf(each) === kind);
    const ids = [...new Set(same.map((each) => each.properties.no))];
    return ids.length > NAMED ? around(kind, same) : { kind, ids };
  }

  const placeOf = (kind, numbers) => ({ kind: kind === "objects" ? "here_objects" : "here", ids: numbers });
  const degrees = (number) => number.toFixed(DIGITS);

  /** All of a kind in the circle around these features. */
  function around(kind, features) {
    const places = features.map((each) => each.geometry.coordinates);
    const middle = [0, 1].map((axis) => places.reduce((sum, place) => sum + place[axis], 0) / places.length);
    const reach = Math.max(...places.map((place) => window.onemap.geodesy.distance(middle, place)));
    return placeOf(kind, [...middle.map(degrees), String(Math.ceil(reach) + MARGIN)]);
  }

  /** All that a circle of the deepest tiles counts: the box of its cell, in which it stands. */
  function cell(feature) {
    const [lon, lat] = feature.geometry.coordinates;
    const column = Math.floor(((lon + 180) / 360) * CELLS);
    const row = Math.floor(((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * CELLS);
    const west = (place) => (place / CELLS) * 360 - 180;
    const north = (place) => (Math.atan(Math.sinh(Math.PI * (1 - (2 * place) / CELLS))) * 180) / Math.PI;
    return placeOf(kindOf(feature), [west(column), north(row + 1), west(column + 1), north(row)].map(degrees));
  }

  const deepest = (map) => map.getZoom() >= DEEPEST;

  window.onemap.here = { of, cell, deepest, kindOf };
})();
