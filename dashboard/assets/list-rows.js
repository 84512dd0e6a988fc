/* One long list: the grid asks for blocks of rows under the pin of its first block, each after the last row of the one
   before, so that what others change moves nothing. The address is the truth of the filter. */
(function () {
  "use strict";

  const { setProps } = window.onemap;
  const GRID = "list-grid";
  const AGAIN_MS = 2000;
  const SOON_MS = 50; // the grid is drawn in its own time
  const SEEN = 20;

  let list = null; // the list of this visit
  const noUpdate = () => window.dash_clientside.no_update;
  const wait = (ms) => new Promise((done) => window.setTimeout(done, ms));

  /* ---------- words and parts of the page ---------- */

  const word = (key, values = {}) => list.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  const number = (n) => n.toLocaleString("en-US");
  const part = (selector) => list.root.querySelector(selector);

  /** One of empty, nothing and refused over the grid, or none. */
  function state(name, words) {
    for (const each of list.root.querySelectorAll("[data-state]")) each.hidden = each.dataset.state !== name;
    if (words) part(`[data-state="${name}"] p`).textContent = words;
  }

  function showCount() {
    const { total, asOf, root } = list;
    part(".list-count").textContent = `${word("count", { n: number(total) })} · ${word("as_of", { day: asOf })}`;
    state(total ? "" : list.query ? "empty" : "nothing");
    root.classList.toggle("is-empty", !total);
    window.onemap.list.showPicked();
  }

  function showNews(news) {
    const [added, gone, changed] = news || [0, 0, 0];
    const told = [
      ["news_added", added],
      ["news_gone", gone],
      ["news_changed", changed],
    ].filter(([, n]) => n);
    part(".list-news").hidden = !told.length;
    const what = told.map(([key, n]) => word(key, { n: number(n) })).join(word("comma"));
    part(".list-news-words").textContent = told.length ? word("news", { what }) : "";
  }

  const offline = (off) => (part(".list-offline").hidden = !off);

  /* ---------- asking ---------- */

  function address(mine, what, values) {
    const query = new URLSearchParams({ f: mine.query });
    for (const [key, value] of Object.entries({ ...order(mine), pin: mine.pin, ...values })) {
      if (value !== "" && value !== undefined) query.set(key, value);
    }
    return `/api/v1/lists/${mine.key}/${what}?${query}`;
  }

  function order(mine) {
    const sorted = mine.api.getColumnState().find((column) => column.sort);
    return sorted ? { sort: sorted.colId, desc: sorted.sort === "desc" ? "1" : "0" } : {};
  }

  /** The answer, however long the connection is away; null when nobody waits for it any more, or it was refused. */
  async function ask(mine, what, values, current) {
    for (;;) {
      let answer;
      try {
        answer = await fetch(address(mine, what, values));
      } catch {
        if (!current()) return null;
        offline(true);
        await wait(AGAIN_MS);
        continue;
      }
      if (!current()) return null;
      offline(false);
      if (answer.ok) return answer.json();
      state("refused", await answer.text());
      return null;
    }
  }

  function source(mine) {
    const current = () => list === mine && mine.source === token && mine.root.isConnected;
    const token = { getRows: (params) => rows(mine, params, current) };
    return (mine.source = token);
  }

  async function rows(mine, params, current) {
    const { startRow, endRow } = params;
    const sorted = JSON.stringify(order(mine));
    if (sorted !== mine.sorted) afresh(mine, sorted);
    if (!mine.pin && mine.first) await mine.first;
    const asked = ask(mine, "rows", { start: startRow, count: endRow - startRow, after: mine.ids.get(startRow - 1) }, current);
    mine.first ||= asked;
    const got = await asked;
    if (!got || !current()) return params.fail();
    Object.assign(mine, { pin: got.pin, total: got.total, asOf: got.as_of });
    got.rows.forEach((row, place) => mine.ids.set(startRow + place, row.id));
    params.success(got.rows, got.total);
    remember();
    showCount();
    showNews(got.news);
  }

  /** AG Grid calls its two answers by their own names. */
  const adapted = (token) => ({
    getRows: (params) =>
      token.getRows({
        startRow: params.startRow,
        endRow: params.endRow,
        success: (found, total) => params.successCallback(found, total),
        fail: () => params.failCallback(),
      }),
  });

  /** Nothing is known of the rows any more; ``last`` was the row that was ticked last. */
  const afresh = (mine, sorted) => Object.assign(mine, { sorted, pin: "", ids: new Map(), first: null, last: undefined });

  /** Another filter, or the newest order: from the top, or with one of ``keep`` where it can be seen. */
  async function open(mine, keep = []) {
    afresh(mine, JSON.stringify(order(mine)));
    const token = source(mine);
    if (!keep.length) {
      mine.api.setGridOption("datasource", adapted(token));
      return mine.api.ensureIndexVisible(0, "top");
    }
    const current = () => list === mine && mine.source === token && mine.root.isConnected;
    const got = await ask(mine, "rows", { start: 0, count: 1, keep: keep.join(",") }, current);
    if (!got) return;
    mine.pin = got.pin;
    mine.api.setGridOption("datasource", adapted(token));
    if (!got.place) return;
    mine.api.setRowCount(got.total, true);
    mine.api.ensureIndexVisible(got.place, "top");
  }

  /** What the rows of the positions ``low`` to ``high`` are called, loaded or not; none when nobody waits any more. */
  async function idsOf(mine, low, high) {
    const held = Array.from({ length: high - low + 1 }, (_, place) => mine.ids.get(low + place));
    if (held.every(Boolean)) return held;
    const { pin } = mine;
    const current = () => list === mine && mine.pin === pin && mine.root.isConnected;
    const got = await ask(mine, "ids", { start: low, count: held.length }, current);
    return got ? got.ids : [];
  }

  /* ---------- the page's life ---------- */

  const filterText = (search) => new URLSearchParams(search || "").toString();

  /** Dash calls this with every change of the address, and when the page is first drawn. */
  async function showList(search) {
    const root = document.querySelector("[data-list]");
    if (!root) return noUpdate();
    const query = filterText(search);
    if (!list || list.root !== root) await begin(root, query);
    else if (window.location.pathname !== list.path) return noUpdate(); // the reader is on the way to another page
    else if (query !== list.query) {
      list.query = query;
      if (!list.api) return noUpdate(); // the first rows will be those of this filter
      window.onemap.list.unpick();
      open(list);
    }
    return noUpdate();
  }

  async function begin(root, query) {
    const told = JSON.parse(root.dataset.list);
    list = { root, query, path: window.location.pathname, ...told, total: 0, asOf: "", picked: { all: false, ids: new Set() } };
    const mine = list;
    // Once the grid is ready it gets a source of rows of its own, which ours must take the place of and not be taken by.
    const ready = () => root.querySelector(".ag-header-cell") && window.dash_ag_grid.getApi(GRID).getGridOption("datasource");
    while (!ready()) {
      await wait(SOON_MS);
      if (list !== mine || !root.isConnected) return;
    }
    mine.api = window.dash_ag_grid.getApi(GRID);
    window.onemap.list.restoreColumns();
    mine.api.addEventListener("bodyScrollEnd", remember);
    mine.api.addEventListener("cellKeyDown", window.onemap.list.pressed);
    await open(mine, remembered(mine));
  }

  /** News: the same rows once more, where they are. */
  function renewList(_change) {
    if (list && list.source && list.root.isConnected) list.api.refreshInfiniteCache();
    return noUpdate();
  }

  /* ---------- where the reader was, for the way back from a page of one row ---------- */

  const store = (mine) => `onemap-list-${mine.key}`;

  function seen() {
    const first = Math.floor(list.api.getVerticalPixelRange().top / list.api.getGridOption("rowHeight"));
    const ids = Array.from({ length: SEEN }, (_, place) => list.ids.get(first + place));
    return first > 0 ? ids.filter(Boolean) : [];
  }

  function remember() {
    if (!list.root.isConnected) return;
    window.sessionStorage.setItem(store(list), JSON.stringify({ query: list.query, ids: seen() }));
  }

  function remembered(mine) {
    const held = JSON.parse(window.sessionStorage.getItem(store(mine)) || "{}");
    return held.query === mine.query && Array.isArray(held.ids) ? held.ids : [];
  }

  /** The page of a hazard knows the list it is opened from, for the way back, the one before and the one after. */
  function pageOf(row) {
    if (list.key !== "hazards") return row.href;
    return `${row.href}?${new URLSearchParams({ list: list.query || "all", ...order(list) })}`;
  }

  function go(href) {
    window.onemap.address.visit(href);
    window.scrollTo(0, 0);
  }

  Object.assign(window.onemap, {
    showList,
    renewList,
    list: {
      current: () => list,
      keyword: () => (list ? new URLSearchParams(list.query).get("q") || "" : ""),
      renew: () => open(list, seen()),
      order,
      idsOf,
      word,
      number,
      part,
      go,
      pageOf,
    },
  });
})();
