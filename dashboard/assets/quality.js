/* The page of data quality: its links stay on the page, and a pressed means is told to the server. */
(function () {
  "use strict";

  const PATH = "/quality";

  /** A plain click on a link to this page, or to a page of a record, needs no new document. */
  function follow(event, link) {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || link.hasAttribute("download")) return;
    event.preventDefault();
    window.history.pushState({}, "", link.getAttribute("href"));
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    if (link.pathname === PATH) document.querySelector(".content").scrollTop = 0;
  }

  document.addEventListener("click", (event) => {
    const page = event.target.closest(".quality-page");
    if (!page) return;
    const link = event.target.closest("a[href]");
    const means = event.target.closest("[data-mend]");
    if (link) follow(event, link);
    if (means) {
      const { mend, finding, id, other } = means.dataset;
      window.onemap.setProps("quality-asked", { data: { mend, finding, id, other, at: Date.now() } });
    }
  });
})();
