/* Pictures of the map: symbols from the registry as SVG, and rings of composition drawn for the ids of the tiles. */
(function () {
  "use strict";

  const RING = 32; // radius of a ring image at size 1, see layers/facts.py
  const SHARES = 16;

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

  /** A circle with a thin ring of sixteenths: ``donut-8-4-2-1-1`` by risk colour, ``sectors-…`` by sector; with
      ``square-`` before it a square of the same area. */
  function addRing(map, id) {
    const square = id.startsWith("square-");
    const [kind, ...parts] = id.replace("square-", "").split("-");
    const scale = ratio();
    const size = 2 * (RING + 1) * scale;
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
    plate(RING, colour("casing"));
    pen.save();
    shape(pen, RING - 1.2, square);
    pen.clip();
    slices(pen, kind, parts.map(Number), colour);
    pen.restore();
    plate(RING * 0.78, colour("casing"));
    plate(RING * 0.78 - 0.8, colour("paper"));
    put(map, id, pen.getImageData(0, 0, size, size), scale);
  }

  function shape(pen, radius, square) {
    const half = (radius * Math.sqrt(Math.PI)) / 2;
    pen.beginPath();
    if (square) pen.roundRect(-half, -half, 2 * half, 2 * half, 5);
    else pen.arc(0, 0, radius, 0, 2 * Math.PI);
  }

  const RISKS = ["red", "orange", "yellow", "blue", "none"];

  function slices(pen, kind, parts, colour) {
    let from = -Math.PI / 2;
    const gap = parts.filter(Boolean).length > 1 ? 0.03 : 0;
    parts.forEach((part, place) => {
      if (!part) return;
      const to = from + (2 * Math.PI * part) / SHARES;
      pen.beginPath();
      pen.moveTo(0, 0);
      pen.arc(0, 0, 1.5 * RING, from + gap, to - gap);
      pen.closePath();
      pen.fillStyle = kind === "donut" ? colour(`risk-${RISKS[place]}`) : colour(place < 12 ? `sector-${place + 1}` : "hollow");
      pen.fill();
      from = to;
    });
  }

  window.onemap.images = { dataUrl, addSymbol, addRing };
})();
