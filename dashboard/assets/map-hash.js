/* Position, selection and layers in the hash of the address: #map=zoom/lat/lon&select=hazards:NO&layers=a.b~c:60 */
(function () {
  "use strict";

  const KINDS = ["hazards", "objects", "here", "here_objects", "figures", "near"];

  window.onemap.hash = {
    read() {
      const parts = new URLSearchParams(window.location.hash.slice(1));
      const [zoom, lat, lon] = (parts.get("map") || "").split("/").map(Number);
      const [kind, ids] = (parts.get("select") || "").split(":");
      const sound = [zoom, lat, lon].every(Number.isFinite) && Math.abs(lat) < 85 && Math.abs(lon) <= 180 && zoom >= 0;
      return {
        position: sound ? { zoom: Math.min(zoom, 20), center: [lon, lat] } : null,
        selected: ids && KINDS.includes(kind) ? { kind, ids: ids.split(",") } : null,
        layers: parts.get("layers"),
      };
    },
    write(changes) {
      const parts = new URLSearchParams(window.location.hash.slice(1));
      for (const [key, value] of Object.entries(changes)) {
        if (value) parts.set(key, value);
        else parts.delete(key);
      }
      const text = parts.toString().replaceAll("%2F", "/").replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%7E", "~");
      const url = window.location.pathname + window.location.search + (text ? "#" + text : "");
      window.history.replaceState(window.history.state, "", url);
    },
  };
})();
