/* The list of 督办事项: its filters stay on the page, and a pressed decision is told to the server. */
(function () {
  "use strict";

  document.addEventListener("click", (event) => {
    const page = event.target.closest("#actions-page");
    if (!page) return;
    const act = event.target.closest("[data-act]");
    const link = event.target.closest("a[href]");
    if (act) window.onemap.setProps("actions-asked", { data: { act: act.dataset.act, number: act.dataset.number, at: Date.now() } });
    else if (link) window.onemap.address.follow(event, link);
  });
})();
