/* The connection: news of changes while it stands; while it is lost, the page says so and keeps what it shows; when it is
   back, what was asked in vain is asked again. */
(function () {
  "use strict";

  const POLL_MS = 500;
  const HIDDEN_MS = 5000;
  const CALLBACK = "_dash-update-component";
  const PAGE = "content.children";
  const { setProps, say } = window.onemap;

  /* ---------- lost ---------- */

  const words = (key) => document.querySelector("header.top-bar").dataset[key];
  const clock = () => document.getElementById("updated"); // none before the page is there
  let lost = false;
  const vain = { address: false, page: false, library: false }; // what was asked while it was lost

  function lose() {
    clock()?.parentElement.classList.add("is-offline");
    if (lost) return;
    lost = true;
    if (clock()) say(words("offline"));
    window.dispatchEvent(new Event("onemap:lost"));
  }

  /** What a person did is told and left to that person; what the page asked by itself is asked again. */
  function unanswered({ output, changedPropIds }) {
    lose();
    if (changedPropIds.some((each) => each.endsWith(".n_clicks"))) window.onemap.notify(words("unsent"), "problem");
    else if (output.includes(PAGE)) vain.page = true;
    else vain.address = true;
  }

  const ask = window.fetch;
  window.fetch = async function (what, how) {
    try {
      return await ask.call(window, what, how);
    } catch (error) {
      if (error.name !== "AbortError" && String(what.url || what).includes(CALLBACK)) unanswered(JSON.parse(how.body));
      throw error;
    }
  };

  function find(news) {
    if (!lost) return;
    lost = false;
    if (vain.library && seldom()) return window.location.reload();
    if (!clock()) return;
    clock().parentElement.classList.remove("is-offline");
    say(words("found"));
    const { pathname, search } = window.location;
    if (vain.page) setProps("location", { pathname });
    else if (vain.address) {
      setProps("location", { search });
      setProps("change", { data: news.change });
    }
    Object.assign(vain, { address: false, page: false, library: false });
    window.dispatchEvent(new Event("onemap:found"));
  }

  /** A library that did not come is asked for by loading the page anew; once a minute, for it may never come. */
  function seldom() {
    const before = Number(window.sessionStorage.getItem("onemap-reloaded"));
    window.sessionStorage.setItem("onemap-reloaded", String(Date.now()));
    return Date.now() - before > 60000;
  }

  window.addEventListener(
    "error",
    ({ target }) => {
      if (target.tagName !== "SCRIPT") return;
      vain.library = true;
      lose();
    },
    true,
  );

  /* ---------- news: one small question twice a second, fewer from a tab that nobody sees ---------- */

  let newest = null;
  let nextLook;
  const heard = (change) => {
    newest = change;
  };

  async function listen() {
    try {
      const news = await (await fetch("/healthz", { cache: "no-store" })).json();
      if (clock()) Object.assign(clock(), { textContent: news.time, dateTime: news.now });
      find(news);
      window.dispatchEvent(new CustomEvent("onemap:news", { detail: news }));
      if (newest !== null && news.change !== newest) setProps("change", { data: news.change }); // pages listen to this
      newest = news.change;
    } catch (error) {
      console.warn("connection", error.message);
      lose();
    }
    window.clearTimeout(nextLook);
    nextLook = window.setTimeout(listen, document.hidden ? HIDDEN_MS : POLL_MS);
  }
  nextLook = window.setTimeout(listen, POLL_MS);
  document.addEventListener("visibilitychange", () => document.hidden || listen());

  Object.assign(window.onemap, { heard });
})();
