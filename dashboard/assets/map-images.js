/* Pictures of the map: symbols from the registry as SVG, and rings of composition drawn for the ids of the tiles. */
(function () {
  "use strict";

  const SHARES = 16;
  const CASING = 1; // px of the dark line around a ring

  const ratio = () => Math.max(2, Math.ceil(window.devicePixelRatio || 1));

  function addSymbol(map, id, svg) {
    const picture = new Image();
    const scale = ratio();
    picture.width = picture.height = 32 * scale;
    const drawn = new Promise((done, failed) => ((picture.onload = done), (picture.onerror = failed)));
    picture.src = dataUrl(svg);
    return drawn.then(() => put(map, id, picture, scale));
  }

  const dataUrl = (svg) => "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svg);

  function put(map, id, picture, pixelRatio) {
    if (!map.getStyle()) return; // the page was left meanwhile
    if (map.hasImage(id)) map.removeImage(id);
    map.addImage(id, picture, { pixelRatio });
  }

  /** A circle with a thin ring of sixteenths: ``donut-8-4-2-1-1@11.5`` by risk colour, ``sectors-…`` by sector; with
      ``square-`` before it a square of the same area. Drawn for its radius: a larger picture made small breaks lines. */
  function addRing(map, id) {
    const square = id.startsWith("square-");
    const [name, said] = id.replace("square-", "").split("@");
    const [kind, ...parts] = name.split("-");
    const radius = Number(said);
    const inner = radius - Math.max(2.5, 0.22 * radius);
    const scale = map.getPixelRatio();
    const size = Math.ceil(2 * (radius + 1) * scale);
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = size;
    const pen = canvas.getContext("2d");
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(`--om-${name}`).trim();
    pen.translate(size / 2, size / 2);
    pen.scale(scale, scale);
    const plate = (radius, fill) => {
      shape(pen, radius, square);
      pen.fillStyle = fill;
      pen.fill();
    };
    const within = (radius, fill) => {
      pen.save();
      shape(pen, radius, square);
      pen.clip();
      slices(pen, parts.map(Number), radius, fill);
      pen.restore();
    };
    plate(radius, colour("casing"));
    within(radius - CASING, (place) => colour(fillOf(kind, place)));
    if (kind === "donut") within(radius - 2 * CASING, (place) => (RISKS[place] === "none" ? colour("risk-none") : null));
    plate(inner, colour("casing"));
    plate(inner - 0.8 * CASING, colour("paper"));
    put(map, id, pen.getImageData(0, 0, size, size), scale);
  }

  function shape(pen, radius, square) {
    const half = (radius * Math.sqrt(Math.PI)) / 2;
    pen.beginPath();
    if (square) pen.roundRect(-half, -half, 2 * half, 2 * half, radius / 6);
    else pen.arc(0, 0, radius, 0, 2 * Math.PI);
  }

  const RISKS = ["red", "orange", "yellow", "blue", "none"];

  /** What has no colour is an outline, on light ground and on dark. */
  function fillOf(kind, place) {
    if (kind !== "donut") return place < 12 ? `sector-${place + 1}` : "hollow";
    return RISKS[place] === "none" ? "hollow" : `risk-${RISKS[place]}`;
  }

  function slices(pen, parts, radius, fill) {
    let from = -Math.PI / 2;
    const gap = parts.filter(Boolean).length > 1 ? 0.03 : 0;
    parts.forEach((part, place) => {
      const to = from + (2 * Math.PI * part) / SHARES;
      const colour = part ? fill(place) : null;
      if (colour) {
        pen.beginPath();
        pen.moveTo(0, 0);
        pen.arc(0, 0, 1.5 * radius, from + gap, to - gap);
        pen.closePath();
        pen.fillStyle = colour;
        pen.fill();
      }
      from = to;
    });
  }

  window.onemap.images = { dataUrl, addSymbol, addRing };
})();
