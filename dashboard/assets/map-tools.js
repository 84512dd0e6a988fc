/* The tools of the map, a column of buttons under the zoom buttons; one row each. On a small screen they fold away. */
(function () {
  "use strict";

  const { draw, points, selection, tools } = window.onemap;
  const { element, words } = draw;

  /** Key, what it does; its words are ``tool_<key>``. A drawing tool that is on is put down by a second press. */
  const TOOLS = [
    ["box", () => selection.box()],
    ["polygon", () => selection.polygon()],
    ["point", () => points.pick()],
    ["locate", () => points.locate()],
    ["measure", () => window.onemap.measure.begin()],
    ["bookmarks", () => window.onemap.bookmarks.toggle()],
  ];

  function press(key, run) {
    points.close(true);
    if (draw.task() === key) draw.stop();
    else run();
    document.querySelector(".map-tools")?.classList.remove("is-open");
    document.querySelector(".tool-fold")?.setAttribute("aria-expanded", "false");
  }

  function control() {
    const button = (key, run) =>
      element("button", {
        type: "button",
        class: `tool tool-${key}`,
        title: words(`tool_${key}`),
        "aria-label": words(`tool_${key}`),
        "aria-pressed": "false",
        "data-tool": key,
        onclick: run,
      });
    const fold = element("button", {
      type: "button",
      class: "tool tool-fold",
      title: words("tools"),
      "aria-label": words("tools"),
      "aria-expanded": "false",
    });
    const column = element(
      "div",
      { class: "maplibregl-ctrl maplibregl-ctrl-group map-tools", role: "toolbar", "aria-orientation": "vertical", "aria-label": words("tools") },
      fold,
      ...TOOLS.map(([key, run]) => button(key, () => press(key, run))),
    );
    fold.onclick = () => fold.setAttribute("aria-expanded", String(column.classList.toggle("is-open")));
    return { onAdd: () => column, onRemove: () => column.remove() };
  }

  draw.watch((key) => {
    for (const button of document.querySelectorAll("[data-tool]")) {
      button.setAttribute("aria-pressed", String(button.dataset.tool === key));
    }
  });

  tools.add({ begin: (map) => map.addControl(control(), "top-left") });
})();
