/* A map for browsers without WebGL2 and for slow machines: Leaflet moves it, `map-plain-paint.js` draws the same style.
   It offers what the rest of the page uses of MapLibre's map, so that filter, theme, news, selection, layers and tools
   work on it as they do on the other. Zooms are MapLibre's: the world is 512 × 2^zoom pixels wide. */
(function () {
  "use strict";

  const { plainControls, plainPaint, plainStyle, PlainSource } = window.onemap;
  const AROUND = 0.25; // of the view drawn beyond each edge, so that a drag shows no bare ground
  const CORNERS = ["top-left", "top-right", "bottom-left", "bottom-right"];
  const KEY = "onemap-plain";

  /** Whether this browser or this reader wants the plain map: the address first, then what was chosen before. */
  function wanted() {
    const asked = new URLSearchParams(window.location.hash.slice(1)).get("plain");
    if (asked) return asked === "1";
    return window.localStorage.getItem(KEY) === "1" || !webgl2();
  }

  let able;
  function webgl2() {
    if (able === undefined) {
      const pen = document.createElement("canvas").getContext("webgl2");
      able = Boolean(pen);
      pen?.getExtension("WEBGL_lose_context")?.loseContext();
    }
    return able;
  }

  function choose(plain) {
    window.localStorage.setItem(KEY, plain ? "1" : "0");
    window.onemap.hash.write({ plain: "" });
    window.location.reload();
  }

  async function load() {
    const vendor = document.documentElement.dataset.vendor;
    const sheet = Object.assign(document.createElement("link"), { rel: "stylesheet", href: `${vendor}/leaflet.css` });
    document.head.prepend(sheet);
    await import(`${vendor}/leaflet.js`);
    return { Map: PlainMap, ...plainControls };
  }

  const lngLat = (at) => {
    const [lng, lat] = Array.isArray(at) ? at : [at.lng ?? at.lon, at.lat];
    return { lng, lat, toArray: () => [lng, lat] };
  };
  const latLng = (at) => [lngLat(at).lat, lngLat(at).lng];
  const box = ([west, south, east, north]) => [[south, west], [north, east]];
  const flat = (bounds) => (Array.isArray(bounds[0]) ? bounds.flat() : bounds);
  const plainLayer = ({ values, passes, ...layer }) => layer;

  class PlainMap {
    constructor({ container, style, center, zoom, bounds, fitBoundsOptions, maxBounds, minZoom, maxZoom, locale, localIdeographFontFamily }) {
      const L = window.L;
      const crs = L.extend({}, L.CRS.EPSG3857, { scale: (at) => 512 * 2 ** at, zoom: (scale) => Math.log2(scale / 512) });
      Object.assign(this, { container, locale, fonts: localIdeographFontFamily, handlers: {}, images: new Map(), awaited: new Set(), sources: {}, layers: [], hits: [], tiles: {} });
      this.leaflet = L.map(container, {
        crs, minZoom, maxZoom, maxBounds: box(maxBounds), zoomSnap: 0, zoomControl: false, attributionControl: false,
        zoomAnimation: false, fadeAnimation: false, trackResize: false, wheelPxPerZoomLevel: 120, maxBoundsViscosity: 0.6,
      });
      for (const name of ["dragPan", "scrollZoom", "doubleClickZoom", "boxZoom", "keyboard", "touchZoomRotate"]) this[name] = this.handler(name);
      this.corners = this.furnish();
      this.sheets = ["below", "above"].map((name, at) => this.sheet(name, at ? 400 : 150));
      if (bounds) this.fitBounds(bounds, fitBoundsOptions);
      else this.leaflet.setView(latLng(center), zoom);
      this.listen();
      for (const [name, source] of Object.entries(style.sources)) this.addSource(name, source);
      style.layers.forEach((layer) => this.addLayer(layer));
      this.see();
      container.dataset.plain = "yes";
      window.setTimeout(() => this.fire("load"));
    }

    /* ---------- events ---------- */

    on(type, ...rest) {
      (this.handlers[type] ??= []).push(rest.at(-1));
      return this;
    }

    off(type, ...rest) {
      this.handlers[type] = (this.handlers[type] || []).filter((each) => each !== rest.at(-1) && each.once !== rest.at(-1));
      return this;
    }

    once(type, listener) {
      if (!listener) return new Promise((done) => this.once(type, done));
      const first = (event) => (this.off(type, first), listener(event));
      first.once = listener;
      return this.on(type, first);
    }

    fire(type, event = {}) {
      for (const each of [...(this.handlers[type] || [])]) each.call(this, { type, target: this, ...event });
      return this;
    }

    listen() {
      const pointed = (event) => ({
        point: { x: event.containerPoint.x, y: event.containerPoint.y }, lngLat: lngLat(event.latlng), originalEvent: event.originalEvent,
        preventDefault: () => event.originalEvent.preventDefault(),
      });
      for (const type of ["click", "dblclick", "mousemove", "mouseout", "mousedown", "mouseup", "contextmenu"]) {
        this.leaflet.on(type, (event) => this.fire(type, pointed(event)));
      }
      for (const type of ["movestart", "move", "zoomstart", "zoom", "zoomend", "dragstart", "dragend"]) this.leaflet.on(type, () => this.fire(type));
      this.leaflet.on("moveend resize", () => this.see());
      this.leaflet.on("moveend", () => this.fire("moveend"));
    }

    /* ---------- camera ---------- */

    getCenter() {
      return lngLat(this.leaflet.getCenter());
    }
    getZoom() { return this.leaflet.getZoom(); }
    getBearing() { return 0; }
    getPitch() { return 0; }
    getBounds() {
      const seen = this.leaflet.getBounds();
      const [west, south, east, north] = [seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()];
      return { getWest: () => west, getSouth: () => south, getEast: () => east, getNorth: () => north, toArray: () => [[west, south], [east, north]] };
    }
    jumpTo({ center = this.getCenter(), zoom = this.getZoom() }) {
      this.leaflet.setView(latLng(center), zoom, { animate: false, reset: true });
      return this;
    }
    easeTo(camera) { return this.jumpTo(camera); }
    flyTo(camera) { return this.jumpTo(camera); }
    setCenter(center) { return this.jumpTo({ center }); }
    setZoom(zoom) { return this.jumpTo({ zoom }); }
    panTo(center) { return this.jumpTo({ center }); }
    panBy(by) { return this.leaflet.panBy(by, { animate: false }), this; }
    zoomTo(zoom) { return this.jumpTo({ zoom }); }
    zoomIn() { return this.setZoom(this.getZoom() + 1); }
    zoomOut() { return this.setZoom(this.getZoom() - 1); }
    fitBounds(bounds, { padding = 0, maxZoom } = {}) {
      const { top = 0, right = 0, bottom = 0, left = 0 } = typeof padding === "number" ? { top: padding, right: padding, bottom: padding, left: padding } : padding;
      this.leaflet.fitBounds(box(flat(bounds)), { paddingTopLeft: [left, top], paddingBottomRight: [right, bottom], maxZoom, animate: false });
      return this;
    }
    project(at) { return this.leaflet.latLngToContainerPoint(latLng(at)); }
    unproject(point) {
      return lngLat(this.leaflet.containerPointToLatLng(Array.isArray(point) ? point : [point.x, point.y]));
    }
    /** The middle stays where it is, to the last digit. */
    resize() {
      const { x, y } = this.leaflet.getSize();
      if (this.container.clientWidth === x && this.container.clientHeight === y) return this;
      const at = this.getCenter();
      this.leaflet.invalidateSize({ pan: false, animate: false });
      return this.jumpTo({ center: at });
    }
    isMoving() { return false; }
    getPixelRatio() { return window.devicePixelRatio; }
    setPixelRatio() { return this.resize(); }

    /* ---------- sources and layers ---------- */

    addSource(name, definition) {
      this.sources[name] = new PlainSource(this, name, definition);
      return this;
    }
    getSource(name) { return this.sources[name]; }
    removeSource(name) { return delete this.sources[name], this; }
    isSourceLoaded(name) { return !this.sources[name]?.loading; }
    loaded() { return !this.painting && !this.awaited.size && Object.values(this.sources).every((source) => !source.loading); }
    isStyleLoaded() { return true; }
    areTilesLoaded() { return this.loaded(); }
    getStyle() {
      return { layers: this.layers.map(plainLayer), sources: Object.fromEntries(Object.entries(this.sources).map(([name, source]) => [name, source.definition])) };
    }
    getLayer(id) { return this.layers.find((layer) => layer.id === id); }
    getLayersOrder() { return this.layers.map((layer) => layer.id); }
    addLayer(layer, before) {
      const made = { layout: {}, paint: {}, values: {}, passes: () => false, ...layer, ...plainStyle.readied(layer) };
      const at = this.layers.findIndex((each) => each.id === before);
      this.layers.splice(at < 0 ? this.layers.length : at, 0, made);
      return this.restyled();
    }
    removeLayer(id) {
      this.layers = this.layers.filter((layer) => layer.id !== id);
      return this.restyled();
    }
    moveLayer(id, before) {
      const moved = this.getLayer(id);
      this.layers = this.layers.filter((layer) => layer !== moved);
      const at = this.layers.findIndex((each) => each.id === before);
      this.layers.splice(at < 0 ? this.layers.length : at, 0, moved);
      return this.restyled();
    }
    change(id, alter) {
      const layer = this.getLayer(id);
      alter(layer);
      Object.assign(layer, plainStyle.readied(plainLayer(layer)));
      return this.restyled();
    }
    setPaintProperty(id, name, value) { return this.change(id, (layer) => (layer.paint = { ...layer.paint, [name]: value })); }
    setLayoutProperty(id, name, value) { return this.change(id, (layer) => (layer.layout = { ...layer.layout, [name]: value })); }
    setFilter(id, filter) { return this.change(id, (layer) => (layer.filter = filter)); }
    getPaintProperty(id, name) { return this.getLayer(id).paint[name]; }
    getLayoutProperty(id, name) { return this.getLayer(id).layout[name]; }
    getFilter(id) { return this.getLayer(id).filter; }
    restyled() {
      this.repaint();
      return this.fire("styledata");
    }

    /* ---------- pictures ---------- */

    setMissingStyleImageResolver(resolve) { this.resolve = resolve; }
    hasImage(id) { return Boolean(this.images.get(id)); }
    removeImage(id) { this.images.delete(id); }
    listImages() { return [...this.images.keys()]; }
    addImage(id, picture, { pixelRatio = 1 } = {}) {
      this.images.set(id, { picture: drawable(picture), width: picture.width / pixelRatio, height: picture.height / pixelRatio });
      this.repaint();
    }
    image(id) {
      if (!this.images.has(id)) {
        this.images.set(id, null);
        this.awaited.add(id);
        const done = () => (this.awaited.delete(id), this.repaint());
        window.queueMicrotask(() => Promise.resolve(this.resolve?.(id)).then(done, done));
      }
      return this.images.get(id);
    }

    /* ---------- what sources tell ---------- */

    see() {
      const { _southWest: sw, _northEast: ne } = this.leaflet.getBounds();
      for (const source of Object.values(this.sources)) source.see(this.getZoom(), [sw.lng, sw.lat, ne.lng, ne.lat]);
      this.repaint();
    }
    retiled(name) {
      if (this.tiles[name]) this.tiles[name].setUrl(this.sources[name].definition.tiles[0]);
      this.see();
    }
    changed(name) {
      this.repaint();
      this.fire("sourcedata", { sourceId: name, isSourceLoaded: true });
    }
    failed(name, error) { this.fire("error", { sourceId: name, error }); }

    /* ---------- drawing ---------- */

    repaint() {
      if (this.painting || this.gone) return;
      this.painting = window.requestAnimationFrame(() => {
        this.painting = 0;
        if (!this.gone) this.paint();
      });
    }
    refreshTiles() { this.see(); } // what failed to come is asked for again
    triggerRepaint() { this.repaint(); }

    /** Layers below the lowest tiles of pictures on one canvas, those above on the other. */
    paint() {
      const shown = this.layers.filter((layer) => layer.layout.visibility !== "none" && this.inZoom(layer));
      const pictures = shown.filter((layer) => this.sources[layer.source]?.definition.type === "raster");
      const cut = pictures.length ? shown.indexOf(pictures[0]) : 0;
      const drawn = [shown.slice(0, cut), shown.slice(cut)].map((layers) => layers.filter((layer) => !pictures.includes(layer)));
      this.hits = this.sheets.flatMap((sheet, at) => sheet.draw(drawn[at]));
      this.showTiles(pictures);
      this.fire("render");
      if (this.loaded()) this.fire("idle");
    }

    inZoom({ minzoom = 0, maxzoom = 30 }) {
      return this.getZoom() >= minzoom && this.getZoom() < maxzoom;
    }

    featuresOf(layer) {
      const source = this.sources[layer.source];
      return source ? source.features : [];
    }

    /** A canvas in a pane of its own, drawn anew whenever the map stands still. */
    sheet(name, height) {
      const L = window.L;
      const pane = this.leaflet.createPane(`plain-${name}`);
      pane.style.zIndex = height;
      pane.style.pointerEvents = "none";
      const canvas = pane.appendChild(document.createElement("canvas"));
      const draw = (layers) => {
        canvas.hidden = !layers.length;
        if (!layers.length) return [];
        const ratio = Math.min(2, window.devicePixelRatio || 1);
        const size = this.leaflet.getSize();
        const [padX, padY] = [Math.round(size.x * AROUND), Math.round(size.y * AROUND)];
        const [width, height] = [size.x + 2 * padX, size.y + 2 * padY];
        if (canvas.width !== width * ratio || canvas.height !== height * ratio) Object.assign(canvas, { width: width * ratio, height: height * ratio });
        Object.assign(canvas.style, { width: `${width}px`, height: `${height}px` });
        L.DomUtil.setPosition(canvas, this.leaflet.containerPointToLayerPoint([-padX, -padY]));
        const pen = canvas.getContext("2d");
        pen.setTransform(ratio, 0, 0, ratio, 0, 0);
        pen.clearRect(0, 0, width, height);
        const zoom = this.getZoom();
        const world = 512 * 2 ** zoom;
        const [left, top] = plainPaint.unit([this.getCenter().lng, this.getCenter().lat]).map((at, axis) => at * world - (axis ? height : width) / 2);
        const place = ([x, y]) => [x * world - left, y * world - top];
        const picture = (source) => this.sources[source]?.picture;
        const sheet = { pen, place, zoom, width, height, fonts: this.fonts, image: (id) => this.image(id), picture };
        return plainPaint.paint(sheet, layers, (layer) => this.featuresOf(layer)).map((hit) => ({ ...hit, x: hit.x - padX, y: hit.y - padY }));
      };
      return { draw };
    }

    showTiles(layers) {
      const L = window.L;
      for (const name of Object.keys(this.tiles)) {
        if (layers.some((layer) => layer.source === name)) continue;
        this.tiles[name].remove();
        delete this.tiles[name];
      }
      for (const { source: name, paint } of layers) {
        const { tiles, tileSize = 256, minzoom = 0, maxzoom = 18 } = this.sources[name].definition;
        const offset = Math.log2(512 / tileSize);
        this.tiles[name] ??= L.tileLayer(tiles[0], { tileSize, zoomOffset: offset, minNativeZoom: minzoom - offset, maxNativeZoom: maxzoom - offset, maxZoom: 30 })
          .on("tileerror", () => this.fire("error", { sourceId: name, error: new Error(name) }))
          .addTo(this.leaflet);
        const image = this.tiles[name].getContainer().style;
        image.opacity = paint["raster-opacity"] ?? 1;
        image.filter = `saturate(${1 + (paint["raster-saturation"] ?? 0)}) brightness(${paint["raster-brightness-max"] ?? 1})`;
      }
    }

    /* ---------- pointing ---------- */

    queryRenderedFeatures(where, options) {
      const { layers } = options || (where && where.layers ? where : {});
      const corners = Array.isArray(where) ? where.map((each) => (Array.isArray(each) ? { x: each[0], y: each[1] } : each)) : where && where.x !== undefined ? [where, where] : null;
      const size = this.leaflet.getSize();
      const [from, to] = corners || [{ x: 0, y: 0 }, { x: size.x, y: size.y }];
      return this.hits
        .filter((hit) => hit.x + hit.radius >= from.x && hit.x - hit.radius <= to.x && hit.y + hit.radius >= from.y && hit.y - hit.radius <= to.y)
        .filter((hit) => !layers || layers.includes(hit.layer))
        .reverse()
        .map(({ feature, layer, source }) => ({ id: feature.id, type: "Feature", source, layer: { id: layer }, geometry: feature.geometry, properties: feature.properties }));
    }
    getContainer() { return this.container; }
    getCanvas() { return this.container; }
    getCanvasContainer() { return this.container; }

    /* ---------- furniture ---------- */

    handler(name) {
      const own = { dragPan: "dragging", scrollZoom: "scrollWheelZoom", touchZoomRotate: "touchZoom" }[name] || name;
      const handler = this.leaflet[own];
      return { enable: () => handler?.enable(), disable: () => handler?.disable(), isEnabled: () => Boolean(handler?.enabled()), disableRotation() {} };
    }
    furnish() {
      const frame = Object.assign(document.createElement("div"), { className: "maplibregl-control-container plain-controls" });
      this.container.append(frame);
      return Object.fromEntries(CORNERS.map((name) => [name, frame.appendChild(Object.assign(document.createElement("div"), { className: `maplibregl-ctrl-${name}` }))]));
    }
    addControl(control, where = "top-right") {
      const made = control.onAdd(this);
      window.L.DomEvent.disableClickPropagation(made);
      this.corners[where].append(made);
      return this;
    }
    removeControl(control) { return control.onRemove(this), this; }
    remove() {
      this.gone = true;
      Object.values(this.sources).forEach((source) => source.asked?.abort());
      this.fire("remove");
      this.leaflet.remove();
    }
  }

  function drawable(picture) {
    if (!(picture instanceof ImageData)) return picture;
    const canvas = Object.assign(document.createElement("canvas"), { width: picture.width, height: picture.height });
    canvas.getContext("2d").putImageData(picture, 0, 0);
    return canvas;
  }

  window.onemap.plain = { wanted, webgl2, choose, load };
})();
