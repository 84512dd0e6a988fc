/* Selecting a part of the map: a box, a polygon or a circle becomes ``area=`` or ``near=`` in the address, and is drawn
   from the address, so that a link, a reload and a step back show what they say. */
(function () {
  "use strict";

  const { draw, address, tools } = window.onemap;
  const MOST_CORNERS = 200;
  const DIGITS = 6;
  const FARTHEST = 100000;
  const METRES_PER_DEGREE = 111320; // as the server measures a circle
  const RADII = [500, 1000, 3000];

  const text = (numbers) => numbers.map((each) => String(+each.toFixed(DIGITS))).join(",");
  const corners = ([west, south, east, north]) => [[west, south], [east, south], [east, north], [west, north]];
  const boxOf = ([a, b]) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])];

  /* ---------- the address ---------- */

  /** Numbers between commas, or none: what the server does not read is not drawn either. */
  function numbers(value) {
    const parts = value && value.length <= MOST_CORNERS * 24 ? value.split(",").map((part) => (part.trim() ? Number(part) : NaN)) : [];
    return parts.every(Number.isFinite) ? parts : [];
  }

  const onEarth = (points) => points.every(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90);

  function ringOf(value) {
    const read = numbers(value);
    if (read.length === 4) return read[0] < read[2] && read[1] < read[3] && onEarth(corners(read)) ? corners(read) : null;
    const points = [];
    for (let place = 0; place + 1 < read.length; place += 2) points.push([read[place], read[place + 1]]);
    return read.length % 2 === 0 && points.length >= 3 && points.length <= MOST_CORNERS && onEarth(points) ? points : null;
  }

  function circleOf(value) {
    const [lon, lat, metres, ...more] = numbers(value);
    const sound = metres > 0 && metres <= FARTHEST && !more.length && onEarth([[lon, lat]]);
    return sound ? { at: [lon, lat], metres } : null;
  }

  function ringAround([lon, lat], metres, parts = 72) {
    const up = metres / METRES_PER_DEGREE;
    const aside = up / Math.cos((lat * Math.PI) / 180);
    return Array.from({ length: parts }, (_, part) => {
      const turn = (2 * Math.PI * part) / parts;
      return [lon + aside * Math.cos(turn), lat + up * Math.sin(turn)];
    });
  }

  function show() {
    const query = address.query();
    const ring = ringOf(query.get("area"));
    const circle = circleOf(query.get("near"));
    draw.sheet.set("area", ring ? [{ form: "ring", points: ring }] : []);
    draw.sheet.set(
      "near",
      circle ? [{ form: "ring", points: ringAround(circle.at, circle.metres) }, { form: "dot", at: circle.at }] : [],
    );
  }

  for (const news of ["popstate", "_dashprivate_pushstate"]) window.addEventListener(news, () => draw.board() && show());
  tools.add({ begin: show, filtered: show });

  /* ---------- drawing one ---------- */

  /** One part of the map at a time: a new one takes the place of the old. */
  const choose = (part) => address.set({ area: "", near: "", ...part });

  function box() {
    const sketch = (points, pointer) =>
      points.length && pointer ? [{ form: "ring", points: corners(boxOf([points[0], pointer])), look: "is-sketch" }] : dots(points);
    const done = (points) => {
      const made = boxOf(points);
      if (made[0] < made[2] && made[1] < made[3]) choose({ area: text(made) });
    };
    draw.begin({ key: "box", hint: "hint_box", fewest: 2, most: 2, drags: true, sketch, done });
  }

  const dots = (points) => points.map((at, place) => ({ form: "dot", at, look: place ? "" : "is-first" }));

  function polygon() {
    const sketch = (points, pointer) => [
      ...(points.length ? [{ form: points.length > 1 ? "ring" : "line", points: pointer ? [...points, pointer] : points, look: "is-sketch" }] : []),
      ...dots(points),
    ];
    const done = (points) => choose({ area: text(points.flat()) });
    draw.begin({ key: "polygon", hint: "hint_polygon", fewest: 3, most: MOST_CORNERS, closes: "always", sketch, done });
  }

  const around = (point, metres) => choose({ near: text([...point, metres]) });

  window.onemap.selection = { box, polygon, around, RADII, dots, ringAround };
})();
