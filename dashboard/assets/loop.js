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

  document.addEventListener("click", (event) => {
    const page = event.target.closest(".page.loop");
    if (!page) return;
    const box = event.target.closest("[data-pick]");
    const move = event.target.closest("[data-move]");
    const link = event.target.closest(".loop-page a[href], .board-results a[href]");
    if (box) pick(box.dataset.pick);
    else if (move) window.onemap.setProps("loop-asked", { data: { move: move.dataset.move, numbers: [...picked], at: Date.now() } });
    else if (event.target.closest("[data-untick]")) { picked = new Set(); tell(); }
    else if (link) window.onemap.address.follow(event, link);
  });

  /* The board comes in one piece: ticks of what is still there stay, those of another visit do not. */
  document.addEventListener("onemap:drawn", ({ target, detail }) => {
    if (target.id !== "loop-page") return;
    if (detail.first) picked = new Set();
    show();
  });
})();
