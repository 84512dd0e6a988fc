/* Where the plain map has its features from: GeoJSON as it is, pictures, and for vector tiles the marks of the stretch
   that is seen, which the server reads from the same tiles. */
(function () {
  "use strict";

  const { plainPaint } = window.onemap;
  const AROUND = 0.3; // of the view on each side, so that a short pan needs nothing new

  async function json(url, signal) {
    const answer = await fetch(url, { signal });
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    return answer.json();
  }

  /** A source with what MapLibre's offer: `setData`, `setTiles`, `updateImage`. `map` is told by `changed(name)` and `failed(name, error)`. */
  class Source {
    constructor(map, name, definition) {
      Object.assign(this, { map, name, definition, features: [], loading: false, stretch: null, picture: null, asked: null });
      if (definition.type === "geojson") this.setData(definition.data);
      if (definition.type === "image") this.updateImage(definition);
    }

    async load(work) {
      this.asked?.abort();
      const mine = (this.asked = new AbortController());
      this.loading = true;
      try {
        await work(mine.signal);
      } catch (error) {
        if (mine.signal.aborted) return;
        this.stretch = null;
        this.map.failed(this.name, error);
      }
      if (this.asked !== mine) return;
      this.loading = false;
      this.map.changed(this.name);
    }

    setData(data) {
      this.definition = { ...this.definition, data };
      const take = (found) => (this.features = plainPaint.prepared(found.features || [found]));
      if (typeof data === "string") return this.load(async (signal) => take(await json(data, signal)));
      take(data);
      return this.map.changed(this.name);
    }

    setTiles(tiles) {
      this.definition = { ...this.definition, tiles };
      this.stretch = null;
      this.map.retiled(this.name);
    }

    updateImage({ url, coordinates = this.definition.coordinates }) {
      this.definition = { ...this.definition, url, coordinates };
      return this.load(async () => {
        const image = Object.assign(new Image(), { src: url });
        await image.decode();
        this.picture = { image, coordinates };
      });
    }

    /** Ask for the marks of what is seen, unless they are here. */
    see(zoom, [west, south, east, north]) {
      if (this.definition.type !== "vector") return;
      const z = Math.min(Math.floor(zoom), this.definition.maxzoom ?? 18);
      const held = this.stretch;
      if (held && held.z === z && held.box[0] <= west && held.box[1] <= south && held.box[2] >= east && held.box[3] >= north) return;
      const [dx, dy] = [(east - west) * AROUND, (north - south) * AROUND];
      const box = [west - dx, south - dy, east + dx, north + dy];
      this.stretch = { z, box };
      this.load(async (signal) => {
        const found = await json(marksUrl(this.definition.tiles[0], z, box), signal);
        this.features = plainPaint.prepared(found.features);
      });
    }
  }

  /** `…/tiles/<layer>/{z}/{x}/{y}.pbf?<rest>` → the marks of that layer. */
  function marksUrl(template, z, box) {
    const [, layer, rest] = template.match(/\/tiles\/([^/]+)\/\{z\}\/\{x\}\/\{y\}\.pbf\??(.*)$/);
    return `/api/v1/marks?layer=${layer}&z=${z}&bbox=${box.map((each) => each.toFixed(5)).join(",")}&${rest}`;
  }

  window.onemap.PlainSource = Source;
})();
