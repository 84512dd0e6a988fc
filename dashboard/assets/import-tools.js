/* What the pages about imports have in common: making elements, and asking the server. */
(function () {
  "use strict";

  /** An element with properties and children; text is never read as HTML. */
  function make(tag, props = {}, ...children) {
    const element = document.createElement(tag);
    for (const [key, value] of Object.entries(props)) {
      if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
      else if (value !== undefined && value !== false) element.setAttribute(key, value === true ? "" : value);
    }
    element.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return element;
  }

  const complain = (message) => window.onemap.notify(message, "problem");

  /** A function that asks below `base`; what the server refuses is said in its own words, and answers null. */
  function asking(base, unreachable) {
    return async (path, options = {}) => {
      let answer;
      try {
        answer = await fetch(base + path, { headers: { Accept: "application/json" }, ...options });
      } catch {
        complain(unreachable());
        return null;
      }
      if (!answer.ok) {
        complain(await answer.text());
        return null;
      }
      return answer.status === 204 ? {} : answer.json();
    };
  }

  window.onemap = window.onemap || {};
  window.onemap.importTools = { make, complain, asking };
})();
