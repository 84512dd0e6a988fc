/* The page of data quality: its links stay on the page, and a pressed means is told to the server. */
(function () {
  "use strict";

  const PATH = "/quality";

  document.addEventListener("click", (event) => {
    const page = event.target.closest(".quality-page");
    if (!page) return;
    const link = event.target.closest("a[href]");
    const means = event.target.closest("[data-mend]");
    if (link && window.onemap.address.follow(event, link) && link.pathname === PATH) document.querySelector(".content").scrollTop = 0;
    if (means) {
      const { mend, finding, id, other } = means.dataset;
      window.onemap.setProps("quality-asked", { data: { mend, finding, id, other, at: Date.now() } });
    }
  });
})();
