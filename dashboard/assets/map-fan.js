/* Several singles at one place, fanned out around it: each a button that opens its own, with its name on hover and focus. */
(function () {
  "use strict";

  const { tools } = window.onemap; // the others are loaded after this file
  const MOST = 12;
  const SIZE = 32;
  const ROOM = 36; // of the circle around the place for each

  let fan = null; // {box, follow, map}

  function close() {
    if (!fan) return;
    fan.map.off("move", fan.follow);
    fan.map.off("zoomstart", close);
    fan.box.remove();
    fan = null;
  }

  /** Fan out features that lie at one place; false when they are too many or only one. */
  function open(state, features, select) {
    close();
    if (features.length < 2 || features.length > MOST) return false;
    const { map } = state;
    const place = features[0].geometry.coordinates;
    const box = Object.assign(document.createElement("div"), { className: "map-fan" });
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", window.onemap.tips.several(state.settings, features));
    const radius = Math.max(40, (features.length * ROOM) / (2 * Math.PI));
    const spots = features.map((_, at) => {
      const turn = (2 * Math.PI * at) / features.length - Math.PI / 2;
      return [Math.round(radius * Math.cos(turn)), Math.round(radius * Math.sin(turn))];
    });
    box.append(legs(spots, radius), ...features.map((feature, at) => item(state, feature, spots[at], select)));
    const follow = () => {
      const { x, y } = map.project(place);
      box.style.transform = `translate(${x}px, ${y}px)`;
    };
    fan = { box, follow, map };
    follow();
    map.on("move", follow);
    map.on("zoomstart", close);
    state.canvas.parentElement.append(box);
    box.querySelector("button").focus({ preventScroll: true });
    return true;
  }

  function legs(spots, radius) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    svg.setAttribute("viewBox", [-radius, -radius, 2 * radius, 2 * radius].join(" "));
    Object.assign(svg.style, { width: `${2 * radius}px`, height: `${2 * radius}px`, left: `${-radius}px`, top: `${-radius}px` });
    for (const [x, y] of spots) {
      const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
      line.setAttribute("x2", x);
      line.setAttribute("y2", y);
      svg.append(line);
    }
    return svg;
  }

  function item(state, feature, [x, y], select) {
    const { properties: p, source } = feature;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "fan-item" });
    button.style.transform = `translate(${x - SIZE / 2}px, ${y - SIZE / 2}px)`;
    const kind = window.onemap.here.kindOf(feature);
    const say = (text) => {
      button.title = text;
      button.setAttribute("aria-label", text);
    };
    const about = window.onemap.tips.facts(state.settings, feature);
    say(about);
    const named = () => window.onemap.tips.nameOf(kind, p.no).then((name) => name && say(`${name} · ${about}`));
    button.onpointerenter = button.onfocus = named;
    button.onclick = () => select({ kind, ids: [p.no] }, feature.geometry.coordinates);
    if (p.state === "CLOSED") button.classList.add("is-closed");
    button.append(...pictures(state, kind, p).map((id) => Object.assign(document.createElement("img"), { alt: "", src: window.onemap.images.dataUrl(state.images[id]) })));
    return button;
  }

  /** What the map draws of it, from the lowest. */
  function pictures(state, kind, p) {
    const sector = state.settings.layers.slots[p.sector];
    const [mode, mark] = kind === "objects" ? ["objects", "object"] : ["by_sector", "sector"];
    const bySector = state.layers.on.has(mode) && sector !== undefined;
    const base = bySector ? `${mark}-${sector}` : `risk-${p.colour}`;
    const drawn = [base + (p.precise ? "" : "-imprecise")];
    if (p.level === 1) drawn.unshift(bySector ? "major-yellow" : `major-${p.colour}`);
    if (p.overdue) drawn.push("overdue");
    if (p.public) drawn.push("public");
    return drawn;
  }

  document.addEventListener("keydown", (event) => event.key === "Escape" && close());
  tools.add({ filtered: close, leave: close });

  window.onemap.fan = { open, close };
})();
