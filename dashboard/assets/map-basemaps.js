/* The ground of the map: a configured basemap lies over our own vectors and under boundaries, names and facts. What it
   lacks, our own ground shows through. The choice and its strength stand in the hash: base=KEY&ground=70 */
(function () {
  "use strict";

  const { tools } = window.onemap;
  const OWN = "own";
  const AGAIN_MS = 15_000;
  const PREFIX = "basemap-";

  let here = null; // the living map with what is drawn on it

  const facts = () => here.settings.basemaps;
  const chosen = () => {
    const key = new URLSearchParams(window.location.hash.slice(1)).get("base");
    return key && facts().all[key] ? key : OWN;
  };
  const strength = () => {
    const text = new URLSearchParams(window.location.hash.slice(1)).get("ground");
    const number = Number(text);
    return text && number >= 10 && number <= 100 ? number / 100 : 1;
  };

  /** Colours of a picture beside risk colours: a little quieter by day, dimmed on the dark wall. */
  function paint() {
    const dark = document.documentElement.dataset.theme === "dark";
    const tone = dark
      ? { "raster-brightness-max": 0.55, "raster-saturation": -0.45, "raster-contrast": 0.05 }
      : { "raster-brightness-max": 1, "raster-saturation": -0.25, "raster-contrast": 0 };
    return { ...tone, "raster-opacity": strength(), "raster-fade-duration": 0 };
  }

  /** The lowest layer that stays above a basemap. */
  function above(map) {
    const row = (id) => ((map.getLayer(id).metadata || {}).rows || [])[0];
    return map.getLayersOrder().find((id) => row(id) && !facts().covered.includes(row(id)));
  }

  /** Whoever orders our layers anew pushes a basemap below the ground: put it back. */
  function keepPlace() {
    if (!here || !here.drawn.length) return;
    const order = here.map.getLayersOrder();
    const own = here.drawn.map((key) => PREFIX + key);
    const at = order.indexOf(above(here.map)) - own.length;
    if (own.every((id, place) => order[at + place] === id)) return;
    own.forEach((id) => here.map.moveLayer(id, above(here.map)));
  }

  function draw() {
    const { map } = here;
    const key = chosen();
    const wanted = key === OWN ? [] : [key, ...facts().all[key].above.filter((each) => facts().all[each])];
    for (const old of here.drawn.filter((each) => !wanted.includes(each))) {
      map.removeLayer(PREFIX + old);
      map.removeSource(PREFIX + old);
    }
    for (const each of wanted) {
      if (here.drawn.includes(each)) redye(each);
      else add(each);
    }
    here.drawn = wanted;
    say(key);
  }

  function add(key) {
    const { tiles, tileSize, minzoom, maxzoom } = facts().all[key];
    const id = PREFIX + key;
    here.map.addSource(id, { type: "raster", tiles: [window.location.origin + tiles], tileSize, minzoom, maxzoom });
    here.map.addLayer({ id, type: "raster", source: id, paint: paint() }, above(here.map));
  }

  function redye(key) {
    for (const [name, value] of Object.entries(paint())) here.map.setPaintProperty(PREFIX + key, name, value);
  }

  /** Mark the choice, show where it comes from, and forget what was lost before. */
  function say(key) {
    for (const control of document.querySelectorAll("[data-base]")) {
      control.setAttribute("aria-checked", String(control.dataset.base === key));
    }
    for (const note of document.querySelectorAll("[data-base-source]")) note.hidden = !here.drawn.includes(note.dataset.baseSource);
    const slider = document.querySelector(".basemap-strength");
    if (slider) slider.hidden = key === OWN;
    const input = document.getElementById("basemap-strength");
    if (input) input.value = Math.round(strength() * 100);
    lost(null);
  }

  /** Tell on the page that tiles of a basemap did not come, and ask for them again after a while. */
  function lost(key) {
    window.clearTimeout(here.again);
    const box = here.map.getContainer().parentElement;
    let note = box.querySelector(".basemap-lost");
    if (!note && key) {
      note = Object.assign(document.createElement("div"), { className: "map-lacking basemap-lost" });
      note.setAttribute("role", "status");
      box.append(note);
    }
    if (note) note.hidden = !key;
    if (!key) return;
    note.textContent = facts().lost.replace("{name}", facts().all[key].name);
    here.again = window.setTimeout(() => again(key), AGAIN_MS);
  }

  function again(key) {
    const source = here && here.map.getSource(PREFIX + key);
    if (!source) return;
    here.failed = false;
    source.setTiles([`${window.location.origin}${facts().all[key].tiles}?again=${Date.now()}`]);
    here.map.once("idle", () => here && here.drawn.includes(key) && !here.failed && lost(null));
  }

  const keyOf = (event) => (event.sourceId || "").startsWith(PREFIX) && event.sourceId.slice(PREFIX.length);

  tools.add({
    begin(map, state) {
      here = { map, settings: state.settings, drawn: [], failed: false, again: 0 };
      map.on("styledata", keepPlace);
      sayPlain(map.getContainer().dataset.plain === "yes");
      draw();
    },
    /** True: the map need not say it once more. */
    error(event) {
      const key = here && keyOf(event);
      if (!key) return false;
      here.failed = true;
      lost(key);
      return true;
    },
    leave() {
      if (here) window.clearTimeout(here.again);
      here = null;
    },
  });

  new MutationObserver(() => here && here.drawn.forEach(redye)).observe(document.documentElement, {
    attributeFilter: ["data-theme"],
  });

  document.addEventListener("click", (event) => {
    const control = event.target.closest("[data-base]");
    if (!control || !here) return;
    window.onemap.hash.write({ base: control.dataset.base === OWN ? "" : control.dataset.base });
    draw();
  });

  /** The switch to the plain map; where there is no WebGL2 there is nothing to switch. */
  function sayPlain(on) {
    for (const control of document.querySelectorAll("[role='switch'][data-plain]")) {
      control.setAttribute("aria-checked", String(on));
      control.disabled = on && !window.onemap.plain.webgl2();
    }
  }

  document.addEventListener("click", (event) => {
    const control = event.target.closest("[role='switch'][data-plain]");
    if (control) window.onemap.plain.choose(control.getAttribute("aria-checked") !== "true");
  });

  document.addEventListener("input", (event) => {
    if (event.target.id !== "basemap-strength" || !here) return;
    window.onemap.hash.write({ ground: event.target.value === "100" ? "" : event.target.value });
    here.drawn.forEach(redye);
  });
})();
