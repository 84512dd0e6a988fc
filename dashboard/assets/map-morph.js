/* Bring a style's sources, layers and their order onto the living map, touching only what differs. */
(function () {
  "use strict";

  const addresses = new WeakMap(); // map -> addresses of the features it shows, by source

  /** New tiles and pictures first: a change of layout pauses a source, and a paused source misses its new tiles. */
  async function sources(map, style) {
    const old = map.getStyle().sources;
    for (const [name, source] of Object.entries(style.sources)) {
      if (!old[name]) map.addSource(name, source);
      else if (source.type === "geojson") follow(map, name, source.data, old[name].data);
      else if (source.type === "image" && source.url !== old[name].url) map.getSource(name).updateImage(source);
    }
    const moved = Object.entries(style.sources).filter(
      ([name, source]) => source.type === "vector" && old[name] && source.tiles[0] !== old[name].tiles[0],
    );
    for (const [name, source] of moved) map.getSource(name).setTiles(source.tiles);
    if (moved.length) await loaded(map, moved.map(([name]) => name));
  }

  /** Findings and ground are asked for anew under another address. */
  function follow(map, name, data, first) {
    if (!addresses.has(map)) addresses.set(map, {});
    const known = addresses.get(map);
    if (typeof data !== "string" || (known[name] ?? first) === data) return;
    known[name] = data;
    map.getSource(name).setData(data);
  }

  function loaded(map, names) {
    return new Promise((done) => {
      const check = () => {
        if (!names.every((name) => map.isSourceLoaded(name))) return;
        for (const news of ["sourcedata", "error"]) map.off(news, check);
        done();
      };
      for (const news of ["sourcedata", "error"]) map.on(news, check); // a tile that failed is no data
      map.once("remove", done);
    });
  }

  function layers(map, style) {
    for (const layer of style.layers) if (!map.getLayer(layer.id)) map.addLayer(layer, style.layers.at(-1).id);
    const known = new Map(map.getStyle().layers.map((layer) => [layer.id, layer]));
    order(map, style.layers.map((layer) => layer.id), [...known.keys()]);
    for (const layer of style.layers) {
      const was = known.get(layer.id);
      differing(was.paint, layer.paint).forEach(([key, value]) => map.setPaintProperty(layer.id, key, value));
      differing({ visibility: "visible", ...was.layout }, layer.layout).forEach(([key, value]) => map.setLayoutProperty(layer.id, key, value));
    }
  }

  /** Ours in the wanted order; what others have put on top of the last of ours stays there. */
  function order(map, wanted, present) {
    const ours = new Set(wanted);
    if (String(present.filter((id) => ours.has(id))) === String(wanted)) return;
    for (let at = wanted.length - 2; at >= 0; at--) map.moveLayer(wanted[at], wanted[at + 1]);
  }

  function differing(was = {}, now = {}) {
    return Object.entries(now).filter(([key, value]) => JSON.stringify(was[key]) !== JSON.stringify(value));
  }

  window.onemap.morph = { sources, layers };
})();
