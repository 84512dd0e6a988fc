/* Who else looks at or fills in this record: a sign of life every second, with the news, shown as quiet chips. */
(function () {
  "use strict";

  const KEY = "onemap-browser";
  const BEAT_MS = 900;
  let beaten = -BEAT_MS;

  function browser() {
    let token = window.localStorage.getItem(KEY);
    if (!token) {
      token = [...window.crypto.getRandomValues(new Uint32Array(3))].map((part) => part.toString(36)).join("");
      window.localStorage.setItem(KEY, token);
    }
    return token;
  }

  const isOpen = (drawer) => drawer.offsetParent !== null || getComputedStyle(drawer).display !== "none";
  const editing = () => [...document.querySelectorAll(".mantine-Drawer-content")].some(isOpen);

  function body(place, doing) {
    const at = place.dataset.presence.indexOf(":");
    return new URLSearchParams({
      kind: place.dataset.presence.slice(0, at),
      id: place.dataset.presence.slice(at + 1),
      browser: browser(),
      doing,
    });
  }

  function show(place, others) {
    const chips = others.map(({ name, org, doing }) => {
      const chip = document.createElement("span");
      chip.className = `presence-chip is-${doing}`;
      chip.textContent = `${org ? `${name}（${org}）` : name} ${place.dataset[doing]}`;
      return chip;
    });
    place.replaceChildren(...chips);
  }

  async function beat() {
    const place = document.querySelector("[data-presence]");
    if (!place || document.hidden || performance.now() - beaten < BEAT_MS) return;
    beaten = performance.now();
    show(place, await othersAt(place));
  }

  /** Nobody is shown rather than who may have left: without an answer the top bar says that the connection is lost. */
  async function othersAt(place) {
    try {
      const answer = await fetch("/api/v1/presence", { method: "POST", body: body(place, editing() ? "editing" : "looking") });
      return answer.ok ? (await answer.json()).others : [];
    } catch {
      return [];
    }
  }

  window.addEventListener("onemap:news", beat);
  window.addEventListener("onemap:lost", () => document.querySelector("[data-presence]")?.replaceChildren());
  window.addEventListener("pagehide", () => {
    const place = document.querySelector("[data-presence]");
    if (place) navigator.sendBeacon("/api/v1/presence", body(place, "gone"));
  });
})();
