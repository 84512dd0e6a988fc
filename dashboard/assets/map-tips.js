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
    const found = map.queryRenderedFeatures(box).filter((each) => ["hazards", "objects", "overlay", "findings"].includes(each.source));
    const seen = new Set();
    return found.filter((each) => {
      const key = each.source + (each.properties.no || each.id || each.properties.key) + each.geometry.coordinates;
      return !seen.has(key) && seen.add(key);
    });
  }

  /** What the tiles say of a single: level, sector, state; of an object its sector. */
  function facts(settings, { source, properties: p }) {
    if (source === "findings") return settings.findings[p.finding];
    if (source === "objects") return [settings.words.object, settings.sectors[p.sector]].filter(Boolean).join(" · ");
    const parts = [words(settings, `level_${p.level}`), settings.sectors[p.sector], settings.states[p.state]];
    return parts.concat(p.overdue ? words(settings, "overdue") : []).filter(Boolean).join(" · ");
  }

  const count = (n) => Number(n).toLocaleString(document.documentElement.lang);

  /** How many hazards and objects lie at one place. */
  function several(settings, singles) {
    const objects = singles.filter((each) => window.onemap.here.kindOf(each) === "objects").length;
    const key = !objects ? "hazards_here" : objects === singles.length ? "objects_here" : "both_here";
    return words(settings, key, { n: count(objects === singles.length ? objects : singles.length - objects), objects: count(objects) });
  }

  function describe(settings, features, deepest) {
    const singles = features.filter((each) => each.properties.no);
    if (singles.length > 1) return [several(settings, singles), settings.words.click_to_unfold];
    const { source, properties: p } = singles[0] || features[0];
    const { click_to_zoom: zooms, click_to_unfold: unfolds, click_to_open: opens } = settings.words;
    const way = p.n ? (deepest ? unfolds : zooms) : opens;
    if (p.n && source === "findings") return [words(settings, "findings_words", { n: count(p.n) }), way];
    if (p.n && source === "objects") return [words(settings, "objects_words", { n: count(p.n) }), way];
    if (p.n) return [words(settings, "cell_words", { n: count(p.n), major: count(p.major), overdue: count(p.overdue) }), way];
    return [facts(settings, singles[0]), way];
  }

  /* Names are no part of the tiles; they are asked for when somebody stays on a symbol, once each. */
  const RESTS = 120;
  const names = new Map();

  /** The name of a hazard's subject or of an object, "" when it is out of reach. */
  function nameOf(kind, no) {
    const key = `${kind}:${no}`;
    if (!names.has(key)) names.set(key, ask(kind, no));
    return names.get(key);
  }

  async function ask(kind, no) {
    const answer = await fetch(`/api/v1/names?${new URLSearchParams({ kind, no })}`);
    return answer.ok ? ((await answer.json())[no] ?? "") : "";
  }

  function named(tip, [single]) {
    const { no } = single.properties;
    if (tip.dataset.no === no) return;
    tip.dataset.no = no;
    window.setTimeout(async () => {
      const still = () => tip.dataset.no === no && !tip.hidden;
      const name = still() && (await nameOf(window.onemap.here.kindOf(single), no));
      if (!name || !still()) return;
      tip.dataset.name = name;
      lead(tip);
    }, RESTS);
  }

  /** Put the name, once it is known, above the facts. */
  function lead(tip) {
    if (!tip.dataset.name || tip.querySelector(".tip-name")) return;
    tip.prepend(Object.assign(document.createElement("strong"), { className: "tip-name", textContent: tip.dataset.name }));
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
    const singles = features.filter((each) => each.properties.no);
    if (singles.length !== 1 || tip.dataset.no !== singles[0].properties.no) delete tip.dataset.name;
    if (singles.length !== 1) delete tip.dataset.no;
    if (!features.length) return;
    const [title, hint] = describe(settings, features, window.onemap.here.deepest(map));
    tip.replaceChildren(Object.assign(document.createElement("strong"), { textContent: title }));
    tip.append(Object.assign(document.createElement("span"), { textContent: hint }));
    if (singles.length === 1) named(tip, singles);
    lead(tip);
    const left = point.x + 300 > map.getContainer().clientWidth;
    tip.style.transform = `translate(${point.x + (left ? -12 : 14)}px, ${point.y + 14}px)${left ? " translateX(-100%)" : ""}`;
  }

  window.onemap.tips = { words, featuresAt, facts, several, nameOf, begin, hover };
})();
