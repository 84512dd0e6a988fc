/* What lies under the pointer and how it is said: the words come with the page's settings. */
(function () {
  "use strict";

  function words(settings, key, values = {}) {
    return settings.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  }

  function featuresAt(map, point, reach) {
    const box = [
      [point.x - reach, point.y - reach],
      [point.x + reach, point.y + reach],
    ];
    const found = map.queryRenderedFeatures(box).filter((each) => ["hazards", "objects", "overlay"].includes(each.source));
    const seen = new Set();
    return found.filter((each) => {
      const key = each.source + (each.properties.no || each.id || each.properties.key) + each.geometry.coordinates;
      return !seen.has(key) && seen.add(key);
    });
  }

  function describe(settings, features) {
    const singles = features.filter((each) => each.properties.no);
    if (singles.length > 1) return [words(settings, "several_here", { n: singles.length }), ""];
    const { source, properties: p } = singles[0] || features[0];
    const count = (n) => Number(n).toLocaleString(document.documentElement.lang);
    if (p.n && source === "objects") return [words(settings, "objects_words", { n: count(p.n) }), words(settings, "click_to_zoom")];
    if (p.n) return [words(settings, "cell_words", { n: count(p.n), major: count(p.major), overdue: count(p.overdue) }), words(settings, "click_to_zoom")];
    if (source === "objects") return [p.no, words(settings, "click_to_open")];
    const parts = [words(settings, `level_${p.level}`), settings.sectors[p.sector], settings.states[p.state]];
    return [parts.concat(p.overdue ? words(settings, "overdue") : []).filter(Boolean).join(" · "), words(settings, "click_to_open")];
  }

  function begin(canvas) {
    const tip = Object.assign(document.createElement("div"), { className: "map-tip", hidden: true });
    canvas.parentElement.append(tip);
    return tip;
  }

  function hover(tip, map, settings, point) {
    const features = featuresAt(map, point, 3);
    map.getCanvas().style.cursor = features.length ? "pointer" : "";
    tip.hidden = features.length === 0;
    if (!features.length) return;
    const [title, hint] = describe(settings, features);
    tip.replaceChildren(Object.assign(document.createElement("strong"), { textContent: title }));
    tip.append(Object.assign(document.createElement("span"), { textContent: hint }));
    const left = point.x + 300 > map.getContainer().clientWidth;
    tip.style.transform = `translate(${point.x + (left ? -12 : 14)}px, ${point.y + 14}px)${left ? " translateX(-100%)" : ""}`;
  }

  window.onemap.tips = { words, featuresAt, begin, hover };
})();
