/* A small map in a form that says where something is: a click puts the pin there and fills in the point. */
(function () {
  "use strict";

  const GROUND = "context";

  async function style() {
    const theme = document.documentElement.dataset.theme;
    const whole = await (await fetch(`/tiles/style.json?theme=${theme}`)).json();
    const layers = whole.layers.filter((layer) => !layer.source || layer.source === GROUND);
    return { ...whole, layers, sources: { [GROUND]: whole.sources[GROUND] } };
  }


  async function make(place) {
    const maplibre = await import(`${document.documentElement.dataset.vendor}/maplibre-gl.mjs`);
    await document.fonts.ready; // names are drawn once, with the font that is there by then
    const center = [Number(place.dataset.lon), Number(place.dataset.lat)];
    const map = new maplibre.Map({
      container: place, style: await style(), center, zoom: 11.5, attributionControl: false, fadeDuration: 0,
      localIdeographFontFamily: getComputedStyle(document.documentElement).getPropertyValue("--om-fonts"),
      dragRotate: false, pitchWithRotate: false,
    });
    map.addControl(new maplibre.NavigationControl({ showCompass: false }), "top-right");
    const element = document.createElement("div");
    element.className = "pin";
    const pin = new maplibre.Marker({ element, draggable: true }).setLngLat(center).addTo(map);
    const fieldId = (name) => ({ form: place.dataset.form, name, type: "field" });
    const told = ({ lng, lat }) => {
      pin.setLngLat([lng, lat]);
      window.onemap.setProps(fieldId("point"), { value: `${lng.toFixed(6)},${lat.toFixed(6)}` });
      window.onemap.setProps(fieldId("datum"), { value: "wgs84" });
    };
    map.on("click", (event) => told(event.lngLat));
    pin.on("dragend", () => told(pin.getLngLat()));
    map.once("idle", () => place.setAttribute("data-ready", "yes"));
    map.triggerRepaint();
  }

  new MutationObserver(() => {
    for (const place of document.querySelectorAll(".pin-map:not([data-made])")) {
      place.setAttribute("data-made", "yes");
      make(place);
    }
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
