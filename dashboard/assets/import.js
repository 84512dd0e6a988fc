/* The page that takes ledgers: files go up, each is looked at, shown row by row (`import-rows.js`), and written. What is
   drawn anew is only what changed, so that the focus of the keyboard stays. */
(function () {
  "use strict";

  const URL_ = "/api/v1/imports";
  const OFTEN = 400;
  const over = (file) => !["waiting", "running"].includes(file.state);
  let said = null; // words and choices of the page that is open
  let box = null;
  let cards = new Map(); // id -> { element, drawn, file }
  let timer = 0;
  let gone = new Set(); // batches that were taken back
  const written = ({ found }) => Boolean(found && found.batch && !gone.has(found.batch));

  const word = (key, facts = {}) => said.words[key].replace(/{(\w+)}/g, (_, name) => facts[name]);
  const count = (n) => n.toLocaleString("en-US");

  const { make, complain } = window.onemap.importTools;
  const ask = window.onemap.importTools.asking(URL_, () => word("failed"));
  const post = (path, fields) => ask(path, { method: "POST", body: new URLSearchParams(fields) });

  /* ---------- files up ---------- */

  async function send(files) {
    const note = box.querySelector(".import-sending");
    for (const file of files) {
      const most = Math.floor(said.most / 1048576);
      if (file.size > said.most) {
        complain(word("too_large", { name: file.name, most }));
        continue;
      }
      note.textContent = word("sending", { name: file.name });
      const form = new FormData();
      form.append("file", file);
      const taken = await ask("", { method: "POST", body: form });
      if (taken) show(taken, true);
      watch();
    }
    note.textContent = "";
  }

  function dropzone() {
    const chooser = make("input", { type: "file", multiple: true, accept: said.accept, hidden: true, class: "import-chooser" });
    chooser.addEventListener("change", () => {
      send([...chooser.files]);
      chooser.value = "";
    });
    const zone = make(
      "section",
      { class: "card import-drop", "aria-label": word("choose") },
      make("p", {}, `${word("drop")} `, make("button", { type: "button", class: "button primary", onclick: () => chooser.click() }, word("choose"))),
      make("p", { class: "page-note" }, word("limits")),
      make("p", { class: "import-templates" }, word("templates"), said.templates.map(template)),
      make("p", { class: "import-sending", role: "status" }),
      chooser,
    );
    const mark = (on) => (event) => {
      event.preventDefault();
      zone.classList.toggle("is-over", on);
    };
    zone.addEventListener("dragover", mark(true));
    zone.addEventListener("dragleave", mark(false));
    zone.addEventListener("drop", (event) => {
      mark(false)(event);
      send([...event.dataTransfer.files]);
    });
    return zone;
  }

  const template = ([kind, name]) => make("a", { href: `${URL_}/templates/${kind}`, download: true, "data-kind": kind }, name);

  /* ---------- one card for each file ---------- */

  function show(file, first = false) {
    let card = cards.get(file.id);
    if (!card) {
      card = { element: make("section", { class: "card import-file", "aria-label": file.name }) };
      cards.set(file.id, card);
      box.querySelector(".import-files")[first ? "prepend" : "append"](card.element);
    }
    const before = card.file;
    card.file = file;
    const told = JSON.stringify({ ...file, stage: 0, done: 0, total: 0 });
    if (told !== card.drawn) draw(card, file);
    card.drawn = told;
    if (!over(file)) progress(card, file);
    if (before && !over(before) && over(file)) ended(file);
  }

  function ended(file) {
    window.onemap.say(`${file.name} ${verdict(file)}`);
    if (file.batch) batches();
  }

  function draw(card, file) {
    const remove = make(
      "button",
      { type: "button", class: "icon-button", "aria-label": word("remove", file), title: word("remove", file), onclick: () => putAway(file) },
      "×",
    );
    const parts = [make("div", { class: "import-head" }, make("h2", { class: "card-title" }, file.name), make("span", { class: "page-note" }, `${count(Math.ceil(file.size / 1024))} KB`), remove)];
    if (over(file)) parts.push(...ending(card, file));
    else parts.push(running(file));
    card.element.replaceChildren(...parts);
  }

  function running(file) {
    const stop = make("button", { type: "button", class: "button import-cancel", disabled: file.stopping, onclick: () => change(file, "cancel", {}) }, word("cancel"));
    return make("div", { class: "import-running" }, make("progress", { "aria-label": file.name }), make("span", { class: "import-stage" }), stop);
  }

  function progress(card, file) {
    const bar = card.element.querySelector("progress");
    if (file.total) {
      bar.max = file.total;
      bar.value = file.done;
    } else bar.removeAttribute("value");
    const facts = { done: count(file.done), total: count(file.total) };
    const key = file.stopping ? "stopping" : (file.state === "running" && file.stage) || file.state;
    card.element.querySelector(".import-stage").textContent = word(key, facts);
  }

  function verdict(file) {
    if (file.state === "refused" && file.batch) return file.sentence;
    if (file.state !== "done") return file.state === "cancelled" ? word("cancelled") : `${word("refused")}：${file.sentence}`;
    if (file.found.batch) return word(written(file) ? "written" : "gone", file.found);
    return file.writes || !(file.found.enters + file.found.waits) ? word("nothing") : word("looked", { n: count(file.found.rows) });
  }

  function ending(card, file) {
    const { found } = file;
    const tone = file.state === "refused" ? "is-refused" : written(file) ? "is-written" : "";
    const line = make("p", { class: `import-verdict ${tone}`, role: file.state === "refused" ? "alert" : undefined }, verdict(file));
    if (written(file)) line.append(" ", make("a", { href: found.href, class: "import-see" }, word("see_batch")));
    if (found) line.append(" ", make("a", { href: `${URL_}/${file.id}/report`, class: "import-result", download: true }, word("result")));
    if (file.writes && found && found.counts.REVIEW) {
      line.append(" ", make("a", { href: "/review" }, word("see_held", { n: count(found.counts.REVIEW) })));
    }
    const parts = [line];
    if (!written(file)) parts.push(choices(file));
    parts.push(...window.onemap.importColumns.parts(file, { make, word, ask, said, change }));
    if (found) parts.push(...window.onemap.importRows.parts(file, { make, word, count, ask, said }));
    return parts;
  }

  function choices(file) {
    const kind = select("kind", file.found || file.kind ? said.kinds : [["", word("by_columns")], ...said.kinds], file.kind);
    const datum = select("datum", [["", word("no_datum")], ...said.datums], file.datum);
    if (file.needsDatum) datum.classList.add("is-wanted");
    const look = () => change(file, "run", { kind: value(kind), datum: value(datum) });
    for (const each of [kind, datum]) each.querySelector("select").addEventListener("change", look);
    const enters = file.state === "done" ? file.found.enters : 0;
    const held = file.state === "done" ? file.found.waits : 0;
    const writes = enters + held > 0;
    const writing = enters ? word("write_many", { n: count(enters) }) : word("hold_many", { n: count(held) });
    const write = () => change(file, "run", { kind: file.kind, datum: file.datum, write: "yes" });
    return make(
      "div",
      { class: "import-choices" },
      kind,
      datum,
      writes ? null : make("button", { type: "button", class: "button import-look", onclick: look }, word("look")),
      writes ? make("button", { type: "button", class: "button primary import-write", onclick: write }, writing) : null,
    );
  }

  const value = (label) => label.querySelector("select").value;

  function select(key, options, chosen) {
    const list = make("select", { class: `import-select import-${key}` }, options.map(([name, text]) => make("option", { value: name, selected: name === chosen }, text)));
    return make("label", { class: "import-field" }, make("span", {}, word(key)), list);
  }

  async function change(file, what, fields) {
    const told = await post(`/${file.id}/${what}`, fields);
    if (told) show(told);
    watch();
  }

  async function putAway(file) {
    if (!(await ask(`/${file.id}`, { method: "DELETE" }))) return;
    cards.get(file.id).element.remove();
    cards.delete(file.id);
    box.querySelector(".import-drop button").focus();
  }

  /** Look again and again while something runs. */
  function watch() {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const here = box;
      for (const { file } of [...cards.values()].filter((card) => !over(card.file))) {
        const told = await ask(`/${file.id}`);
        if (box !== here) return;
        if (told && cards.has(file.id)) show(told);
      }
      if (box.isConnected && [...cards.values()].some((card) => !over(card.file))) watch();
    }, OFTEN);
  }

  /* ---------- the batches ---------- */

  async function batches(known) {
    const told = known || (await ask("")) || { batches: [] };
    gone = new Set(told.batches.filter((one) => one.taken_back).map((one) => one.batch));
    for (const card of cards.values()) if (card.file.found && gone.has(card.file.found.batch)) draw(card, card.file);
    const parts = window.onemap.importBatches.parts(told.batches, { make, word, count, said, post, again: batches });
    box.querySelector(".import-batches").replaceChildren(...parts);
  }

  /* ---------- the page comes ---------- */

  function imports(told) {
    if (told) begin(told);
    return window.dash_clientside.no_update;
  }

  async function begin(told) {
    said = told;
    box = document.getElementById("import-page");
    cards = new Map();
    box.replaceChildren(dropzone(), make("div", { class: "import-files" }), make("section", { class: "card import-batches" }));
    const here = box;
    const found = await ask("");
    if (!found || box !== here) return;
    found.files.forEach((file) => show(file));
    batches(found);
    box.querySelector(".import-files").before(...window.onemap.importBroken.lines(found.broken, { make, word, ask }));
    watch();
  }

  window.dash_clientside.onemap.imports = imports;
})();
