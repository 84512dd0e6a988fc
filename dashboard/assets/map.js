/* The map: MapLibre over our own tiles, or where there is no WebGL2 the plain map of `map-plain.js`. It is made once per visit of the page; filters, themes and news only change what
   it draws, so zoom, position and selection stay. Position, selection and layers stand in the hash of the address. */
(function () {
  "use strict";

  const { hash, images, layers, morph, plain, tips, tools } = window.onemap;
  const CANVAS = "map-canvas";
  const SINGLES_FROM = 13;
  const DEEPEST = 18;
  const EMPTY = { type: "FeatureCollection", features: [] };

  let library = null; // promise of the module
  let state = null; // what this visit's map draws; null before the first
  let leaving = false; // requests that the browser breaks off while the page is left are no failure
  window.addEventListener("pagehide", () => (leaving = true));
  window.addEventListener("pageshow", () => (leaving = false));

  /* ---------- making the map ---------- */

  const words = (key, values) => tips.words(state.settings, key, values);

  function loadLibrary() {
    library ??= plain.wanted() ? plain.load() : import(`${document.documentElement.dataset.vendor}/maplibre-gl.mjs`);
    return library;
  }

  async function json(path) {
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  }

  const filterText = (search) => new URLSearchParams(search).toString();

  function fetchStyle(mine) {
    return json(`/tiles/style.json?theme=${mine.theme}&f=${encodeURIComponent(mine.query)}&on=${layers.asked(mine.layers)}`);
  }

  async function create(canvas, settings, theme, search) {
    const query = filterText(search);
    const place = hash.read();
    const { version, change } = settings;
    state = { map: null, canvas, settings, theme, query, version, change, images: {}, moved: [], layers: layers.chosen(settings, place.layers) };
    const mine = state;
    let parts;
    try {
      parts = await Promise.all([
        loadLibrary(),
        fetchStyle(mine),
        json(`/tiles/symbols.json?theme=${theme}`),
        document.fonts.ready, // names on the map are drawn once, with the font that is there by then
      ]);
    } catch (error) {
      return failed(mine, "no_map", error);
    }
    if (state !== mine || !canvas.isConnected) return;
    const [maplibre, style, symbols] = parts;
    state.style = style;
    try {
      state.map = new maplibre.Map(options(canvas, settings, layers.dressed(style, mine.layers), place));
    } catch (error) {
      return failed(mine, "no_webgl", error);
    }
    state.images = symbols;
    furnish(maplibre);
    listen();
    showSymbols();
    await ready(state.map);
    if (state !== mine) return;
    tools.call("begin", state.map, state);
    canvas.classList.add("is-ready");
    if (place.selected) window.onemap.setProps("map-selected", { data: place.selected });
  }

  /** Say on the page why there is no map; a page that is being left says nothing any more. */
  function failed(mine, sentence, error) {
    if (leaving || state !== mine || !mine.canvas.isConnected) return;
    console.warn("map", error && error.message);
    mine.canvas.textContent = words(sentence);
    document.querySelector(".map-box .sketch")?.remove();
    mine.canvas.classList.add("no-map");
    mine.canvas.setAttribute("role", "alert");
  }

  function options(canvas, settings, style, place) {
    const [west, south, east, north] = settings.limits;
    const start = place.position || { bounds: settings.bounds, fitBoundsOptions: { padding: room() } };
    return {
      container: canvas,
      style,
      ...start,
      maxBounds: [west - 0.6, south - 0.4, east + 0.6, north + 0.4],
      minZoom: 7,
      maxZoom: 20,
      fadeDuration: 0,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      renderWorldCopies: false,
      pixelRatio: sharp(canvas),
      localIdeographFontFamily: getComputedStyle(document.documentElement).getPropertyValue("--om-fonts"),
      locale: {
        "Map.Title": settings.words.map_label,
        "NavigationControl.ZoomIn": settings.words.zoom_in,
        "NavigationControl.ZoomOut": settings.words.zoom_out,
        "ScaleControl.Meters": settings.words.metres,
        "ScaleControl.Kilometers": settings.words.kilometres,
      },
    };
  }

  /** Pixels of the screen to one of the page; a page that is scaled as a whole has more of them. */
  function sharp(canvas) {
    const scale = Math.round((10 * canvas.getBoundingClientRect().width) / canvas.offsetWidth) / 10;
    return window.devicePixelRatio * (scale || 1);
  }

  const LEGEND = 140; // px that an open legend may take from the county; it is filled after the map has its place

  /** Room around the county when all of it is shown; the legend lies over the bottom. */
  function room() {
    const legend = document.getElementById("map-legend");
    const below = window.onemap.sheet.covered() || (legend?.open ? LEGEND : 0);
    return { top: 20, right: 24, bottom: 20 + below, left: 24 };
  }

  function furnish(maplibre) {
    const map = state.map;
    map.touchZoomRotate.disableRotation();
    map.keyboard.disableRotation();
    map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-left");
    map.addControl(homeControl(), "top-left");
    map.addControl(new maplibre.ScaleControl({ maxWidth: 96, unit: "metric" }), "bottom-right");
  }

  function homeControl() {
    const box = document.createElement("div");
    const button = document.createElement("button");
    box.className = "maplibregl-ctrl maplibregl-ctrl-group";
    button.className = "home-button";
    button.type = "button";
    button.title = words("home");
    button.setAttribute("aria-label", words("home"));
    button.onclick = () => state.map.fitBounds(state.settings.bounds, { padding: room(), duration: 300 });
    box.append(button);
    return { onAdd: () => box, onRemove: () => box.remove() };
  }

  /** The pictures of the legend come from the same symbols as the map's. */
  function showSymbols() {
    for (const picture of document.querySelectorAll("img[data-symbol]")) {
      const svg = state.images[picture.dataset.symbol];
      if (svg) picture.src = images.dataUrl(svg);
    }
  }

  window.addEventListener("onemap:markup", () => state && showSymbols());

  /* ---------- filter, theme, news: change what is drawn, never the map ---------- */

  /** One change of the map at a time; of several that wait, the last one wins. */
  function update(theme, query) {
    const mine = state;
    const redye = theme !== mine.theme;
    Object.assign(mine, { theme, query, redye: redye || mine.redye });
    const asked = (mine.asked = Symbol("asked"));
    return enqueue(mine, () => mine.asked === asked && follow(mine));
  }

  function enqueue(mine, work) {
    mine.work = (mine.work || Promise.resolve())
      .then(() => state === mine && mine.map && work())
      .catch((error) => told(mine.map, error));
    return mine.work;
  }

  async function follow(mine) {
    lacking(mine.map, false);
    const [style, symbols] = await Promise.all([
      fetchStyle(mine),
      mine.redye ? json(`/tiles/symbols.json?theme=${mine.theme}`) : mine.images,
    ]);
    await ready(mine.map);
    mine.images = symbols;
    mine.style = style;
    note(mine);
    await morph.sources(mine.map, style);
    morph.layers(mine.map, layers.dressed(style, mine.layers));
    if (mine.redye) {
      for (const id of mine.map.listImages()) redraw(id);
      showSymbols();
    }
    mine.redye = false;
    await overlay(mine);
    tools.call("filtered", mine.query);
  }

  /** Whether the borders are schematic may change while the map is open. */
  function note(mine) {
    const place = document.querySelector(".boundary-note");
    if (place) place.textContent = mine.style.metadata.onemap.note;
  }

  function redraw(id) {
    return state.images[id] ? images.addSymbol(state.map, id, state.images[id]) : images.addRing(state.map, id);
  }

  const ready = (map) => (map.getStyle() ? null : new Promise((done) => map.once("style.load", done)));

  /** Dash calls this with every change of address, theme or mark, and when the page is first drawn. */
  function drawMap(search, theme, mark, settings) {
    const canvas = document.getElementById(CANVAS);
    if (canvas && settings) show(canvas, search, theme, mark, settings);
    return window.dash_clientside.no_update;
  }

  function show(canvas, search, theme, mark, settings) {
    if (!state || state.canvas !== canvas) {
      if (state && state.map) {
        tools.call("leave");
        state.map.remove();
      }
      create(canvas, settings, theme, search || "");
      return;
    }
    if (mark !== state.mark) setMark(mark);
    const query = filterText(search || "");
    if (query !== state.query || theme !== state.theme) update(theme, query);
  }

  function setMark(mark) {
    state.mark = mark;
    const source = state.map && state.map.getSource("selected");
    if (source) source.setData(mark ? { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: mark } } : EMPTY);
  }

  /** The connection is back: what did not come is asked for again, the whole map where there is none. */
  window.addEventListener("onemap:found", () => {
    if (!state || !state.canvas.isConnected) return;
    const { map, canvas, settings, theme, query, style } = state;
    if (!map) {
      if (!canvas.classList.contains("no-map")) return;
      library = null;
      canvas.classList.remove("no-map");
      canvas.replaceChildren();
      canvas.setAttribute("role", "application");
      create(canvas, settings, theme, query);
      return;
    }
    for (const [name, { type }] of Object.entries(style.sources)) if (type === "vector") map.refreshTiles(name);
    update(theme, query);
  });

  window.addEventListener("onemap:news", ({ detail: news }) => {
    if (!state || !state.map || !state.canvas.isConnected) return;
    const { version, change } = state;
    Object.assign(state, { version: news.version, change: news.change });
    if (news.version !== version || (news.change !== change && layers.follows(state.layers))) update(state.theme, state.query);
    else if (news.change !== change) enqueue(state, () => overlay(state));
  });

  /** Hazards newer than the tiles: drawn on top, and hidden in the tiles. */
  async function overlay(mine) {
    const { hidden } = mine.style.metadata.onemap;
    const news = await json(`/api/v1/overlay?v=${mine.version}&f=${encodeURIComponent(mine.query)}&hide=${hidden}`);
    mine.map.getSource("overlay").setData({ type: "FeatureCollection", features: news.features });
    hide(mine, news.moved);
  }

  function hide(mine, moved) {
    if (String(moved) === String(mine.moved)) return;
    mine.moved = moved;
    mine.filters ??= new Map(mine.map.getStyle().layers.map((layer) => [layer.id, layer.filter]));
    for (const layer of mine.map.getStyle().layers) {
      if (layer["source-layer"] !== "hazards") continue;
      const plain = mine.filters.get(layer.id);
      const without = ["!", ["in", ["id"], ["literal", moved]]];
      mine.map.setFilter(layer.id, moved.length ? ["all", plain, without] : plain);
    }
  }

  /* ---------- pointing and choosing ---------- */

  function listen() {
    const map = state.map;
    const tip = tips.begin(state.canvas);
    map.setMissingStyleImageResolver(redraw); // maplibre-gl 6: an event listener comes too late for the tile
    map.on("error", (event) => {
      if (event.tile) delete event.tile.actor; // maplibre-gl 6: asked for again, it would wait for ever for its first answer
      if (!tools.taken("error", event)) told(map, event.error);
    });
    map.on("moveend", writePosition);
    map.on("click", (event) => tools.taken("click", event) || choose(tips.featuresAt(map, event.point, 4)));
    map.on("mousemove", ({ point }) => tips.hover(tip, map, state.settings, point));
    map.on("mouseout", () => (tip.hidden = true));
    map.on("movestart", () => {
      tip.hidden = true;
      lacking(map, false);
    });
    map.once("load", () => setMark(state.mark ?? null));
    new ResizeObserver(() => state && state.map === map && fit()).observe(state.canvas);
  }

  /** As large and as sharp as its place on the screen is now. */
  function fit() {
    const ratio = sharp(state.canvas);
    if (ratio === state.map.getPixelRatio()) return void state.map.resize();
    state.map.setPixelRatio(ratio);
    for (const id of state.map.listImages()) redraw(id);
  }

  /** A tile that did not come: said on the page until other tiles are asked for; without this the library writes to the console. */
  function told(map, error) {
    if (leaving || !state || state.map !== map || !state.canvas.isConnected) return;
    console.warn("map", error && error.message);
    lacking(map, true);
  }

  function lacking(map, missing) {
    let note = map.getContainer().parentElement?.querySelector(".map-lacking");
    if (!note && missing) {
      note = Object.assign(document.createElement("div"), { className: "map-lacking", textContent: words("tiles_missing") });
      note.setAttribute("role", "status");
      map.getContainer().parentElement.append(note);
    }
    if (note) note.hidden = !missing;
  }

  function writePosition() {
    if (!state.canvas.isConnected) return;
    const { lng, lat } = state.map.getCenter();
    hash.write({ map: `${state.map.getZoom().toFixed(2)}/${lat.toFixed(5)}/${lng.toFixed(5)}` });
  }

  const fan = () => window.onemap.fan;

  function choose(features) {
    const singles = features.filter((each) => each.properties.no);
    const cell = features.find((each) => each.properties.n);
    if (singles.length > 1 && fan().open(state, singles, select)) return;
    fan().close();
    if (singles.length) select(window.onemap.here.of(singles), singles[0].geometry.coordinates);
    else if (cell && window.onemap.here.deepest(state.map)) select(window.onemap.here.cell(cell), cell.geometry.coordinates);
    else if (cell) {
      const zoom = Math.min(DEEPEST + 1, Math.max(state.map.getZoom() + 2, Math.min(SINGLES_FROM, state.map.getZoom() + 3)));
      state.map.easeTo({ center: cell.geometry.coordinates, zoom, duration: 300 });
    } else select(null, null);
  }

  /** Open or close the drawer; the ring moves at once, the facts follow. */
  function select(selected, coordinates) {
    hash.write({ select: selected ? `${selected.kind}:${selected.ids.join(",")}` : "" });
    if (coordinates || !selected) setMark(coordinates);
    if (coordinates) window.onemap.sheet.clear(state.map, coordinates);
    window.onemap.setProps("map-selected", { data: selected });
  }

  document.addEventListener("click", (event) => {
    const control = event.target.closest("[data-select],[data-unselect]");
    if (!control || !state) return;
    const [kind, id] = (control.dataset.select || "").split(":");
    select(id ? { kind, ids: id.split(",") } : null, null);
  });

  document.addEventListener("keydown", (event) => {
    const drawer = document.getElementById("map-drawer");
    if (event.key === "Escape" && state && drawer && !drawer.hidden) select(null, null);
  });

  Object.assign(window.onemap, { drawMap, select, room, redraw: () => update(state.theme, state.query) });
  window.onemap.map = () => state && state.map; // for tests that ask where the map is
})();
