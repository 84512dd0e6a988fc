/* What the columns of a file mean: every title with values from below it and a choice, kept for the office if wanted. */
(function () {
  "use strict";

  const opened = new Map(); // id of the file -> the title whose choice had the focus, or null
  const byId = new Map(); // kind -> words of its columns by key

  /** The folded panel of a card that shows `file`; `hand` are the tools of `import.js`. */
  function parts(file, hand) {
    const tables = shapes(file.tables || []);
    const columns = hand.said.columns[file.kind];
    if (!tables.length || !columns) return [];
    byId.set(file.kind, new Map(columns));
    const { make, word } = hand;
    const unknown = tables.flatMap((table) => table.titles).filter((one) => one.column === null && one.from === "registry").length;
    const more = unknown ? make("span", { class: "import-unknown" }, word("columns_unknown", { n: unknown })) : null;
    const panel = make(
      "details",
      { class: "import-columns", open: opened.has(file.id) || file.state === "refused" },
      make("summary", {}, word("columns"), more),
      make("p", { class: "page-note" }, word("columns_hint")),
      tables.map((table) => shape(table, tables.length > 1, file, hand)),
      file.found ? keep(file, hand) : null,
    );
    panel.addEventListener("toggle", () => (panel.open ? opened.set(file.id, opened.get(file.id) || null) : opened.delete(file.id)));
    focusAgain(panel, file);
    return [panel];
  }

  /** Tables of the same titles are shown once, under the names of all their sheets. */
  function shapes(tables) {
    const found = new Map();
    for (const table of tables) {
      const same = found.get(table.fingerprint);
      if (same) same.sheets.push(table.sheet);
      else found.set(table.fingerprint, { ...table, sheets: [table.sheet] });
    }
    return [...found.values()];
  }

  function shape(table, several, file, hand) {
    const { make, word } = hand;
    const heads = ["columns_title", "columns_examples", "columns_meaning"];
    const head = make("tr", {}, heads.map((key) => make("th", { scope: "col" }, word(key))));
    const lines = table.titles.map((one) => line(one, file, hand));
    const caption = make("caption", { class: several ? "import-sheets" : "only-read" }, table.sheets.join("、"));
    return make("table", { class: "table import-table" }, caption, make("thead", {}, head), make("tbody", {}, lines));
  }

  function line(one, file, hand) {
    const { make, word } = hand;
    const cell = (key, ...inside) => make("td", { "data-label": word(key) }, ...inside);
    const isUnknown = one.from === "registry" && one.column === null;
    const from = one.from !== "registry" || isUnknown ? make("span", { class: "import-from" }, word(`columns_from_${one.from}`)) : null;
    return make(
      "tr",
      { class: isUnknown ? "is-unknown" : undefined },
      cell("columns_title", make("b", {}, one.title), " ", make("span", { class: "quiet" }, one.cell)),
      cell("columns_examples", one.examples.join("，")),
      cell("columns_meaning", make("div", { class: "import-meaning" }, choice(one, file, hand), from, maybe(one, file, hand))),
    );
  }

  function maybe(one, file, { make, word }) {
    if (!one.suggested.length) return null;
    const names = one.suggested.map((key) => byId.get(file.kind).get(key)).join("、");
    return make("span", { class: "import-from" }, word("columns_maybe", { names }));
  }

  function choice(one, file, { make, word, said, change }) {
    const options = [["", word("columns_none")], ...said.columns[file.kind]];
    const list = make(
      "select",
      { class: "import-select", "aria-label": one.title, disabled: Boolean(file.found && file.found.batch) },
      options.map(([key, text]) => make("option", { value: key, selected: key === (one.column || "") }, text)),
    );
    list.addEventListener("change", () => {
      opened.set(file.id, one.title);
      const columns = { ...file.columns, [one.title]: list.value || null };
      change(file, "run", { kind: file.kind, datum: file.datum, columns: JSON.stringify(columns) });
    });
    return list;
  }

  function keep(file, { make, word, ask }) {
    const button = make("button", { type: "button", class: "button import-keep" }, word("columns_save"));
    button.addEventListener("click", async () => {
      button.disabled = true;
      const told = await ask(`/${file.id}/columns`, { method: "POST" });
      button.disabled = false;
      if (told) window.onemap.notify(word("columns_saved"));
    });
    return make("div", { class: "import-choices" }, button, make("span", { class: "page-note" }, word("columns_save_hint")));
  }

  /** The card was drawn anew after a choice: the keyboard goes on where it was. */
  function focusAgain(panel, file) {
    const title = opened.get(file.id);
    if (!title) return;
    opened.set(file.id, null);
    const list = [...panel.querySelectorAll("select")].find((each) => each.getAttribute("aria-label") === title);
    if (list) requestAnimationFrame(() => list.focus());
  }

  window.onemap.importColumns = { parts };
})();
