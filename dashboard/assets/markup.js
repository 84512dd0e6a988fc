/* Trees of html components that come as data are drawn by React alone, see `dashboard/markup.py`: what is the same stays
   the same element, so focus, open folds and typed words stay. */
(function () {
  "use strict";

  const roots = new WeakMap(); // element -> React's root in it
  const last = new WeakMap(); // element -> the tree it shows

  function element(node) {
    if (node === null || typeof node !== "object") return node;
    const { children = null, ...props } = node.props;
    return window.React.createElement(node.type.toLowerCase(), props, ...[children].flat().map(element));
  }

  /** Whether this was the first tree of the element, which `onemap:drawn` tells from it too. */
  function draw(box, tree) {
    if (last.get(box) === tree) return false;
    const first = !roots.has(box);
    last.set(box, tree);
    if (first) roots.set(box, window.ReactDOM.createRoot(box));
    window.ReactDOM.flushSync(() => roots.get(box).render(window.React.createElement(window.React.Fragment, null, ...tree.map(element))));
    box.dispatchEvent(new CustomEvent("onemap:drawn", { bubbles: true, detail: { first } }));
    return first;
  }

  /** The trees of all stores of the page, in the order of their ids; `onemap:markup` tells of one that stands now. */
  function drawMarkup(trees) {
    const [ids] = window.dash_clientside.callback_context.inputs_list;
    const drawn = ids.map(({ id }, place) => {
      const box = document.getElementById(id.of);
      return Boolean(box && trees[place]) && draw(box, trees[place]);
    });
    if (drawn.includes(true)) window.dispatchEvent(new Event("onemap:markup"));
  }

  Object.assign(window.onemap, { drawMarkup });
})();
