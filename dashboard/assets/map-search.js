/* The search field over the map: suggestions as one types, arrow keys and Enter choose; choosing goes there. */
(function () {
  "use strict";

  const { draw, tools, points } = window.onemap;
  const { element, words } = draw;
  const WAIT_MS = 140;
  const LONGEST = 100;
  const NEAR_ZOOM = 15;
  let parts = null; // {field, list, clear}
  let items = [];
  let active = -1;
  let timer = 0;
  let under = null; // the request that is on its way

  function build() {
    const facts = { role: "combobox", "aria-expanded": "false", "aria-controls": "map-search-list", "aria-autocomplete": "list" };
    const plain = { type: "text", class: "search-field", maxlength: LONGEST, autocomplete: "off", spellcheck: "false" };
    const said = { placeholder: words("search_placeholder"), "aria-label": words("search_label"), title: words("search_label") };
    const field = element("input", { ...plain, ...facts, ...said });
    const list = element("div", { id: "map-search-list", class: "search-list", role: "listbox", "aria-label": words("search_label") });
    const clear = element("button", { type: "button", class: "search-clear", "aria-label": words("close"), onclick: empty }, "×");
    list.hidden = clear.hidden = true;
    field.addEventListener("input", typed);
    field.addEventListener("keydown", pressed);
    field.addEventListener("focus", () => items.length && show(true));
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    parts = { field, list, clear };
    return element("div", { class: "map-search", role: "search" }, field, clear, list);
  }

  function empty() {
    parts.field.value = "";
    parts.field.focus();
    typed();
  }

  function show(on) {
    parts.list.hidden = !on;
    parts.field.setAttribute("aria-expanded", String(on));
    if (!on) mark(-1);
  }

  function typed() {
    const text = parts.field.value.trim();
    parts.clear.hidden = !parts.field.value;
    window.clearTimeout(timer);
    under?.abort();
    if (text) timer = window.setTimeout(() => ask(text), WAIT_MS);
    else offer([], "");
  }

  async function ask(text) {
    const mine = (under = new AbortController());
    try {
      const answer = await fetch(`/api/v1/search?q=${encodeURIComponent(text)}`, { signal: mine.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      offer((await answer.json()).groups, text);
    } catch (error) {
      if (!mine.signal.aborted) offer([], text, words("search_failed"));
    }
  }

  function offer(groups, text, trouble) {
    items = [];
    active = -1;
    const rows = groups.flatMap((group) => [
      element("div", { class: "search-group", role: "presentation" }, group.label),
      ...group.items.map((item) => row(item, item.name, item.note)),
    ]);
    if (!groups.length && text) rows.push(element("div", { class: "search-none", role: "status" }, trouble || words("search_nothing", { text: text.slice(0, 20) })));
    if (text && !trouble) rows.push(row({ kind: "keyword", text: text.slice(0, 50) }, words("search_keyword", { text: text.slice(0, 20) }), ""));
    parts.list.replaceChildren(...rows);
    show(Boolean(text));
  }

  function row(item, name, note) {
    const place = items.push(item) - 1;
    return element(
      "div",
      { id: `map-search-${place}`, class: "search-item", role: "option", "aria-selected": "false", onclick: () => choose(item) },
      element("span", { class: "search-name" }, name),
      ...(note ? [element("span", { class: "search-note" }, note)] : []),
    );
  }

  function mark(place) {
    active = place;
    for (const each of parts.list.querySelectorAll(".search-item")) {
      const on = each.id === `map-search-${place}`;
      each.setAttribute("aria-selected", String(on));
      if (on) each.scrollIntoView({ block: "nearest" });
    }
    if (place < 0) parts.field.removeAttribute("aria-activedescendant");
    else parts.field.setAttribute("aria-activedescendant", `map-search-${place}`);
  }

  function pressed(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && items.length) {
      show(true);
      mark((Math.max(active, step < 0 ? 0 : -1) + step + items.length) % items.length);
    } else if (event.key === "Enter" && !parts.list.hidden && items.length) choose(items[Math.max(active, 0)]);
    else if (event.key === "Escape" && !parts.list.hidden) show(false);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /* ---------- going there ---------- */

  function choose(item) {
    show(false);
    if (item.kind === "keyword") return window.onemap.address.set({ q: item.text });
    const { map } = draw.board();
    if (item.kind === "coordinates" && !points.inside(item.at)) {
      return window.onemap.notify(words("search_outside", { at: item.name }), "problem");
    }
    parts.field.value = item.name;
    const opens = item.kind === "objects" || item.kind === "hazards";
    if (opens) window.onemap.select({ kind: item.kind, ids: [item.id] }, item.at);
    if (!item.at) return window.onemap.notify(words("search_unplaced"), "problem");
    if (item.bounds) {
      const [west, south, east, north] = item.bounds;
      map.fitBounds([[west, south], [east, north]], { padding: window.onemap.room(), duration: 300 });
    } else map.easeTo({ center: item.at, zoom: Math.max(map.getZoom(), NEAR_ZOOM), duration: 300 });
    if (opens || item.bounds) points.mark(null);
    else points.mark(item.at, item.name);
  }

  document.addEventListener("pointerdown", (event) => {
    if (parts && !event.target.closest(".map-search")) show(false);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || !parts?.field.isConnected || draw.typing(event.target)) return;
    event.preventDefault();
    parts.field.focus();
  });

  tools.add({
    begin: () => draw.board().box.append(build()),
    leave: () => (parts = null),
  });
})();
