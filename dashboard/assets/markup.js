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

  function draw(box, tree) {
    if (last.get(box) === tree) return;
    last.set(box, tree);
    if (!roots.has(box)) roots.set(box, window.ReactDOM.createRoot(box));
    window.ReactDOM.flushSync(() => roots.get(box).render(window.React.createElement(window.React.Fragment, null, ...tree.map(element))));
  }

  /** The trees of all stores of the page, in the order of their ids; `onemap:markup` tells that they stand. */
  function drawMarkup(trees) {
    const [ids] = window.dash_clientside.callback_context.inputs_list;
    ids.forEach(({ id }, place) => {
      const box = document.getElementById(id.of);
      if (box && trees[place]) draw(box, trees[place]);
    });
    window.dispatchEvent(new Event("onemap:markup"));
  }

  Object.assign(window.onemap, { drawMarkup });
})();
