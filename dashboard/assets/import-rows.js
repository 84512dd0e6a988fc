/* What became of the rows of a ledger: counts that filter, notes about the file, and the rows page by page. */
(function () {
  "use strict";

  const ROWS = 50;
  const TONES = { ERROR: "bad", REVIEW: "held", WARN: "warn", UPDATE: "new", OK: "new" };

  /** The parts of a card that shows `file`; `hand` are the tools of `import.js`. */
  function parts(file, hand) {
    const { make, word } = hand;
    const view = { file, hand, outcome: "", start: 0, box: make("div", { class: "import-rows" }) };
    const strip = counts(view);
    const { notes } = file.found;
    const told = notes.length
      ? make("details", { class: "import-notes", open: notes.length < 6 }, make("summary", {}, word("notes")), make("ul", {}, notes.map((note) => make("li", {}, note))))
      : null;
    load(view);
    return [strip, told, view.box].filter(Boolean);
  }

  function counts(view) {
    const { make, word, count, said } = view.hand;
    const { found } = view.file;
    const strip = make("div", { class: "import-counts", role: "group", "aria-label": word("counts") });
    const button = (key, text, n) =>
      make(
        "button",
        {
          type: "button",
          class: `import-count tone-${TONES[key] || "none"}`,
          "data-outcome": key,
          "aria-pressed": String(key === view.outcome),
          disabled: n === 0,
          onclick: () => {
            for (const each of strip.children) each.setAttribute("aria-pressed", String(each.dataset.outcome === key));
            view.outcome = key;
            view.start = 0;
            load(view);
          },
        },
        make("b", {}, count(n)),
        make("span", {}, text),
      );
    strip.append(button("", word("all"), found.rows), ...said.outcomes.map(([key, text]) => button(key, text, found.counts[key])));
    return strip;
  }

  async function load(view) {
    const { ask } = view.hand;
    const asked = (view.asked = {});
    const told = await ask(`/${view.file.id}/rows?outcome=${view.outcome}&start=${view.start}&count=${ROWS}`);
    if (told && asked === view.asked) draw(view, told);
  }

  function draw(view, told) {
    const { make, word } = view.hand;
    const titles = ["row", "outcome", "why", "understood"];
    const head = make("tr", {}, titles.map((title) => make("th", { scope: "col" }, word(title))));
    const table = make("table", { class: "table import-table" }, make("caption", { class: "only-read" }, word("rows")), make("thead", {}, head), make("tbody", {}, told.rows.map((row) => line(row, view))));
    view.box.replaceChildren(told.rows.length ? table : make("p", { class: "empty" }, word("no_rows")), ...pager(view, told));
  }

  function line(row, { hand: { make, word } }) {
    const cell = (title, ...inside) => make("td", { "data-label": word(title) }, ...inside);
    const problems = row.problems.map((one) => make("li", {}, make("b", {}, `${one.cell} ${one.column}`.trim()), " ", one.message));
    const notes = row.notes.map((note) => make("li", { class: "quiet" }, note));
    const changes = row.changes.map(([name, before, after]) =>
      make("li", {}, make("b", {}, name), " ", make("del", {}, before), " → ", make("ins", {}, after)),
    );
    const values = row.values.map(([name, text]) => make("span", { class: "import-value" }, make("b", {}, name), " ", text));
    return make(
      "tr",
      { class: `tone-${TONES[row.outcome] || "none"}` },
      cell("row", row.sheet, " ", make("b", {}, String(row.row))),
      cell("outcome", make("span", { class: "import-outcome" }, row.word)),
      cell("why", make("ul", { class: "import-list" }, problems, notes, changes)),
      cell("understood", make("div", { class: "import-values" }, values)),
    );
  }

  function pager(view, told) {
    const { make, word, count } = view.hand;
    const pages = Math.ceil(told.total / ROWS);
    if (pages < 2) return [];
    const page = Math.floor(told.start / ROWS) + 1;
    const go = (to) => {
      view.start = (Math.min(Math.max(to, 1), pages) - 1) * ROWS;
      load(view);
      view.box.scrollIntoView({ block: "nearest" });
    };
    const turn = (key, to) => make("button", { type: "button", class: "button", disabled: to < 1 || to > pages, onclick: () => go(to) }, word(key));
    const field = make("input", { type: "number", min: 1, max: pages, value: page, class: "import-page-number", "aria-label": word("goto") });
    field.addEventListener("change", () => go(Math.floor(Number(field.value)) || 1));
    const where = make("span", { class: "page-note" }, word("page", { page: count(page), pages: count(pages), n: count(told.total) }));
    return [make("div", { class: "pager" }, turn("before", page - 1), where, field, turn("next", page + 1))];
  }

  window.onemap.importRows = { parts };
})();
