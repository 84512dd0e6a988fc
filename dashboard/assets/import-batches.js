/* The batches that came, and taking one back: asked first, with the reason, and then said what was undone. */
(function () {
  "use strict";

  const COLUMNS = ["batch", "file", "kind", "who", "when", "brought"];

  /** Heading and table of the batches `rows`; `hand` are the tools of `import.js`. */
  function parts(rows, hand) {
    const { make, word } = hand;
    return [make("h2", { class: "card-title" }, word("batches")), rows.length ? table(rows, hand) : make("p", { class: "empty" }, word("no_batches"))];
  }

  function table(rows, hand) {
    const { make, word } = hand;
    const head = make("tr", {}, COLUMNS.map((title) => make("th", { scope: "col" }, word(title))));
    return make("table", { class: "table import-table" }, make("thead", {}, head), make("tbody", {}, rows.map((one) => line(one, hand))));
  }

  function line(one, hand) {
    const { make, word, count, said } = hand;
    const names = new Map(said.outcomes);
    const counts = Object.entries(one.counts).filter(([, n]) => n).map(([name, n]) => `${names.get(name)} ${count(n)}`);
    const cells = [one.batch, one.file, one.kind, `${one.org} ${one.actor}`.trim(), one.at, counts.join("，")];
    const row = make("tr", {}, cells.map((text, place) => make("td", { "data-label": word(COLUMNS[place]) }, text)));
    if (one.taken_back) row.lastChild.append(make("span", { class: "rule-source" }, one.taken_back));
    if (one.can_take_back) {
      const label = word("back_one", { file: one.file });
      row.lastChild.append(" ", make("button", { type: "button", class: "link-button import-back", "aria-label": label, onclick: () => askBack(one, hand) }, word("back")));
    }
    return row;
  }

  /** Ask for the reason; the batch goes back only when that was given. */
  function askBack(one, hand) {
    const { make, word } = hand;
    const reason = make("textarea", { rows: 3, maxlength: 500, required: true, class: "import-reason", "aria-label": word("back_reason") });
    const close = make("button", { type: "button", class: "button", onclick: () => dialog.close() }, word("back_not"));
    const submit = make("button", { type: "submit", class: "button primary" }, word("back"));
    const form = make(
      "form",
      {},
      make("h2", { class: "card-title" }, word("back_one", { file: one.file })),
      make("p", { class: "page-note" }, word("back_hint", { batch: one.batch })),
      make("label", { class: "import-field" }, make("span", {}, word("back_reason")), reason),
      make("div", { class: "import-choices" }, submit, close),
    );
    const dialog = make("dialog", { class: "card import-dialog", "aria-label": word("back_one", { file: one.file }), onclose: () => dialog.remove() }, form);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!reason.value.trim()) {
        reason.value = "";
        reason.reportValidity();
        return;
      }
      submit.disabled = true;
      const told = await hand.post(`/batches/${one.batch}/back`, { reason: reason.value.trim() });
      dialog.close();
      if (!told) return;
      window.onemap.notify(told.sentence);
      hand.again();
    });
    document.getElementById("import-page").append(dialog);
    dialog.showModal();
  }

  window.onemap.importBatches = { parts };
})();
