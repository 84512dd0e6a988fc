/* Controls that only change the address: filter options, chips, periods, charts. The server draws them anew from it. */
(function () {
  "use strict";

  const address = window.onemap.address;
  const NOT = "!"; // before a value that is left out, as on the server
  const SINGLE = ["step", "from", "to"];
  const pairs = (text) => [...new URLSearchParams(text)];

  function sameValues(query, key, values) {
    const held = query.getAll(key);
    return held.length === values.length && values.every((value) => held.includes(value));
  }

  const ACTIONS = {
    /** Wanted or not; what was left out is neither afterwards. */
    toggle(text, control) {
      const query = address.query();
      const [[key, value]] = pairs(text);
      const had = query.has(key, value) || query.has(key, NOT + value);
      query.delete(key, value);
      query.delete(key, NOT + value);
      if (!had) query.append(key, value);
      if (control) control.setAttribute("aria-checked", String(!had));
      address.go(query);
    },
    exclude(text) {
      const query = address.query();
      const [[key, value]] = pairs(text);
      const had = query.has(key, NOT + value);
      query.delete(key, value);
      query.delete(key, NOT + value);
      if (!had) query.append(key, NOT + value);
      address.go(query);
    },
    /** What a bar or a point stands for: again, and it goes. */
    choose(text) {
      const wanted = pairs(text);
      if (wanted.length === 1 && !SINGLE.includes(wanted[0][0])) return ACTIONS.toggle(text);
      const query = address.query();
      const had = wanted.every(([key, value]) => query.get(key) === value);
      address.set(Object.fromEntries(wanted.map(([key, value]) => [key, had ? "" : value])));
    },
    look(text) {
      const [[key, value]] = pairs(text);
      window.onemap.hash.write({ [key]: value });
      window.onemap.setProps("map-look", { data: lookOf() });
    },
    set(text) {
      address.set(Object.fromEntries(pairs(text)));
    },
    many(text) {
      const query = address.query();
      const wanted = pairs(text);
      const key = wanted[0][0];
      const had = sameValues(query, key, wanted.map(([, value]) => value));
      query.delete(key);
      if (!had) wanted.forEach(([, value]) => query.append(key, value));
      address.go(query);
    },
    remove(text) {
      const query = address.query();
      for (const part of text.split("&")) {
        const [key, value] = part.split("=");
        if (value === undefined) query.delete(key);
        else query.delete(key, decodeURIComponent(value));
      }
      address.go(query);
    },
    flip(text) {
      const query = address.query();
      const [[key, value]] = pairs(text);
      query.delete(key, value);
      query.append(key, value.startsWith(NOT) ? value.slice(NOT.length) : NOT + value);
      address.go(query);
    },
    clear(key) {
      const query = address.query();
      query.delete(key);
      address.go(query);
    },
    reset() {
      address.go(new URLSearchParams());
    },
  };

  document.addEventListener("click", (event) => {
    const control = event.target.closest("[data-toggle],[data-exclude],[data-look],[data-set],[data-many],[data-remove],[data-flip],[data-clear],[data-reset]");
    if (!control) return;
    if (control.closest("summary")) event.preventDefault(); // a button in a fold's title does not fold it
    const name = Object.keys(ACTIONS).find((each) => each in control.dataset);
    ACTIONS[name](control.dataset[name], control);
  });

  /** A day of the calendar, as the server reads it; 2029-13-01 is none. */
  function isDay(text) {
    const day = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? text : NaN);
    return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
  }

  /** Address → the fields a reader types into. */
  function restoreFields(search) {
    const query = new URLSearchParams(search);
    const day = (key) => (isDay(query.get(key) || "") ? query.get(key) : null);
    const [from, to] = [day("from"), day("to")];
    return [query.get("q") || "", from, from && to && to < from ? null : to, day("as_of")];
  }

  /** Fields → address, once they hold something complete. */
  function typed(q, from, to, asOf) {
    const known = restoreFields(window.location.search);
    const now = [q || "", from || null, to || null, asOf || null];
    if (now.every((value, place) => value === known[place])) return;
    address.set({ q: now[0], from: now[1] || "", to: now[2] || "", as_of: now[3] || "" });
  }

  /** The same for a page that asks for days alone. */
  const restoreDays = (search) => restoreFields(search).slice(1);
  const typedDays = (...days) => typed(address.query().get("q"), ...days);

  /** An older change number, with which the figures of now are compared. */
  const restoreKnown = (search) => new URLSearchParams(search).get("known") || "";
  function typedKnown(value) {
    if (value !== restoreKnown(window.location.search)) address.set({ known: value.trim() });
  }

  /** How the figures are looked at stands in the hash, beside the map's position. */
  function lookOf() {
    const parts = new URLSearchParams(window.location.hash.slice(1));
    return { bars: parts.get("bars"), compare: parts.get("compare") };
  }

  function restoreLook(_search, held) {
    const now = lookOf();
    return JSON.stringify(now) === JSON.stringify(held) ? window.dash_clientside.no_update : now;
  }

  /** Narrow a long group to the options that hold what is typed. */
  document.addEventListener("input", (event) => {
    if (!event.target.classList.contains("narrow")) return;
    const text = event.target.value.trim();
    for (const row of event.target.closest(".filter-group").querySelectorAll(".option-row")) row.hidden = !row.textContent.includes(text);
  });

  /** A click on a bar filters by what the bar stands for; its customdata is ``key=value`` or ``from=…&to=…``. */
  function clickedBar() {
    const context = window.dash_clientside.callback_context;
    const { prop_id: property, value } = context.triggered[0] || {};
    const point = value && value.points && value.points.find((each) => each.customdata);
    if (!point) return;
    ACTIONS.choose(String(point.customdata));
    window.onemap.setProps(property.split(".")[0], { clickData: null });
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest(".panel-toggle")) document.getElementById("map-page").classList.toggle("without-filters");
  });

  Object.assign(window.onemap, { restoreFields, restoreDays, typedDays, restoreKnown, typedKnown, restoreLook, typed, clickedBar, choose: ACTIONS.choose });

})();
