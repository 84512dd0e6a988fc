/* The list of 督办事项: its filters stay on the page, and a pressed decision is told to the server. */
(function () {
  "use strict";

  /** A plain click on a link needs no new document. */
  function follow(event, link) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    window.history.pushState({}, "", link.getAttribute("href"));
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

  document.addEventListener("click", (event) => {
    const page = event.target.closest("#actions-page");
    if (!page) return;
    const act = event.target.closest("[data-act]");
    const link = event.target.closest("a[href]");
    if (act) window.onemap.setProps("actions-asked", { data: { act: act.dataset.act, number: act.dataset.number, at: Date.now() } });
    else if (link) follow(event, link);
  });
})();
