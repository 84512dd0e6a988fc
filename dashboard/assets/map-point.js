/* A point of the map and what can be asked of it: its surroundings as a filter, the nearest objects, its coordinates.
   It comes from the right button, a finger held still, a tool, the place of this device, or the search. */
(function () {
  "use strict";

  const { draw, tools } = window.onemap;
  const { element, words } = draw;
  const COORDINATE_DIGITS = 6;
  let open = null; // {menu, at}

  const coordinates = ([lon, lat]) => `${lon.toFixed(COORDINATE_DIGITS)}, ${lat.toFixed(COORDINATE_DIGITS)}`;

  function distance(metres) {
    return metres < 1000 ? words("metres", { n: metres }) : words("kilometres", { n: metres / 1000 });
  }

  /* ---------- the menu of a point ---------- */

  /** Everything that can be asked of a point; ``title`` is what it is called, if anything. */
  function menu(at, title) {
    close();
    const { box } = draw.board();
    const item = (label, press) =>
      element("button", { type: "button", role: "menuitem", class: "point-item", onclick: () => (close(), press()) }, label);
    const made = element(
      "div",
      { class: "point-menu", role: "menu", "aria-label": title || words("this_point") },
      element("div", { class: "point-head" }, ...(title ? [element("strong", {}, title)] : []), element("span", {}, coordinates(at))),
      element("div", { class: "point-group", role: "group", "aria-label": words("around") }, element("span", { class: "point-label" }, words("around")), ...window.onemap.selection.RADII.map((metres) => item(distance(metres), () => window.onemap.selection.around(at, metres)))),
      item(words("nearest"), () => nearest(at)),
      item(words("copy_coordinates"), () => window.onemap.copy(coordinates(at))),
    );
    open = { menu: made, at };
    box.append(made);
    place();
    draw.sheet.set("point", [{ form: "pin", at }]);
    made.querySelector("button").focus({ preventScroll: true });
  }

  function place() {
    if (!open) return;
    const { map, box } = draw.board();
    const { x, y } = map.project(open.at);
    const { offsetWidth: width, offsetHeight: height } = open.menu;
    const left = x + 14 + width > box.clientWidth ? x - 14 - width : x + 14;
    const top = Math.min(y - 10, box.clientHeight - height - 8);
    open.menu.style.transform = `translate(${Math.round(Math.max(8, left))}px, ${Math.round(Math.max(8, top))}px)`;
  }

  /** Take the menu away; the pin stays where something was found. */
  function close(keep = false) {
    if (!open) return;
    const had = open.menu.contains(document.activeElement);
    open.menu.remove();
    open = null;
    if (!keep) draw.sheet.set("point", []);
    if (had) draw.board().map.getCanvas().focus({ preventScroll: true });
  }

  document.addEventListener("keydown", (event) => {
    if (!open) return;
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (event.key === "Escape") close();
    else if (step && open.menu.contains(event.target)) {
      const items = [...open.menu.querySelectorAll("button")];
      items[(items.indexOf(event.target) + step + items.length) % items.length].focus();
    } else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  });

  document.addEventListener("pointerdown", (event) => {
    if (open && !open.menu.contains(event.target) && !event.target.closest(".map-canvas")) close(true);
  });

  /* ---------- what is asked ---------- */

  function nearest(at) {
    const [lon, lat] = at.map((each) => each.toFixed(COORDINATE_DIGITS));
    draw.sheet.set("point", []);
    window.onemap.select({ kind: "near", ids: [lon, lat] }, null);
  }

  /** A quiet pin where something was found, with its name; choosing it again asks what to do there. */
  function mark(at, name, look = "") {
    draw.sheet.set("point", at === null ? [] : [{ form: "pin", at, look }, ...(name ? [{ form: "text", at, text: name, lift: 28 }] : [])]);
  }

  function pick() {
    const sketch = (points, pointer) => (pointer ? [{ form: "dot", at: pointer, look: "is-first" }] : []);
    draw.begin({ key: "point", hint: "hint_point", sketch, done: ([at]) => menu(at) });
  }

  /* ---------- where this device is ---------- */

  const REFUSED = { 1: "locate_denied", 2: "locate_unknown", 3: "locate_late" };

  function locate() {
    const sorry = (key) => {
      window.onemap.unsay("locating");
      window.onemap.notify(words(key), "problem");
      pick();
    };
    if (!window.isSecureContext || !navigator.geolocation) return sorry("locate_insecure");
    window.onemap.notify(words("locating"), "done", "locating");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => found([coords.longitude, coords.latitude], coords.accuracy),
      (error) => sorry(REFUSED[error.code] || "locate_unknown"),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 0 },
    );
  }

  function found(at, accuracy) {
    window.onemap.unsay("locating");
    const board = draw.board();
    if (!board) return;
    if (!inside(at)) return window.onemap.notify(words("locate_outside", { at: coordinates(at) }), "problem");
    board.map.once("moveend", () => {
      menu(at, words("my_place", { n: Math.round(accuracy) }));
      draw.sheet.set("accuracy", [{ form: "ring", points: window.onemap.selection.ringAround(at, accuracy), look: "is-accuracy" }]);
    });
    board.map.easeTo({ center: at, zoom: Math.max(board.map.getZoom(), 14), duration: 300 });
  }

  function inside([lon, lat]) {
    const [west, south, east, north] = draw.board().limits;
    return west <= lon && lon <= east && south <= lat && lat <= north;
  }

  tools.add({
    begin(map) {
      map.on("move", place);
      map.on("movestart", () => draw.sheet.set("accuracy", []));
    },
    click(event) {
      if (!open) return false;
      close();
      event.preventDefault();
      return true;
    },
    leave: () => (open = null),
  });

  window.onemap.points = { menu, close, mark, nearest, pick, locate, inside, coordinates };
})();
