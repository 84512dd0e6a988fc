/* Draws the layers of a map style on a plain canvas, for browsers without WebGL2: fills, lines, circles, symbols with
   their words, and pictures. Words give way to what is drawn above them. */
(function () {
  "use strict";

  const ANCHORS = {
    center: [0, 0], top: [0, 1], bottom: [0, -1], left: [1, 0], right: [-1, 0],
    "top-left": [1, 1], "top-right": [-1, 1], "bottom-left": [1, -1], "bottom-right": [-1, -1],
  };

  /** Lon and lat in degrees as a place in the unit square of the web mercator. */
  function unit([lon, lat]) {
    const sine = Math.sin((lat * Math.PI) / 180);
    return [lon / 360 + 0.5, 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI)];
  }

  /** The parts of a geometry as lists of unit places; polygons give their rings. */
  function parts({ type, coordinates }) {
    const nested = { Point: [[coordinates]], MultiPoint: [coordinates], LineString: [coordinates], MultiLineString: coordinates, Polygon: coordinates };
    return (nested[type] || coordinates.flat()).map((part) => part.map(unit));
  }

  function prepared(features) {
    return features.filter((each) => each.geometry).map((each) => ({ ...each, parts: parts(each.geometry) }));
  }

  /* ---------- one layer at a time; `sheet` is {pen, place(unit) → [x, y], zoom, width, height, image(id), fonts} ---------- */

  function paint(sheet, layers, featuresOf) {
    const taken = occupancy();
    const drawings = [...layers].reverse().map((layer) => [layer, DRAW[layer.type]?.(sheet, layer, passing(sheet, layer, featuresOf), taken) || []]);
    const hits = [];
    for (const [layer, steps] of drawings.reverse()) {
      for (const step of steps) {
        step.draw(sheet.pen);
        if (step.hit) hits.push({ ...step.hit, layer: layer.id, source: layer.source });
      }
      sheet.pen.globalAlpha = 1;
    }
    return hits;
  }

  function passing(sheet, layer, featuresOf) {
    return featuresOf(layer).filter((feature) => layer.passes({ feature, zoom: sheet.zoom }));
  }

  const value = (sheet, layer, name, feature, otherwise) => layer.values[name]?.({ feature, zoom: sheet.zoom }) ?? otherwise;

  const DRAW = { background, fill, line, circle, symbol, raster };

  function background(sheet, layer) {
    const colour = value(sheet, layer, "background-color", {}, "transparent");
    return [{ draw: (pen) => ((pen.fillStyle = colour), pen.fillRect(0, 0, sheet.width, sheet.height)) }];
  }

  function trace(sheet, pen, feature, close) {
    pen.beginPath();
    for (const part of feature.parts) {
      part.forEach((each, at) => (at ? pen.lineTo(...sheet.place(each)) : pen.moveTo(...sheet.place(each))));
      if (close) pen.closePath();
    }
  }

  function fill(sheet, layer, features) {
    return features.map((feature) => ({
      draw(pen) {
        pen.globalAlpha = value(sheet, layer, "fill-opacity", feature, 1);
        pen.fillStyle = value(sheet, layer, "fill-color", feature, "black");
        trace(sheet, pen, feature, true);
        pen.fill("evenodd");
      },
    }));
  }

  function line(sheet, layer, features) {
    return features.map((feature) => ({
      draw(pen) {
        const width = value(sheet, layer, "line-width", feature, 1);
        pen.globalAlpha = value(sheet, layer, "line-opacity", feature, 1);
        pen.strokeStyle = value(sheet, layer, "line-color", feature, "black");
        pen.lineWidth = width;
        pen.lineJoin = pen.lineCap = value(sheet, layer, "line-cap", feature, "butt") === "round" ? "round" : "butt";
        if (pen.lineJoin === "butt") pen.lineJoin = "miter";
        pen.setLineDash((value(sheet, layer, "line-dasharray", feature, []) || []).map((each) => each * width));
        trace(sheet, pen, feature, feature.geometry.type.endsWith("Polygon"));
        pen.stroke();
        pen.setLineDash([]);
      },
    }));
  }

  function circle(sheet, layer, features) {
    return points(sheet, features).map(([feature, x, y]) => {
      const radius = value(sheet, layer, "circle-radius", feature, 5);
      return {
        hit: { feature, x, y, radius },
        draw(pen) {
          disc(pen, x, y, radius);
          pen.globalAlpha = value(sheet, layer, "circle-opacity", feature, 1);
          pen.fillStyle = value(sheet, layer, "circle-color", feature, "black");
          pen.fill();
          pen.globalAlpha = value(sheet, layer, "circle-stroke-opacity", feature, 1);
          pen.lineWidth = value(sheet, layer, "circle-stroke-width", feature, 0);
          pen.strokeStyle = value(sheet, layer, "circle-stroke-color", feature, "black");
          if (pen.lineWidth) pen.stroke();
        },
      };
    });
  }

  function disc(pen, x, y, radius) {
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
  }

  function points(sheet, features) {
    const reach = 40;
    return features
      .filter((feature) => feature.parts.length)
      .map((feature) => [feature, ...sheet.place(anchor(feature))])
      .filter(([, x, y]) => x > -reach && y > -reach && x < sheet.width + reach && y < sheet.height + reach);
  }

  const anchor = (feature) => feature.parts[0][Math.floor((feature.parts[0].length - 1) / 2)];

  /** A picture laid over four corners. */
  function raster(sheet, layer) {
    const picture = sheet.picture?.(layer.source);
    if (!picture) return [];
    const [x, y] = sheet.place(unit(picture.coordinates[0]));
    const [right, bottom] = sheet.place(unit(picture.coordinates[2]));
    return [
      {
        draw(pen) {
          pen.globalAlpha = value(sheet, layer, "raster-opacity", {}, 1);
          pen.imageSmoothingQuality = "high";
          pen.drawImage(picture.image, x, y, right - x, bottom - y);
        },
      },
    ];
  }

  /* ---------- symbols ---------- */

  function symbol(sheet, layer, features, taken) {
    const sorted = points(sheet, features).map((each) => [...each, value(sheet, layer, "symbol-sort-key", each[0], 0)]);
    sorted.sort((a, b) => a[3] - b[3]);
    const steps = sorted.map(([feature, x, y]) => [icon(sheet, layer, feature, x, y, taken), words(sheet, layer, feature, x, y, taken)]);
    return steps.flat().filter(Boolean);
  }

  function icon(sheet, layer, feature, x, y, taken) {
    const id = value(sheet, layer, "icon-image", feature, "");
    const image = id && sheet.image(id);
    if (!image) return null;
    const size = value(sheet, layer, "icon-size", feature, 1);
    const [wide, high] = [image.width * size, image.height * size];
    const box = [x - wide / 2, y - high / 2, x + wide / 2, y + high / 2];
    if (!value(sheet, layer, "icon-allow-overlap", feature, false) && taken.any(box)) return null;
    if (!value(sheet, layer, "icon-ignore-placement", feature, false)) taken.add(box);
    return {
      hit: { feature, x, y, radius: Math.max(wide, high) / 2 },
      draw(pen) {
        pen.globalAlpha = value(sheet, layer, "icon-opacity", feature, 1);
        pen.drawImage(image.picture, box[0], box[1], wide, high);
      },
    };
  }

  function words(sheet, layer, feature, x, y, taken) {
    const text = String(value(sheet, layer, "text-field", feature, ""));
    if (!text) return null;
    const size = value(sheet, layer, "text-size", feature, 16);
    sheet.pen.font = `${size}px ${sheet.fonts}`;
    const wide = sheet.pen.measureText(text).width;
    const free = value(sheet, layer, "text-allow-overlap", feature, false);
    const pad = value(sheet, layer, "text-padding", feature, 2);
    for (const [dx, dy] of places(sheet, layer, feature, size, wide)) {
      const box = [x + dx - wide / 2 - pad, y + dy - size / 2 - pad, x + dx + wide / 2 + pad, y + dy + size / 2 + pad];
      if (!free && taken.any(box)) continue;
      if (!free) taken.add(box);
      return { draw: (pen) => write(sheet, layer, feature, pen, text, size, x + dx, y + dy) };
    }
    return null;
  }

  /** Where words may stand, as shifts of their middle in pixels. */
  function places(sheet, layer, feature, size, wide) {
    const offsets = value(sheet, layer, "text-variable-anchor-offset", feature, null);
    if (offsets) return offsets.flatMap((name, at) => (at % 2 ? [] : [shift(name, offsets[at + 1][0] * size, offsets[at + 1][1] * size, wide, size)]));
    const anchors = value(sheet, layer, "text-variable-anchor", feature, null);
    if (!anchors) return [shift(value(sheet, layer, "text-anchor", feature, "center"), 0, 0, wide, size)];
    const ems = value(sheet, layer, "text-radial-offset", feature, 0) * size;
    return anchors.map((name) => shift(name, ANCHORS[name][0] * ems, ANCHORS[name][1] * ems, wide, size));
  }

  const shift = (name, dx, dy, wide, size) => [dx + (ANCHORS[name][0] * wide) / 2, dy + (ANCHORS[name][1] * size) / 2];

  function write(sheet, layer, feature, pen, text, size, x, y) {
    pen.font = `${size}px ${sheet.fonts}`;
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.globalAlpha = value(sheet, layer, "text-opacity", feature, 1);
    const halo = value(sheet, layer, "text-halo-width", feature, 0);
    if (halo) {
      pen.lineJoin = "round";
      pen.lineWidth = 2 * halo;
      pen.strokeStyle = value(sheet, layer, "text-halo-color", feature, "transparent");
      pen.strokeText(text, x, y);
    }
    pen.fillStyle = value(sheet, layer, "text-color", feature, "black");
    pen.fillText(text, x, y);
  }

  /** Boxes that are taken, by squares of the canvas. */
  function occupancy() {
    const side = 64;
    const held = new Map();
    const squares = ([left, top, right, bottom]) => {
      const found = [];
      for (let x = Math.floor(left / side); x <= right / side; x++) for (let y = Math.floor(top / side); y <= bottom / side; y++) found.push(`${x},${y}`);
      return found;
    };
    const meet = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
    return {
      any: (box) => squares(box).some((square) => (held.get(square) || []).some((other) => meet(box, other))),
      add: (box) => squares(box).forEach((square) => held.set(square, [...(held.get(square) || []), box])),
    };
  }

  window.onemap.plainPaint = { paint, prepared, unit };
})();
