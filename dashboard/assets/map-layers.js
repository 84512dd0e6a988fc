/* Which layers are on, how opaque and in which order: kept in the hash of the address, worn by every style before it is
   drawn, and shown by the switches, the stack and the legend. `#layers=row.row~unit:60.unit` names the rows that are on
   and, from the top, the units with their opacity in percent; what it does not know is passed over. */
(function () {
  "use strict";

  const { hash, tools } = window.onemap;
  const SINGLES_FROM = 13;
  const FAINTEST = 10;
  const OPACITIES = {
    symbol: ["icon-opacity", "text-opacity"],
    circle: ["circle-opacity", "circle-stroke-opacity"],
    line: ["line-opacity"],
    fill: ["fill-opacity"],
    raster: ["raster-opacity"],
  };

  let map = null;
  let state = null; // of map.js; state.layers is ours: {rows, units, on, order, opacity}

  /* ---------- what is chosen, and its address ---------- */

  /** The choice of an address, over the usual one; `text` may be anything. */
  function chosen(settings, text) {
    const rows = new Map(settings.layers.rows.map((row) => [row.key, row]));
    const units = settings.layers.units.map((unit) => unit.key); // from the ground up
    const [keys, stack = ""] = (text || "").split("~");
    const mine = { rows, units, on: new Set(), order: [...units], opacity: {} };
    const named = keys.split(".").filter((key) => rows.has(key));
    named.forEach((key) => turn(mine, key, true));
    if (!named.length) settings.layers.rows.filter((row) => row.visible).forEach((row) => turn(mine, row.key, true));
    if (![...mine.on].some((key) => rows.get(key).one_of === "mode")) turn(mine, settings.modes[0], true);
    stacked(mine, stack.split(".").map((part) => part.split(":")).filter(([unit]) => units.includes(unit)));
    return mine;
  }

  /** A unit that the address does not know, being younger than it, lies above the one that it usually lies above. */
  function stacked(mine, parts) {
    const order = [...new Set(parts.map(([unit]) => unit))].reverse();
    for (const [unit, percent] of parts) if (/^\d+$/.test(percent || "")) fade(mine, unit, Number(percent));
    mine.units.forEach((unit, at) => {
      if (!order.includes(unit)) order.splice(at ? order.indexOf(mine.units[at - 1]) + 1 : 0, 0, unit);
    });
    mine.order = order;
  }

  function turn(mine, key, on) {
    const { one_of } = mine.rows.get(key);
    if (one_of && on) for (const other of mine.rows.values()) if (other.one_of === one_of) mine.on.delete(other.key);
    if (on) mine.on.add(key);
    else if (one_of !== "mode") mine.on.delete(key);
  }

  function fade(mine, unit, percent) {
    mine.opacity[unit] = Math.min(100, Math.max(FAINTEST, percent));
  }

  const opacity = (mine, unit) => mine.opacity[unit] ?? 100;
  const inOrder = (mine) => [...mine.rows.keys()].filter((key) => mine.on.has(key));

  function text(mine) {
    const usual = [...mine.rows.values()].every((row) => row.visible === mine.on.has(row.key));
    const plain = String(mine.order) === String(mine.units) && mine.units.every((unit) => opacity(mine, unit) === 100);
    const stack = [...mine.order].reverse().map((unit) => unit + (opacity(mine, unit) < 100 ? `:${opacity(mine, unit)}` : ""));
    return (usual ? "" : inOrder(mine).join(".")) + (plain ? "" : `~${stack.join(".")}`);
  }

  /** What of the choice the server must know. */
  const asked = (mine) => inOrder(mine).join(".");

  /* ---------- a style in this choice ---------- */

  /** A copy of the server's style with our visibility, opacity and order. */
  function dressed(style, mine) {
    const worn = style.layers.map((layer) => ({ ...layer, layout: { ...layer.layout, visibility: seen(layer, mine) }, paint: faded(layer, mine) }));
    const unit = (layer) => layer.metadata?.unit || "";
    const first = worn.findIndex(unit);
    const last = worn.findLastIndex(unit);
    const moved = mine.order.flatMap((each) => worn.filter((layer) => unit(layer) === each));
    return { ...style, layers: [...worn.slice(0, first), ...moved, ...worn.slice(last + 1)] };
  }

  function seen(layer, mine) {
    const rows = layer.metadata?.rows || [];
    return rows.every((row) => mine.on.has(row) || !mine.rows.has(row)) ? "visible" : "none";
  }

  function faded(layer, mine) {
    if (!layer.metadata?.unit) return layer.paint;
    const share = opacity(mine, layer.metadata.unit) / 100;
    const paint = { ...layer.paint };
    for (const key of OPACITIES[layer.type] || []) {
      const base = paint[key] ?? 1;
      paint[key] = typeof base === "number" ? base * share : share === 1 ? base : ["*", share, base];
    }
    return paint;
  }

  /* ---------- switches, stack and legend ---------- */

  function show() {
    const mine = state.layers;
    for (const control of document.querySelectorAll("[data-layer]")) control.setAttribute("aria-checked", String(mine.on.has(control.dataset.layer)));
    showStack(mine);
    showCounts();
    showSurface();
    for (const line of document.querySelectorAll(".legend-total")) line.hidden = !drawn("hazards");
    showLegend();
  }

  function showCounts() {
    const counts = state.style.metadata.onemap.counts;
    const number = (n) => Number(n).toLocaleString(document.documentElement.lang || "zh-CN");
    for (const each of document.querySelectorAll("[data-layer-count]")) {
      const n = counts[each.dataset.layerCount];
      if (n !== undefined) each.textContent = number(n);
    }
  }

  /** Classes, unit and method of the surface that is on. */
  function showSurface() {
    const box = document.querySelector(".legend-surface");
    const surface = [...state.layers.on].some((key) => state.layers.rows.get(key).one_of === "surface") && state.style.metadata.onemap.surface;
    if (!box) return;
    box.hidden = !surface;
    if (!surface) return;
    const bands = surface.bands.map(({ step, words }) => {
      const swatch = element("i");
      swatch.style.background = step === null ? "var(--om-ground)" : `var(--om-ramp-${step + 1})`;
      return element("li", {}, swatch, words);
    });
    const notes = element("p", { textContent: surface.notes.join(state.settings.words.between_notes) });
    box.replaceChildren(element("strong", { textContent: surface.title }), element("ul", {}, ...bands), notes);
  }

  /** Lines of what is on and stands on the map at this zoom: counted, singly, or both. */
  function showLegend() {
    const near = map.getZoom() >= SINGLES_FROM;
    const far = !near || counted();
    const said = new Set(); // rows may share a line
    for (const line of document.querySelectorAll("[data-row]")) {
      const { row, at } = line.dataset;
      line.hidden = !drawn(row) || (at === "near" && !near) || (at === "far" && !far) || said.has(line.textContent);
      if (!line.hidden) said.add(line.textContent);
    }
  }

  /** Whether a row is on, or has no switch; hazards show only while they are shown at all. */
  function drawn(row) {
    const { on, rows } = state.layers;
    return !rows.has(row) || (on.has(row) && (rows.get(row).unit !== "hazards" || on.has("hazards")));
  }

  function counted() {
    const rings = ["hazard-ring-colour", "hazard-ring-sector", "object-ring-colour", "object-ring-sector"].filter((id) => map.getLayer(id));
    return map.queryRenderedFeatures({ layers: rings }).length > 0;
  }

  function element(tag, properties = {}, ...children) {
    const made = Object.assign(document.createElement(tag), properties);
    made.append(...children);
    return made;
  }

  const words = (key, values) => window.onemap.tips.words(state.settings, key, values);
  const nameOf = (unit) => state.settings.layers.units.find((each) => each.key === unit).name;

  /** The units that have something on, the top one first. */
  function showStack(mine) {
    const list = document.querySelector(".layer-stack ol");
    if (!list) return;
    const used = new Set([...mine.on].map((key) => mine.rows.get(key).unit));
    const units = [...mine.order].reverse().filter((unit) => used.has(unit));
    const present = [...list.children].map((item) => item.dataset.unit);
    if (String(present) !== String(units)) list.replaceChildren(...units.map((unit, at) => stackItem(unit, at, units)));
    for (const item of list.children) {
      const percent = opacity(mine, item.dataset.unit);
      item.querySelector("input").value = percent;
      item.querySelector("output").value = `${percent}%`;
    }
  }

  function stackItem(unit, at, units) {
    const name = nameOf(unit);
    const move = (word, to) => {
      const title = words(`layer_${word}`, { name });
      const button = element("button", { type: "button", className: `stack-${word}`, title, disabled: to < 0 || to >= units.length });
      button.setAttribute("aria-label", title);
      button.onclick = () => place(unit, units[to], word);
      return button;
    };
    const slider = element("input", { type: "range", min: FAINTEST, max: 100, step: 5 });
    slider.setAttribute("aria-label", words("layer_opacity", { name }));
    slider.oninput = () => change(() => fade(state.layers, unit, Number(slider.value)));
    const head = element("div", { className: "stack-head" }, element("span", { className: "stack-name", textContent: name }), move("up", at - 1), move("down", at + 1));
    const item = element("li", { draggable: true }, head, element("div", { className: "stack-opacity" }, slider, element("output")));
    item.dataset.unit = unit;
    slider.onpointerdown = () => (item.draggable = false); // a slider that is drawn is not the item that is dragged
    slider.onpointerup = slider.onpointercancel = () => (item.draggable = true);
    item.ondragstart = (event) => event.dataTransfer.setData("text/plain", unit);
    item.ondragover = (event) => event.preventDefault();
    item.ondrop = (event) => {
      event.preventDefault();
      const other = event.dataTransfer.getData("text/plain");
      if (units.includes(other) && other !== unit) place(other, unit);
    };
    return item;
  }

  /** Put one unit where another is; the button that was pressed keeps the focus. */
  function place(unit, where, pressed) {
    change(() => {
      const { order } = state.layers;
      const to = order.indexOf(where);
      order.splice(order.indexOf(unit), 1);
      order.splice(to, 0, unit);
    });
    const item = document.querySelector(`.layer-stack [data-unit="${unit}"]`);
    const button = pressed && item.querySelector(`.stack-${pressed}:enabled, button:enabled`);
    if (button) button.focus();
  }

  function furnish() {
    const box = document.querySelector(".layer-tools");
    if (!box || box.children.length) return;
    const search = element("input", { type: "search", className: "layer-search", placeholder: words("layer_search") });
    search.setAttribute("aria-label", words("layer_search"));
    search.oninput = () => find(search.value.trim().toLowerCase());
    box.append(search);
  }

  /** Switches whose name or group holds the text. */
  function find(wanted) {
    let any = false;
    for (const group of document.querySelectorAll(".layer-group")) {
      const whole = group.querySelector("h3").textContent.toLowerCase().includes(wanted);
      const fits = (control) => whole || control.textContent.toLowerCase().includes(wanted);
      for (const control of group.querySelectorAll("[data-layer]")) control.hidden = !fits(control);
      group.hidden = ![...group.querySelectorAll("[data-layer]")].some((control) => !control.hidden);
      any ||= !group.hidden;
    }
    document.querySelector(".layer-none").hidden = any;
  }

  /* ---------- changes ---------- */

  /** Alter the choice; what the server must know of is asked for, all else is drawn at once. */
  function change(alter) {
    const before = asking();
    alter();
    hash.write({ layers: text(state.layers) });
    window.onemap.morph.layers(map, dressed(state.style, state.layers));
    show();
    if (asking() !== before) window.onemap.redraw();
  }

  const asking = () => [...state.layers.on].filter((key) => state.layers.rows.get(key).asks).sort().join(".");

  document.addEventListener("click", (event) => {
    const control = event.target.closest("[data-layer],[data-layer-tab],[data-layer-reset]");
    if (!control || !map) return;
    const { layer, layerTab } = control.dataset;
    if (layer) change(() => turn(state.layers, layer, !state.layers.on.has(layer)));
    else if (layerTab) openTab(layerTab);
    else adopt("");
  });

  function adopt(text) {
    change(() => Object.assign(state.layers, chosen(state.settings, text)));
  }

  function openTab(name) {
    for (const tab of document.querySelectorAll("[data-layer-tab]")) tab.setAttribute("aria-selected", String(tab.dataset.layerTab === name));
    for (const panel of document.querySelectorAll("[data-layer-panel]")) panel.hidden = panel.dataset.layerPanel !== name;
  }

  window.addEventListener("hashchange", () => {
    const wanted = hash.read().layers || "";
    if (map && wanted !== text(state.layers)) adopt(wanted);
  });

  function stand() {
    furnish();
    show();
  }

  window.addEventListener("onemap:markup", () => map && state.canvas.isConnected && stand());

  tools.add({
    begin(drawn, its) {
      [map, state] = [drawn, its];
      stand();
      map.on("zoomend", showLegend);
      map.on("idle", showLegend);
    },
    filtered: () => map && show(),
    leave: () => (map = null),
  });

  /** Whether something that is on follows every change, and not only the tiles'. */
  const follows = (mine) => [...mine.on].some((key) => key === "findings" || mine.rows.get(key).one_of === "surface");

  window.onemap.layers = { chosen, asked, dressed, follows };
})();
