/* The page of charts: a click on a chart filters, and each reader arranges the cards on his own machine. */
(function () {
  "use strict";

  const KEY = "onemap-charts";
  const kept = () => {
    try {
      return JSON.parse(window.localStorage.getItem(KEY)) || {};
    } catch {
      return {}; // a reader without storage has the usual order
    }
  };
  const cards = () => [...document.querySelectorAll("[data-card]")];

  function keep(said) {
    try {
      window.localStorage.setItem(KEY, JSON.stringify(said));
    } catch {
      // the order holds until the page is left
    }
    arrange(said);
  }

  function order(said) {
    const names = cards().map((card) => card.dataset.card);
    const known = (said.order || []).filter((name) => names.includes(name));
    return [...known, ...names.filter((name) => !known.includes(name))];
  }

  function arrange(said = kept()) {
    const wanted = order(said);
    const hidden = new Set(said.hidden || []);
    for (const card of cards()) {
      card.style.order = wanted.indexOf(card.dataset.card);
      card.classList.toggle("is-folded", hidden.has(card.dataset.card));
    }
  }

  const MEANS = {
    earlier: (said, name) => move(said, name, -1),
    later: (said, name) => move(said, name, 1),
    hide(said, name) {
      const hidden = new Set(said.hidden || []);
      if (!hidden.delete(name)) hidden.add(name);
      return { ...said, hidden: [...hidden] };
    },
  };

  function move(said, name, by) {
    const now = order(said);
    const from = now.indexOf(name);
    const to = Math.min(Math.max(from + by, 0), now.length - 1);
    now.splice(to, 0, ...now.splice(from, 1));
    return { ...said, order: now };
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-chart]");
    if (!button) return;
    const said = kept();
    keep(MEANS[button.dataset.chart]({ ...said, order: order(said) }, button.closest("[data-card]").dataset.card));
    if (button.dataset.chart === "hide") window.dispatchEvent(new Event("resize")); // a graph that was folded has no size
    button.focus();
  });

  /* The chips stand beside the cards and come with them. */
  document.addEventListener("onemap:drawn", ({ target, detail }) => {
    if (target.id === "charts-chips" && detail.first) arrange();
  });

  /** Each of the graphs tells its click; the one that was pressed says which part of the address it means. */
  function clickedChart() {
    const { prop_id: property, value } = window.dash_clientside.callback_context.triggered[0] || {};
    const point = value && value.points && value.points.find((each) => each.customdata);
    if (!point) return;
    const id = JSON.parse(property.slice(0, property.lastIndexOf(".")));
    window.onemap.choose(String(point.customdata));
    window.onemap.setProps(id, { clickData: null });
  }

  Object.assign(window.onemap, { clickedChart });
})();
