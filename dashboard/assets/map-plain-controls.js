/* Zoom buttons and scale bar of the plain map, in the look of MapLibre's. */
(function () {
  "use strict";

  class NavigationControl {
    onAdd(map) {
      const box = Object.assign(document.createElement("div"), { className: "maplibregl-ctrl maplibregl-ctrl-group" });
      for (const [name, key, act] of [["in", "ZoomIn", () => map.zoomIn()], ["out", "ZoomOut", () => map.zoomOut()]]) {
        const title = map.locale[`NavigationControl.${key}`];
        const button = Object.assign(document.createElement("button"), { type: "button", className: `maplibregl-ctrl-zoom-${name}`, title, onclick: act });
        button.setAttribute("aria-label", title);
        button.append(Object.assign(document.createElement("span"), { className: "maplibregl-ctrl-icon" }));
        box.append(button);
      }
      return (this.box = box);
    }
    onRemove() { this.box.remove(); }
  }

  class ScaleControl {
    constructor({ maxWidth = 100 } = {}) {
      this.maxWidth = maxWidth;
    }
    onAdd(map) {
      const bar = Object.assign(document.createElement("div"), { className: "maplibregl-ctrl maplibregl-ctrl-scale" });
      const show = () => {
        const metres = (40_075_016.7 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / (512 * 2 ** map.getZoom());
        const power = 10 ** Math.floor(Math.log10(metres * this.maxWidth));
        const round = [5, 3, 2, 1].find((each) => each * power <= metres * this.maxWidth) * power;
        bar.style.width = `${round / metres}px`;
        bar.textContent = round >= 1000 ? `${round / 1000} ${map.locale["ScaleControl.Kilometers"]}` : `${round} ${map.locale["ScaleControl.Meters"]}`;
      };
      map.on("moveend", show);
      show();
      return (this.bar = bar);
    }
    onRemove() { this.bar.remove(); }
  }

  window.onemap.plainControls = { NavigationControl, ScaleControl };
})();
