/* Controls that only change the address: filter options, chips, periods, charts. The server draws them anew from it. */
(function () {
  "use strict";

  const address = window.onemap.address;
  const pairs = (text) => [...new URLSearchParams(text)];

  function sameValues(query, key, values) {
    const held = query.getAll(key);
    return held.length === values.length && values.every((value) => held.includes(value));
  }

  const ACTIONS = {
    toggle(text, control) {
      const [[key, value]] = pairs(text);
      control.setAttribute("aria-checked", String(!address.query().has(key, value)));
      address.toggle(key, value);
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
      query.append(key, value.startsWith("!") ? value.slice(1) : "!" + value);
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
    const control = event.target.closest("[data-toggle],[data-set],[data-many],[data-remove],[data-flip],[data-clear],[data-reset]");
    if (!control) return;
    const name = Object.keys(ACTIONS).find((each) => each in control.dataset);
    ACTIONS[name](control.dataset[name], control);
  });

  const DAY = /^\d{4}-\d{2}-\d{2}$/;

  /** Address → the fields a reader types into. */
  function restoreFields(search) {
    const query = new URLSearchParams(search);
    const day = (key) => (DAY.test(query.get(key) || "") ? query.get(key) : null);
    return [query.get("q") || "", day("from"), day("to")];
  }

  /** Fields → address, once they hold something complete. */
  function typed(q, from, to) {
    const known = restoreFields(window.location.search);
    const now = [q || "", from || null, to || null];
    if (now.every((value, place) => value === known[place])) return;
    address.set({ q: now[0], from: now[1] || "", to: now[2] || "" });
  }

  /** A click on a bar filters by what the bar stands for; its customdata is ``key=value``. */
  function clickedBar() {
    const context = window.dash_clientside.callback_context;
    const { prop_id: property, value } = context.triggered[0] || {};
    const point = value && value.points && value.points[0];
    if (!point || !point.customdata) return;
    const [[key, chosen]] = pairs(String(point.customdata));
    address.toggle(key, chosen);
    window.onemap.setProps(property.split(".")[0], { clickData: null });
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest(".panel-toggle")) document.getElementById("map-page").classList.toggle("without-filters");
  });

  Object.assign(window.onemap, { restoreFields, typed, clickedBar });

})();
