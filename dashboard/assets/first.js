/* The first picture goes when what it stands for has come: the bar with the first page, the ground with the drawn map. */
(function () {
  "use strict";

  const { tools } = window.onemap;
  const first = document.getElementById("first");
  const ground = first && first.querySelector(".sketch");

  /** Over the map's canvas until that is drawn; an address with a place of its own leads elsewhere. */
  function lay(box) {
    if (window.onemap.hash.read().position) return;
    const { top, right, bottom, left } = window.onemap.room();
    Object.assign(ground.style, { inset: `${top}px ${right}px ${bottom}px ${left}px`, width: `calc(100% - ${left + right}px)`, height: `calc(100% - ${top + bottom}px)` });
    box.append(ground);
  }

  if (first) {
    const watcher = new MutationObserver(() => {
      if (!document.querySelector("#content > *")) return;
      watcher.disconnect();
      const box = document.querySelector("#content .map-box");
      if (box && ground) lay(box);
      first.remove();
    });
    watcher.observe(document.getElementById("react-entry-point"), { childList: true, subtree: true });
  }

  tools.add({
    begin(map) {
      map.once("idle", () => ground && ground.remove());
      map.triggerRepaint();
    },
  });
})();
