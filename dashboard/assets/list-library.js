/* The library of the lists comes when the first list is drawn: a third of a megabyte that the map need not wait for.
   Until then its component stands in for itself, as every lazy component of Dash does. */
(function () {
  "use strict";

  const { createElement, lazy, Suspense } = window.React;

  /* One that does not come is never done: `connection.js` loads the page anew. */
  function fetched() {
    return new Promise((done) => {
      const script = document.createElement("script");
      script.src = document.documentElement.dataset.lists;
      script.onload = () => done(window.dash_ag_grid);
      document.head.append(script);
    });
  }

  /* The stand-in stays in its place afterwards: another type would draw the grid anew. */
  const Grid = lazy(async () => {
    const library = await fetched();
    window.dash_ag_grid = { ...library, AgGrid: StandIn };
    return { default: library.AgGrid };
  });
  function StandIn(props) {
    return createElement(Suspense, { fallback: null }, createElement(Grid, props));
  }
  window.dash_ag_grid = { AgGrid: StandIn };
})();
