// Cells of the hazard list, drawn by React so that whatever a person typed is text and never markup.
window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};

(function (cells) {
  const draw = (...parts) => window.React.createElement(...parts);

  // A left click without modifiers stays in the page, as dcc.Link does; everything else is left to the browser.
  const follow = (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    window.history.pushState({}, "", event.currentTarget.getAttribute("href"));
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  };

  // The page of a hazard knows the list it was opened from, for the way back and the next one.
  const inList = (href) => `${href}?list=${encodeURIComponent(window.location.search.slice(1) || "all")}`;

  cells.PageLink = ({ data, value }) =>
    data ? draw("a", { href: inList(data.href), className: "cell-link", onClick: follow, title: value }, value) : null;

  cells.RiskBadge = ({ value }) =>
    value
      ? draw(
          "span",
          { className: `risk-badge risk-${value.key}` },
          draw("span", { className: "risk-symbol" }),
          value.word,
        )
      : null;

  cells.Badge = ({ value }) => (value ? draw("span", { className: value.tone }, value.word) : null);
})(window.dashAgGridComponentFunctions);

// The grid keeps its columns and its place; only its rows are asked for again.
window.dash_clientside = Object.assign({}, window.dash_clientside, {
  onemapLedger: {
    // Another filter: other rows, from the top.
    refilter(_search, grid) {
      const api = window.dash_ag_grid && window.dash_ag_grid.getApi(grid);
      if (api) {
        api.ensureIndexVisible(0, "top");
        api.purgeInfiniteCache();
      }
      return window.dash_clientside.no_update;
    },

    // News: the same rows once more, where they are.
    renew(_change, grid) {
      const api = window.dash_ag_grid && window.dash_ag_grid.getApi(grid);
      if (api) api.refreshInfiniteCache();
      return window.dash_clientside.no_update;
    },
  },
});
