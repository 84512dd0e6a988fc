/* Imports that came to no end: each is said until its sender knows of it, or the file has come after all. */
(function () {
  "use strict";

  /** A line for each of `broken`; `hand` are the tools of `import.js`. */
  function lines(broken, hand) {
    return broken.map((one) => line(one, hand));
  }

  function line(one, { make, word, ask }) {
    const known = make("button", { type: "button", class: "button" }, word("known"));
    const row = make("p", { class: "card import-broken", role: "alert" }, one.sentence, " ", known);
    known.addEventListener("click", async () => {
      if (await ask(`/broken/${one.number}`, { method: "DELETE" })) row.remove();
    });
    return row;
  }

  window.onemap = window.onemap || {};
  window.onemap.importBroken = { lines };
})();
