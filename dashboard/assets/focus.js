/* Where the keyboard is. A part that is drawn anew, or goes, takes the focus with it: it is then set where the reader
   would look for it. A panel that opens beside the page takes the focus, and gives it back when it closes. */
(function () {
  "use strict";

  const PANELS = ["drawer", "mantine-Drawer-content"];
  const REACHED = "a[href], button:not([disabled]), summary, input:not([disabled]), select, textarea, [tabindex='0']";
  const ITSELF = ".ag-root-wrapper, .maplibregl-map"; // these look after their own focus while they stand
  const content = () => document.getElementById("content");
  const set = (element) => element.focus({ preventScroll: true });

  /* ---------- what was drawn anew ---------- */

  const openers = new Map(); // what opened each panel that is open
  let last = null; // what has the focus: itself, and how to find it again

  const looks = (element) => element.getAttribute("class") || "";
  const signature = (element) => [element.tagName, element.id, JSON.stringify({ ...element.dataset }), element.getAttribute("href")].join();
  const seen = (element) => element.checkVisibility({ visibilityProperty: true, checkVisibilityCSS: true });
  const within = (region) => [...region.querySelectorAll(REACHED)].filter(seen);

  function remember(element) {
    const region = element.parentElement?.closest("[id]");
    return {
      element,
      region: region?.id,
      signature: signature(element),
      kind: looks(element),
      place: region ? [...region.getElementsByClassName(looks(element))].indexOf(element) : -1,
      holder: element.closest(ITSELF),
      panel: element.closest(PANELS.map((name) => `.${name}`).join()),
    };
  }

  /** The same again; or what has moved into its place; or the first of its kind; or the page. */
  function again({ region, signature: wanted, kind, place }) {
    const here = region && document.getElementById(region);
    if (!here) return content();
    const all = within(here);
    const alike = all.filter((each) => kind && looks(each) === kind);
    return all.find((each) => signature(each) === wanted) || alike[Math.min(place, alike.length - 1)] || all[0] || content();
  }

  function restore() {
    if (!last || last.element.isConnected || document.activeElement !== document.body) return;
    if (last.holder?.isConnected) return;
    if (openers.has(last.panel) && !last.panel.offsetWidth) return; // it closes, and will give the focus back
    set(again(last));
  }

  document.addEventListener("focusin", ({ target }) => {
    last = target === content() ? null : remember(target);
  });
  document.addEventListener("focusout", ({ target }) => {
    queueMicrotask(() => {
      if (target.isConnected && last?.element === target) last = null; // the reader went elsewhere
    });
  });

  /* ---------- panels ---------- */

  const sizes = new ResizeObserver((all) => all.forEach(({ target }) => (target.offsetWidth ? opened(target) : closed(target))));
  const watched = new WeakSet();

  function opened(panel) {
    cover(panel, true);
    if (openers.has(panel)) return;
    const from = document.activeElement;
    openers.set(panel, from && from !== document.body ? remember(from) : null);
    if (!openers.get(panel) || from.closest(ITSELF) || panel.contains(from)) return;
    panel.tabIndex = -1;
    set(panel);
  }

  function closed(panel) {
    cover(panel, false);
    const opener = openers.get(panel);
    openers.delete(panel);
    const lost = document.activeElement === document.body || panel.contains(document.activeElement);
    if (!opener || !lost) return;
    set(opener.element.isConnected && seen(opener.element) ? opener.element : again(opener));
  }

  /** What lies under an open panel is out of reach, as it is out of sight. */
  function cover(panel, covers) {
    const whole = panel.offsetWidth > 0.9 * window.innerWidth;
    const below = panel.id === "map-drawer" ? document.querySelectorAll(whole ? ".figures, .filters, .sheet-tabs" : ".figures") : whole ? [content()] : [];
    document.querySelectorAll("#content[inert], #content [inert]").forEach((each) => (each.inert = false));
    if (covers) below.forEach((each) => (each.inert = true));
  }

  new MutationObserver(() => {
    restore();
    for (const panel of PANELS.flatMap((name) => [...document.getElementsByClassName(name)])) {
      if (watched.has(panel)) continue;
      watched.add(panel);
      sizes.observe(panel);
    }
    for (const panel of openers.keys()) if (!panel.isConnected) closed(panel);
  }).observe(document, { childList: true, subtree: true });

  /* ---------- keys ---------- */

  document.addEventListener("click", ({ target }) => {
    const skip = target.closest(".skip-link");
    if (skip) (document.querySelector(skip.dataset.skip) || content()).focus();
  });

  /** The form of a drawer is gone round by Tab, and left by Esc or its buttons. */
  document.addEventListener("keydown", (event) => {
    const form = event.key === "Tab" && event.target.closest(".mantine-Drawer-content");
    if (!form) return;
    const all = within(form);
    const [edge, other] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
    if (event.target !== edge && !(event.shiftKey && event.target === form)) return;
    event.preventDefault();
    other.focus();
  });

  /** A card on the map folds away by Esc. */
  document.addEventListener("keydown", (event) => {
    const card = event.key === "Escape" && event.target.closest(".map-card[open]");
    const title = card && card.querySelector("summary");
    if (!title || !title.offsetHeight) return;
    card.open = false;
    title.focus();
    event.stopImmediatePropagation();
  });
})();
