/* Drawing over the map. The sheet shows shapes at their places and follows the map; the pen takes points from clicks,
   taps, drags or the keyboard until the shape is done. Places are [lon, lat] in WGS84 degrees. */
(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const SAME_PIXELS = 10;
  const HELD_MS = 550;
  let board = null; // {map, canvas, box, svg}: the living map and the sheet over it
  const shapes = new Map(); // name → shapes drawn on the sheet
  let pen = null; // what is being drawn
  let watchers = []; // told when the pen changes

  /* ---------- words and small parts ---------- */

  let table = null;

  /** The words of the tools in the reader's language; they come with the page. */
  function words(key, values = {}) {
    table ??= JSON.parse(document.getElementById("map-tool-words")?.dataset.words || "{}");
    return (table[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  }

  function element(tag, facts = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(facts)) {
      if (name === "onclick") made.onclick = value;
      else if (name === "class") made.className = value;
      else if (value !== null && value !== undefined) made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  }

  /* ---------- the sheet ---------- */

  function drawn(tag, facts, text) {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(facts)) made.setAttribute(name, value);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  const places = (points) => points.map((point) => board.map.project(point));
  const path = (points) => places(points).map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");

  const FORMS = {
    ring: ({ points, look }) => drawn("polygon", { points: path(points), class: `sheet-ring ${look || ""}`, "fill-rule": "evenodd" }),
    line: ({ points, look }) => drawn("polyline", { points: path(points), class: `sheet-line ${look || ""}` }),
    dot({ at, look }) {
      const { x, y } = board.map.project(at);
      return drawn("circle", { cx: x, cy: y, r: 4, class: `sheet-dot ${look || ""}` });
    },
    pin({ at, look }) {
      const { x, y } = board.map.project(at);
      const pin = drawn("path", { d: "M0 0C-3-6-8-9-8-15a8 8 0 1 1 16 0c0 6-5 9-8 15z", class: `sheet-pin ${look || ""}` });
      pin.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
      return pin;
    },
    text({ at, text, look, lift }) {
      const { x, y } = board.map.project(at);
      return drawn("text", { x, y: y - (lift ?? 10), class: `sheet-text ${look || ""}` }, text);
    },
  };

  function paint() {
    if (!board) return;
    const all = [...shapes.values()].flat().concat(pen ? pen.sketch(pen.points, pen.pointer) : []);
    board.svg.replaceChildren(...all.map((shape) => FORMS[shape.form](shape)));
  }

  const sheet = {
    /** Show these shapes under a name; none takes them away. */
    set(name, list) {
      if (list && list.length) shapes.set(name, list);
      else shapes.delete(name);
      paint();
    },
  };

  /* ---------- the pen ---------- */

  /** Start drawing. ``task``: {key, hint, fewest, most, closes, drags, keeps, sketch(points, pointer), done(points, closed)}.
      With ``keeps`` the escape key ends it with what there is. */
  function begin(task) {
    if (!board) return;
    stop();
    pen = { fewest: 1, most: 1, points: [], pointer: null, ...task };
    board.map.doubleClickZoom.disable();
    if (pen.drags) board.map.dragPan.disable();
    board.box.classList.add("is-drawing");
    board.map.getCanvas().focus({ preventScroll: true });
    changed();
  }

  /** Put the pen down without a result. */
  function stop() {
    if (!pen) return;
    const { dropped } = pen;
    pen = null;
    if (board) {
      board.map.doubleClickZoom.enable();
      board.map.dragPan.enable();
      board.box.classList.remove("is-drawing", "is-aiming");
    }
    changed();
    if (dropped) dropped();
  }

  function finish(closed = false) {
    if (!pen || pen.points.length < (closed ? 3 : pen.fewest)) return;
    const { done, points } = pen;
    pen.dropped = null;
    stop();
    done(points, closed);
  }

  function changed() {
    bar();
    paint();
    watchers.forEach((tell) => tell(pen && pen.key));
  }

  const pixels = (one, other) => {
    const [a, b] = places([one, other]);
    return Math.hypot(a.x - b.x, a.y - b.y);
  };

  function add(point) {
    const { points } = pen;
    if (points.length >= 3 && pen.closes && pixels(points[0], point) <= SAME_PIXELS) return finish(true);
    if (points.length && pixels(points.at(-1), point) <= 2) return;
    points.push(point);
    if (points.length >= pen.most) finish();
    else changed();
  }

  function undo() {
    pen.points.pop();
    changed();
  }

  /** The last click of a double click set a corner already. */
  function doubled() {
    if (pen.points.length >= pen.fewest) finish(pen.closes === "always");
  }

  /* ---------- the strip with what to do ---------- */

  function bar() {
    board?.box.querySelector(".pen-bar")?.remove();
    if (!board || !pen) return;
    const button = (key, press, on = true) => {
      const made = element("button", { type: "button", class: "pen-button", onclick: press }, words(key));
      made.disabled = !on;
      return made;
    };
    const many = pen.most > 2;
    const ready = pen.points.length >= pen.fewest;
    board.box.append(
      element(
        "div",
        { class: "pen-bar" },
        element("span", { role: "status" }, words(pen.hint, { n: pen.points.length })),
        ...(many ? [button("undo", undo, pen.points.length > 0), button("finish", () => finish(pen.closes === "always"), ready)] : []),
        button("cancel", stop),
      ),
    );
  }

  /* ---------- hands ---------- */

  const typing = (target) => target.closest && target.closest("input, textarea, select, [contenteditable]");

  const KEYS = {
    Escape: () => (pen.keeps && pen.points.length >= pen.fewest ? finish() : stop()),
    Enter: () => finish(pen.closes === "always"),
    Backspace: () => pen.points.length && undo(),
    " ": () => add(board.map.getCenter().toArray()),
  };

  document.addEventListener("keydown", (event) => {
    if (!pen || typing(event.target)) return;
    if (event.key.startsWith("Arrow")) board.box.classList.add("is-aiming");
    const press = KEYS[event.key];
    if (!press || (event.target.closest("button") && event.key !== "Escape")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    press();
  });

  const at = (event) => {
    const frame = board.canvas.getBoundingClientRect();
    const scale = frame.width / board.canvas.offsetWidth;
    return board.map.unproject([(event.clientX - frame.left) / scale, (event.clientY - frame.top) / scale]).toArray();
  };

  /** A drag draws a box: with its tool, or at any time with the shift key. */
  function drags() {
    const canvas = board.map.getCanvasContainer();
    let drag = null;
    const down = new Set();
    canvas.addEventListener("pointerdown", (event) => {
      down.add(event.pointerId);
      if (down.size > 1) return void (drag = null);
      if (event.button !== 0) return;
      const shifted = event.shiftKey && !pen;
      if (shifted) onemap.selection.box();
      if (!pen || !pen.drags) return;
      drag = { x: event.clientX, y: event.clientY, from: at(event), shifted };
    });
    window.addEventListener("pointermove", (event) => {
      if (!board || board.map.getCanvasContainer() !== canvas) return;
      if (pen && canvas.contains(event.target)) {
        pen.pointer = at(event);
        if (event.pointerType === "mouse") board.box.classList.remove("is-aiming");
      }
      if (drag && pen && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > 6) {
        drag.moved = true;
        pen.points = [drag.from];
        pen.pointer = at(event);
      }
      if (pen) paint();
    });
    const up = (event) => {
      down.delete(event.pointerId);
      const was = drag;
      drag = null;
      if (!was || !pen) return;
      if (was.moved && event.type === "pointerup") {
        pen.points = [was.from];
        add(at(event));
      } else if (was.shifted) stop();
    };
    window.addEventListener("pointerup", up);
    window.addEventListener("pointercancel", up);
    board.map.once("remove", () => {
      window.removeEventListener("pointerup", up);
      window.removeEventListener("pointercancel", up);
    });
  }

  /** A finger held still is the right button of a mouse. */
  function holds(held) {
    const canvas = board.map.getCanvasContainer();
    let timer = 0;
    let start = null;
    const off = () => window.clearTimeout(timer);
    canvas.addEventListener("pointerdown", (event) => {
      off();
      if (pen || event.pointerType !== "touch" || !event.isPrimary) return;
      start = event;
      timer = window.setTimeout(() => held(at(start)), HELD_MS);
    });
    canvas.addEventListener("pointermove", (event) => {
      if (start && Math.hypot(event.clientX - start.clientX, event.clientY - start.clientY) > 8) off();
    });
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, off);
    board.map.on("contextmenu", (event) => {
      off();
      event.preventDefault();
      if (!pen) held(event.lngLat.toArray());
    });
  }

  window.onemap.tools.add({
    begin(map, state) {
      const svg = drawn("svg", { class: "map-sheet", "aria-hidden": "true" });
      board = { map, canvas: state.canvas, box: state.canvas.parentElement, svg, limits: state.settings.limits };
      board.box.append(svg);
      map.boxZoom.disable();
      map.on("move", paint);
      map.on("resize", paint);
      map.on("dblclick", (event) => {
        if (!pen) return;
        event.preventDefault();
        doubled();
      });
      drags();
      holds((point) => window.onemap.points.menu(point));
      paint();
    },
    click(event) {
      if (!pen) return false;
      add(event.lngLat.toArray());
      return true;
    },
    leave() {
      pen = null;
      board = null;
      table = null;
      shapes.clear();
    },
  });

  const onemap = window.onemap;
  onemap.draw = {
    words,
    element,
    sheet,
    begin,
    stop,
    typing,
    watch: (tell) => watchers.push(tell),
    board: () => board,
    task: () => pen && pen.key,
  };
})();
