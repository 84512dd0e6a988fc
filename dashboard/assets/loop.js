/* The board of the loop: what is ticked is kept while the board is drawn anew, and a pressed move is told to the server. */
(function () {
  "use strict";

  let picked = new Set();

  function show() {
    for (const box of document.querySelectorAll("[data-pick]")) box.setAttribute("aria-checked", picked.has(box.dataset.pick));
  }

  function tell() {
    show();
    window.onemap.setProps("loop-picked", { data: [...picked] });
  }

  function pick(number) {
    if (!picked.delete(number)) picked.add(number);
    tell();
  }

  /** A plain click on a link needs no new document. */
  function follow(event, link) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    window.history.pushState({}, "", link.getAttribute("href"));
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  document.addEventListener("click", (event) => {
    const page = event.target.closest(".page.loop");
    if (!page) return;
    const box = event.target.closest("[data-pick]");
    const move = event.target.closest("[data-move]");
    const link = event.target.closest(".loop-page a[href], .board-results a[href]");
    if (box) pick(box.dataset.pick);
    else if (move) window.onemap.setProps("loop-asked", { data: { move: move.dataset.move, numbers: [...picked], at: Date.now() } });
    else if (event.target.closest("[data-untick]")) { picked = new Set(); tell(); }
    else if (link) follow(event, link);
  });

  /* The board comes in one piece: ticks of what is still there stay, those of another visit do not. */
  new MutationObserver(() => {
    if (!document.querySelector(".page.loop")) picked = new Set();
    else show();
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
