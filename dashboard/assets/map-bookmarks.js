/* Bookmarks: views and filters kept under a name, each with a short address to share; saved filters stand in the panel. */
(function () {
  "use strict";

  const onemap = window.onemap;
  const API = "/api/v1/bookmarks";
  const words = (key, values) => onemap.draw.words(key, values);
  const element = (...facts) => onemap.draw.element(...facts);
  let kept = [];
  let card = null;

  /** Ask the server; what it refuses it says in a sentence. */
  async function ask(method, path = "", form = null) {
    try {
      const answer = await fetch(API + path, { method, body: form && new URLSearchParams(form) });
      if (answer.ok) return answer.status === 204 ? {} : await answer.json();
      onemap.notify(await answer.text(), "problem");
    } catch (error) {
      console.warn("bookmarks", error.message);
      onemap.notify(words("bookmark_failed"), "problem");
    }
    return null;
  }

  async function load() {
    kept = (await ask("GET"))?.bookmarks ?? kept;
    showSaved();
    if (card) list();
  }

  const here = () => window.location.pathname + window.location.search + window.location.hash;
  const full = (path) => window.location.origin + path;

  /* ---------- the card ---------- */

  function toggle() {
    if (card) return close();
    const name = element("input", { type: "text", class: "bookmark-name", maxlength: 40, placeholder: words("bookmark_name"), "aria-label": words("bookmark_name") });
    const only = element("input", { type: "checkbox" });
    const form = element(
      "form",
      { class: "bookmark-form" },
      name,
      element("button", { type: "submit", class: "pen-button" }, words("bookmark_save")),
      element("label", { class: "bookmark-only" }, only, words("bookmark_only_filter")),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      save(name, only.checked);
    });
    card = element(
      "section",
      { class: "bookmark-card", "aria-label": words("bookmarks") },
      element("header", {}, element("strong", {}, words("bookmarks")), element("button", { type: "button", class: "drawer-close", "aria-label": words("close"), onclick: close }, "×")),
      form,
      element("ul", { class: "bookmark-list" }),
      element("button", { type: "button", class: "pen-button bookmark-link", onclick: () => onemap.copy(full(here())) }, words("bookmark_link")),
    );
    onemap.draw.board().box.append(card);
    list();
    load();
    name.focus({ preventScroll: true });
  }

  function close() {
    card?.remove();
    card = null;
    document.querySelector("[data-tool='bookmarks']")?.focus({ preventScroll: true });
  }

  async function save(field, only) {
    const made = await ask("POST", "", { name: field.value, kind: only ? "filter" : "view", address: here() });
    if (!made) return;
    field.value = "";
    onemap.notify(words("bookmark_saved", { text: made.name }));
    load();
  }

  function list() {
    const rows = kept.map(row);
    const none = element("li", { class: "quiet bookmark-none" }, words("bookmark_none"));
    card.querySelector(".bookmark-list").replaceChildren(...(rows.length ? rows : [none]));
  }

  function row(each) {
    const button = (key, press) =>
      element("button", { type: "button", class: "link-button", "aria-label": `${words(key)}：${each.name}`, onclick: press }, words(key));
    return element(
      "li",
      {},
      element("a", { href: each.href, class: "bookmark-open", title: each.name }, each.name),
      element("span", { class: "bookmark-kind" }, words(`kind_${each.kind}`)),
      element(
        "span",
        { class: "bookmark-acts" },
        button("bookmark_share", () => onemap.copy(full(each.short))),
        button("bookmark_rename", (event) => rename(event.target.closest("li"), each)),
        button("bookmark_delete", async () => (await ask("DELETE", `/${each.code}`)) && load()),
      ),
    );
  }

  /** The name becomes a field until Enter or Escape. */
  function rename(line, each) {
    const field = element("input", { type: "text", class: "bookmark-name", maxlength: 40, "aria-label": words("bookmark_new_name") });
    field.value = each.name;
    line.querySelector(".bookmark-open").replaceWith(field);
    field.select();
    field.addEventListener("keydown", async (event) => {
      if (event.key === "Escape") list();
      else if (event.key === "Enter") (await ask("PATCH", `/${each.code}`, { name: field.value })) && load();
      else return;
      event.stopPropagation();
    });
  }

  /* ---------- saved filters in the panel ---------- */

  function showSaved() {
    const slot = document.getElementById("map-saved");
    if (!slot) return;
    const filters = kept.filter((each) => each.kind === "filter");
    const entry = (each) =>
      element("button", { type: "button", class: "saved-filter", title: each.name, onclick: () => apply(each) }, each.name);
    slot.replaceChildren(
      ...(filters.length ? [element("h3", {}, words("saved_filters")), element("div", { class: "saved-filters" }, ...filters.map(entry))] : []),
    );
  }

  const apply = (each) => onemap.address.go(new URL(full(each.href)).searchParams);

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !card?.isConnected) return;
    event.stopImmediatePropagation();
    close();
  });

  onemap.tools.add({ begin: load, leave: () => (card = null) });
  onemap.bookmarks = { toggle };
})();
