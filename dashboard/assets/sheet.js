/* The sheet of narrow screens: three heights, moved by dragging its head or pressing its handle, and one tab at a time.
   Its state stands on the map page as data-sheet and data-tab; without either it is lowered and shows the figures. */
(function () {
  "use strict";

  const HEIGHTS = ["peek", "half", "full"];
  const SLOP = 6;
  const MARGIN = 24;
  const page = () => document.getElementById("map-page");
  const head = () => document.querySelector(".sheet-head");
  const told = (name) => parseFloat(getComputedStyle(page()).getPropertyValue(name)); // by sheet.css
  const narrow = () => Boolean(head() && head().offsetHeight);

  function raise(height) {
    page().dataset.sheet = height;
    page().style.removeProperty("--sheet");
    document.querySelector(".sheet-handle").setAttribute("aria-expanded", String(height !== HEIGHTS[0]));
  }

  const height = () => page().dataset.sheet || HEIGHTS[0];

  function step(by) {
    const place = HEIGHTS.indexOf(height()) + by;
    raise(HEIGHTS[Math.min(Math.max(place, 0), HEIGHTS.length - 1)]);
  }

  function show(name) {
    page().dataset.tab = name;
    for (const tab of document.querySelectorAll(".sheet-tab")) {
      const chosen = tab.dataset.tab === name;
      tab.setAttribute("aria-selected", String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
    }
    if (name === "layers") document.getElementById("map-layers").open = true;
    if (height() === HEIGHTS[0]) raise("half");
  }

  let drag = null; // the drag that goes on
  let dragged = false; // whether the last press was a drag

  document.addEventListener("click", ({ target }) => {
    const tab = target.closest(".sheet-tab");
    if (dragged) return; // the click that ends a drag
    if (tab) show(tab.dataset.tab);
    else if (target.closest(".sheet-handle")) raise(height() === "peek" ? "half" : height() === "half" ? "full" : "peek");
  });

  document.addEventListener("keydown", (event) => {
    const aside = { ArrowRight: "nextElementSibling", ArrowLeft: "previousElementSibling" }[event.key];
    const tab = aside && event.target.closest(".sheet-tab")?.[aside];
    if (tab) {
      show(tab.dataset.tab);
      tab.focus();
    }
    if (!event.target.closest(".sheet-handle")) return;
    const by = { ArrowUp: 1, ArrowDown: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    step(by);
  });

  /* Dragging: the sheet follows the finger and then settles at the nearest height, or the next one after a flick. */
  document.addEventListener("pointerdown", (event) => {
    dragged = false;
    if (!event.target.closest(".sheet-head")) return;
    drag = { y: event.clientY, from: head().offsetHeight, at: event.timeStamp, moved: false };
  });

  document.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const by = drag.y - event.clientY;
    if (!drag.moved && Math.abs(by) < SLOP) return;
    drag.moved = true;
    page().dataset.dragging = "";
    page().style.setProperty("--sheet", `${Math.min(Math.max(drag.from + by, told("--head")), window.innerHeight - told("--free"))}px`);
  });

  function settle(event) {
    if (!drag) return;
    const { y, at, moved } = drag;
    drag = null;
    if (!moved) return;
    delete page().dataset.dragging;
    const speed = (y - event.clientY) / Math.max(1, event.timeStamp - at);
    const now = head().offsetHeight / window.innerHeight;
    const nearest = now < 0.34 ? "peek" : now < 0.74 ? "half" : "full";
    if (Math.abs(speed) > 0.5) step(Math.sign(speed));
    else raise(nearest);
    dragged = true;
  }
  document.addEventListener("pointerup", settle);
  document.addEventListener("pointercancel", settle);

  /* On a narrow screen the legend starts folded: it would cover the map. */
  window.onemap.tools.add({
    begin() {
      if (narrow()) document.getElementById("map-legend").open = false;
    },
  });

  /** Move the map so far that a place that was chosen is not under the sheet, which is half raised then. */
  function clear(map, at) {
    if (!narrow()) return;
    const seen = map.getContainer().clientHeight - told("--share") * window.innerHeight;
    const { y } = map.project(at);
    if (y > seen - MARGIN) map.panBy([0, y - seen / 2], { duration: 200 });
  }

  /** How much of the map's foot the lowered sheet covers, in CSS pixels. */
  window.onemap.sheet = { clear, covered: () => (narrow() ? told("--peek") : 0) };
})();
