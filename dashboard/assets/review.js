/* Rows of ledgers that wait for a decision: each beside what it may be about, decided one by one or several at once. */
(function () {
  "use strict";

  const PAGE = 20;
  const { make, asking } = window.onemap.importTools;
  let said = null; // words and choices of the page that is open
  let box = null;
  let view = null; // { state, kind, start, chosen, asked }

  const word = (key, facts = {}) => said.words[key].replace(/{(\w+)}/g, (_, name) => facts[name]);
  const ask = asking("/api/v1/review", () => word("failed"));
  const post = (path, fields) => ask(path, { method: "POST", body: new URLSearchParams(fields) });

  /* ---------- deciding ---------- */

  /** Decide about one row; answers what became of it, or null when it was refused. */
  async function decide(row, what, card) {
    const town = card.querySelector(".review-town select");
    const reason = card.querySelector(".review-reason input").value;
    const { id } = card.querySelector(".review-another").dataset;
    const told = await post(`/${row.held}`, { what, town: town ? town.value : "", reason, subject: what === "merge" && id ? id : "" });
    if (told) window.onemap.say(word("done", { row: row.row, state: told.word }));
    return told;
  }

  async function act(row, what, card) {
    for (const each of card.querySelectorAll("button")) each.disabled = true;
    if (await decide(row, what, card)) return load();
    for (const each of card.querySelectorAll("button")) each.disabled = false;
  }

  async function undo(row, card) {
    const reason = card.querySelector(".review-reason input").value;
    if (await post(`/${row.held}/undo`, { reason })) load();
  }

  async function actMany(what) {
    const chosen = [...view.chosen.values()];
    let done = 0;
    for (const { row, card } of chosen) if (await decide(row, what, card)) done += 1;
    window.onemap.notify(said.results.replace("{n}", done), "done");
    load();
  }

  /* ---------- one row ---------- */

  /** What either side says; what both say alike is folded away. */
  function fields(row) {
    const alike = row.other ? row.fields.filter(([, ours, theirs, differs]) => ours && theirs && !differs) : [];
    const parts = [table(row, row.fields.filter((field) => !alike.includes(field)))];
    if (alike.length) parts.push(make("details", {}, make("summary", {}, word("alike", { n: alike.length })), table(row, alike)));
    return parts;
  }

  function table(row, lines) {
    const titles = ["field", "row", "other"].map((key) => make("th", { scope: "col" }, word(key)));
    if (row.other) titles[2].append(" ", make("a", { href: row.other.href, target: "_blank" }, row.other.name));
    else titles.pop();
    const line = ([title, ours, theirs, differs]) => {
      const mark = differs && theirs ? [" ", make("span", { class: "review-differs" }, word("differs"))] : [];
      const cells = [make("th", { scope: "row" }, title), make("td", { "data-label": word("row") }, ours, mark)];
      if (row.other) cells.push(make("td", { "data-label": word("other") }, theirs));
      return make("tr", {}, cells);
    };
    return make("table", { class: "table review-fields" }, make("thead", {}, make("tr", {}, titles)), make("tbody", {}, lines.map(line)));
  }

  function town(row) {
    if (!row.wants_town || view.state !== "open") return null;
    const options = [["", word("choose")], ...said.towns].map(([code, name]) => make("option", { value: code }, name));
    return make("label", { class: "import-field review-town" }, make("span", {}, word("town")), make("select", { class: "import-select" }, options));
  }

  /** A field that finds another object than the one that is suggested; its id stands in `data-id`. */
  function another(row, draw) {
    const list = make("datalist", { id: `found-${row.held}` });
    const input = make("input", { type: "search", class: "import-select", list: list.id, placeholder: word("search"), autocomplete: "off" });
    const field = make("label", { class: "import-field review-another", hidden: row.is_twin }, make("span", {}, word("another")), input, list);
    const known = new Map();
    const find = asking("/api/v1/search", () => word("failed"));
    input.addEventListener("input", async () => {
      const picked = known.get(input.value);
      field.dataset.id = picked ? picked.id : "";
      draw(picked ? picked.name : "");
      if (picked || input.value.trim().length < 2) return;
      const told = await find(`?q=${encodeURIComponent(input.value)}`);
      const items = told ? told.groups.flatMap((group) => (group.key === "objects" ? group.items : [])) : [];
      for (const one of items) known.set(`${one.name}（${one.note || one.id}）`, one);
      list.replaceChildren(...items.map((one) => make("option", { value: `${one.name}（${one.note || one.id}）` })));
    });
    return field;
  }

  function acts(row, card) {
    const reason = make("label", { class: "import-field review-reason" }, make("span", {}, word("reason")), make("input", { class: "import-select", maxlength: 200 }));
    const button = (key, what, main = false) => make("button", { type: "button", class: `button review-${what}${main ? " primary" : ""}`, onclick: () => act(row, what, card) }, key);
    if (view.state !== "open") {
      return [reason, make("button", { type: "button", class: "button review-undo", onclick: () => undo(row, card) }, word("undo"))];
    }
    const suggested = row.other && row.other.may_merge ? row.other.name : "";
    const merge = button("", "merge", true);
    const draw = (name) => {
      merge.textContent = word("merge", { name });
      merge.hidden = !name;
    };
    const field = another(row, (name) => draw(name || suggested));
    draw(suggested);
    const twin = row.is_twin ? "_twin" : "";
    return [town(row), field, reason, merge, button(word(`accept${twin}`), "accept"), button(word(`reject${twin}`), "reject")];
  }

  function card(row) {
    const place = word("place", row);
    const element = make("section", { class: "card review-card", "aria-label": place, "data-held": row.held });
    const choose = make("input", { type: "checkbox", "aria-label": `${word("select")} ${place}` });
    choose.addEventListener("change", () => {
      if (choose.checked) view.chosen.set(row.held, { row, card: element });
      else view.chosen.delete(row.held);
      bulk();
    });
    const state = view.state === "open" ? null : make("span", { class: "review-state" }, row.state_word);
    element.append(
      make("p", { class: "review-place" }, view.state === "open" ? make("label", { class: "review-choose" }, choose) : null, place, " ", state),
      make("ul", { class: "review-problems" }, row.problems.map((text) => make("li", {}, text))),
      ...fields(row),
      make("ul", { class: "review-past" }, row.decisions.map((text) => make("li", {}, text))),
      make("div", { class: "import-choices review-acts" }, acts(row, element)),
    );
    return element;
  }

  /* ---------- the list ---------- */

  function bulk() {
    const bar = box.querySelector(".review-bulk");
    const n = view.chosen.size;
    bar.hidden = view.state !== "open" || !bar.dataset.rows;
    bar.querySelector(".review-count").textContent = n ? word("selected", { n }) : "";
    for (const each of bar.querySelectorAll("button")) each.disabled = n === 0;
    const rows = [...view.chosen.values()].map(({ row }) => row);
    bar.querySelector(".review-merge-many").hidden = !rows.some((row) => row.other && row.other.may_merge);
  }

  function bulkBar() {
    const all = make("input", { type: "checkbox" });
    all.addEventListener("change", () => {
      for (const each of box.querySelectorAll(".review-choose input")) {
        if (each.checked !== all.checked) each.click();
      }
    });
    const button = (key, what, name) => make("button", { type: "button", class: `button ${name}`, onclick: () => actMany(what) }, word(key));
    return make(
      "div",
      { class: "review-bulk", hidden: true },
      make("label", { class: "review-all" }, all, " ", word("select_all")),
      make("span", { class: "review-count", role: "status" }),
      button("merge_many", "merge", "review-merge-many"),
      button("accept", "accept", "review-accept-many"),
      button("reject", "reject", "review-reject-many"),
    );
  }

  function tabs(counts) {
    const tab = (key, text) =>
      make("button", { type: "button", class: "import-count tone-none", "aria-pressed": String(view.state === key), onclick: () => go({ state: key, start: 0 }) }, make("b", {}, counts[key].toLocaleString("en-US")), make("span", {}, text));
    return [tab("open", word("waiting")), tab("decided", word("decided")), kinds()];
  }

  function kinds() {
    const options = [["", word("all")], ...said.kinds].map(([name, text]) => make("option", { value: name, selected: name === view.kind }, text));
    const list = make("select", { class: "import-select", onchange: () => go({ kind: list.value, start: 0 }) }, options);
    return make("label", { class: "import-field" }, make("span", {}, word("kind")), list);
  }

  function pager(total) {
    const pages = Math.ceil(total / PAGE);
    const page = Math.floor(view.start / PAGE) + 1;
    if (pages < 2) return [];
    const turn = (key, to) => make("button", { type: "button", class: "button", disabled: to < 1 || to > pages, onclick: () => go({ start: (to - 1) * PAGE }) }, word(key));
    return [make("div", { class: "pager" }, turn("before", page - 1), make("span", {}, word("page", { page, pages, n: total })), turn("next", page + 1))];
  }

  function go(wanted) {
    Object.assign(view, wanted);
    window.scrollTo(0, 0);
    load();
  }

  async function load() {
    const asked = (view.asked = {});
    const here = box;
    const told = await ask(`?state=${view.state}&kind=${view.kind}&start=${view.start}&count=${PAGE}`);
    if (!told || asked !== view.asked || here !== box) return;
    if (!told.rows.length && view.start) return go({ start: Math.max(view.start - PAGE, 0) });
    view.chosen = new Map();
    box.querySelector(".review-tabs").replaceChildren(...tabs(told.counts));
    box.querySelector(".review-bulk").dataset.rows = told.rows.length || "";
    box.querySelector(".review-all input").checked = false;
    const nothing = make("p", { class: "empty" }, word(view.state === "open" ? "none" : "none_decided"));
    box.querySelector(".review-rows").replaceChildren(...(told.rows.length ? told.rows.map(card) : [nothing]), ...pager(told.total));
    bulk();
  }

  function review(told) {
    if (told) begin(told);
    return window.dash_clientside.no_update;
  }

  function begin(told) {
    said = told;
    box = document.getElementById("review-page");
    view = { state: "open", kind: "", start: 0, chosen: new Map(), asked: null };
    box.replaceChildren(make("div", { class: "import-counts review-tabs", role: "group" }), bulkBar(), make("div", { class: "review-rows" }));
    load();
  }

  window.dash_clientside.onemap.review = review;
})();
