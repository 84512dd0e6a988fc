/* What can be done with a list: choose rows, copy, export and find them on the map; choose columns and keep them. */
(function () {
  "use strict";

  const tools = window.onemap.list;
  const { word, number, part } = tools;
  const { notify } = window.onemap;
  const list = tools.current;
  const FIXED = ["tick", "card", "action"];
  const phone = window.matchMedia("(max-width: 700px)");
  const tablet = window.matchMedia("(max-width: 900px)");

  /* ---------- choosing rows: none but some, or all of the filter but some ---------- */

  const isPicked = (id) => list().picked.all !== list().picked.ids.has(id);

  function count() {
    const { picked, total } = list();
    return picked.all ? total - picked.ids.size : picked.ids.size;
  }

  const pickedAll = () => {
    const n = list() ? count() : 0;
    return { all: n > 0 && n === list().total, some: n > 0 && n < list().total };
  };

  function set(id, on) {
    const { picked } = list();
    if (on === picked.all) picked.ids.delete(id);
    else picked.ids.add(id);
  }

  /** One row, or all from the row ticked before to this one. */
  async function toggle({ data, rowIndex }, range) {
    const mine = list();
    const on = !isPicked(data.id);
    const from = range && mine.last !== undefined ? mine.last : rowIndex;
    const [low, high] = [Math.min(from, rowIndex), Math.max(from, rowIndex)];
    if (mine.picked.ids.size + high - low >= mine.most) return notify(word("error.too_many_chosen", { most: number(mine.most) }), "problem");
    mine.last = rowIndex;
    const ids = low === high ? [data.id] : await tools.idsOf(mine, low, high);
    if (mine !== list()) return undefined;
    ids.forEach((id) => set(id, on));
    return redraw();
  }

  function toggleAll() {
    list().picked = { all: !pickedAll().all, ids: new Set() };
    redraw();
  }

  function unpick() {
    list().picked = { all: false, ids: new Set() };
    redraw();
  }

  function redraw() {
    const { api } = list();
    const focused = api.getFocusedCell();
    api.redrawRows();
    api.refreshHeader();
    if (focused) api.setFocusedCell(focused.rowIndex, focused.column);
    showPicked();
  }

  function showPicked() {
    const n = count();
    const { picked, total, root } = list();
    root.classList.toggle("has-picked", n > 0);
    part(".list-picked").hidden = n === 0;
    part(".list-count").hidden = n > 0;
    const all = n === total && picked.all;
    part("[data-list-act=all]").hidden = n === total;
    part(".list-picked-count").textContent = word(all ? "picked_all" : "picked", { n: number(n) });
    const note = n ? word("export_picked", { n: number(n) }) : word("export_all", { n: number(total) });
    part(".export-note").textContent = note;
  }

  /* ---------- taking rows out ---------- */

  function said() {
    const mine = list();
    const { picked } = mine;
    const some = count() > 0;
    const ids = [...picked.ids];
    const choice = some ? JSON.stringify(picked.all ? { but: ids } : { only: ids }) : "";
    const shown = mine.api.getAllDisplayedColumns().map((column) => column.getColId());
    const columns = shown.filter((name) => !FIXED.includes(name)).join(",");
    return { f: mine.query, pin: mine.pin, ...tools.order(mine), columns, picked: choice };
  }

  /** What the server says of the rows that are chosen, or null after its refusal has been told. */
  async function fetched(what, values) {
    const body = new URLSearchParams({ ...said(), ...values });
    try {
      const answer = await fetch(`/api/v1/lists/${list().key}/${what}`, { method: "POST", body });
      if (answer.ok) return answer;
      notify(await answer.text(), "problem");
    } catch {
      notify(part(".list-offline").textContent, "problem");
    }
    return null;
  }

  async function save(kind) {
    const summary = part(".export-box > summary");
    const words = summary.textContent;
    if (summary.dataset.busy) return;
    summary.dataset.busy = "yes";
    summary.textContent = `${word("exporting")}…`;
    part(".export-box").open = false;
    const answer = await fetched("export", { kind });
    if (answer) {
      const name = decodeURIComponent(/filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition"))[1]);
      const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(await answer.blob()), download: name });
      link.click();
      window.setTimeout(() => URL.revokeObjectURL(link.href), 60000);
      notify(word("exported", { name }));
    }
    delete summary.dataset.busy;
    summary.textContent = words;
  }

  /** Without https a browser copies only right after a press: rows that came too late wait for the next one. */
  async function copy() {
    const mine = list();
    const [n, asked] = [number(count()), JSON.stringify(said())];
    if (mine.ready?.asked !== asked) {
      const answer = await fetched("export", { kind: "tsv" });
      if (!answer) return;
      mine.ready = { asked, text: await answer.text() };
    }
    const done = await window.onemap.toClipboard(mine.ready.text);
    if (done) delete mine.ready;
    notify(word(done ? "copied" : "copy_again", { n }), done ? "done" : "problem");
  }

  /* ---------- the map ---------- */

  /** The map under the same filter with these rows marked, as near as all of them can be seen. */
  function mapLink(rows) {
    const { query, key } = list();
    const lons = rows.map((row) => row.at[0]);
    const lats = rows.map((row) => row.at[1]);
    const middle = (values) => (Math.min(...values) + Math.max(...values)) / 2;
    const width = Math.max(Math.max(...lons) - Math.min(...lons), Math.max(...lats) - Math.min(...lats), 0.004);
    const zoom = Math.max(8, Math.min(15, Math.log2(360 / width) + 0.5)).toFixed(2);
    const place = `map=${zoom}/${middle(lats).toFixed(5)}/${middle(lons).toFixed(5)}`;
    const ids = rows.map((row) => encodeURIComponent(row.id)).join(",");
    return `/${query ? "?" + query : ""}#${place}&select=${key}:${ids}`;
  }

  async function showOnMap() {
    const mine = list();
    const { picked, query } = mine;
    if (picked.all && !picked.ids.size) return tools.go(`/${query ? "?" + query : ""}`);
    const answer = await fetched("places", {});
    const got = answer && (await answer.json());
    if (!got || mine !== list()) return undefined;
    if (!got.rows.length) return notify(word("none_on_map"), "problem");
    const unplaced = got.picked - got.placed;
    if (got.placed > got.rows.length) notify(word("some_on_map", { n: got.rows.length }));
    if (unplaced) notify(word("unplaced_on_map", { n: number(unplaced) }));
    return tools.go(mapLink(got.rows));
  }

  /* ---------- columns: chosen, ordered and sized by the reader, kept in this browser ---------- */

  const store = () => `onemap-columns-${list().key}`;
  const KEPT = ["columnVisible", "columnMoved", "columnResized", "sortChanged"];

  function restoreColumns() {
    const { api } = list();
    if (phone.matches) asCards();
    else {
      const held = JSON.parse(window.localStorage.getItem(store()) || "null");
      if (Array.isArray(held)) api.applyColumnState({ state: held, applyOrder: true });
      api.setColumnsPinned(["action"], tablet.matches ? null : "right"); // there the room is for what the rows say
    }
    fillSort();
    for (const event of KEPT) api.addEventListener(event, keep);
    api.addEventListener("sortChanged", fillSort);
  }

  function keep({ finished, source }) {
    if (phone.matches || finished === false || source === "api") return;
    window.localStorage.setItem(store(), JSON.stringify(list().api.getColumnState()));
  }

  function asCards() {
    const { api } = list();
    const columns = api.getColumnState().map(({ colId }) => colId);
    api.setColumnsVisible(columns.filter((name) => name !== "card" && name !== "tick"), false);
    api.setColumnsVisible(["card"], true);
    api.setColumnWidths([{ key: "tick", newWidth: 48 }]);
    api.setGridOption("rowHeight", 112);
    api.setGridOption("headerHeight", 0);
  }

  function fillColumns() {
    const { api } = list();
    const box = part(".column-list");
    const lines = api.getColumns().filter((column) => !FIXED.includes(column.getColId())).map((column) => {
      const label = document.createElement("label");
      const tick = Object.assign(document.createElement("input"), { type: "checkbox", checked: column.isVisible() });
      tick.disabled = column.getColDef().lockVisible === true;
      tick.onchange = () => {
        api.setColumnsVisible([column.getColId()], tick.checked);
        window.localStorage.setItem(store(), JSON.stringify(api.getColumnState()));
      };
      label.append(tick, column.getColDef().headerName);
      return label;
    });
    box.replaceChildren(...lines);
  }

  function restore() {
    window.localStorage.removeItem(store());
    list().api.resetColumnState();
    fillColumns();
  }

  /** Where there are no headings, on a phone, a list of orders stands for them. */
  function fillSort() {
    const { api } = list();
    const select = part(".list-sort");
    const now = tools.order(list());
    const options = api.getColumns().filter((column) => column.getColDef().sortable).flatMap((column) =>
      ["0", "1"].map((desc) => {
        const value = `${column.getColId()}.${desc}`;
        return new Option(`${column.getColDef().headerName} ${desc === "1" ? "↓" : "↑"}`, value, false, value === `${now.sort}.${now.desc}`);
      }),
    );
    select.replaceChildren(...options);
    select.onchange = () => {
      const [colId, desc] = select.value.split(".");
      api.applyColumnState({ state: [{ colId, sort: desc === "1" ? "desc" : "asc" }], defaultState: { sort: null } });
    };
  }

  /* ---------- keys and clicks ---------- */

  function pressed({ event, node, column, value }) {
    if (!node.data || event.target.closest("input,select,textarea")) return;
    const copying = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "c";
    if (event.key === "Enter") tools.go(tools.pageOf(node.data));
    else if (event.key === " ") toggle(node, event.shiftKey);
    else if (copying && count()) copy();
    else if (copying && column && value && !window.getSelection().toString()) {
      window.onemap.toClipboard(value).then((done) => done && notify(word("copied_cell", { text: value })));
    } else return;
    event.preventDefault();
  }

  const ACTS = { all: toggleAll, copy, map: showOnMap, unpick, renew: tools.renew, restore, xlsx: () => save("xlsx"), csv: () => save("csv") };

  document.addEventListener("click", (event) => {
    const control = event.target.closest("[data-list-act]");
    if (control && list()) ACTS[control.dataset.listAct]();
    for (const box of document.querySelectorAll("details.menu-box[open]")) {
      const inside = box.contains(event.target) || event.target.closest(".mantine-Popover-dropdown,[data-portal]");
      if (!inside) box.open = false;
    }
  });

  document.addEventListener("toggle", (event) => event.target.matches?.(".columns-box[open]") && fillColumns(), true);

  /** The filters, where they are folded away, are put away by a press elsewhere. */
  function foldBar(target) {
    const button = document.querySelector(".list-bar .fold-button[aria-expanded='true']");
    if (button && !target.closest?.(".list-bar, [data-portal]")) button.setAttribute("aria-expanded", "false");
  }
  document.addEventListener("pointerdown", ({ target }) => foldBar(target));

  // Before an open list of options hears of it: Escape closes that one alone.
  document.addEventListener("keydown", ({ key, target }) => {
    if (key !== "Escape" || target.closest?.("[data-expanded='true']")) return;
    foldBar(document);
    for (const box of document.querySelectorAll("details.menu-box[open]")) {
      box.open = false;
      box.querySelector("summary").focus();
    }
  }, true);

  Object.assign(tools, { isPicked, pickedAll, toggle, toggleAll, unpick, showPicked, mapLink, restoreColumns, pressed });
})();
