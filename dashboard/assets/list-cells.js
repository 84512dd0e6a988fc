/* Cells of the lists, drawn by React so that whatever a person typed is text and never markup. */
window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {};
window.dashAgGridFunctions = window.dashAgGridFunctions || {};

(function (cells) {
  "use strict";

  const draw = (...parts) => window.React.createElement(...parts);
  const list = () => window.onemap.list;

  // A left click without modifiers stays in the page, as dcc.Link does; everything else is left to the browser.
  const follow = (event) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    list().go(event.currentTarget.getAttribute("href"));
  };

  /** The text with what was searched for marked, as nodes of text. */
  function marked(text) {
    const sought = list().keyword();
    const [where, what] = [text.toLowerCase(), sought.toLowerCase()];
    if (!what || where.length !== text.length || what.length !== sought.length) return text;
    const parts = [];
    let from = 0;
    for (let at = where.indexOf(what); at >= 0; at = where.indexOf(what, from)) {
      if (at > from) parts.push(text.slice(from, at));
      parts.push(draw("mark", { key: at }, text.slice(at, at + what.length)));
      from = at + what.length;
    }
    return parts.length ? [...parts, text.slice(from)] : text;
  }

  const risk = (key, words) =>
    draw("span", { className: `risk-badge risk-${key}` }, draw("span", { className: "risk-symbol" }), words);

  cells.RowLink = ({ data, value }) =>
    data ? draw("a", { href: list().pageOf(data), className: "cell-link", onClick: follow, tabIndex: -1 }, marked(value)) : null;

  cells.Hits = ({ data, value }) => (data ? draw("span", null, marked(value)) : null);

  cells.RiskBadge = ({ data, value }) => (data && data.marks.colour ? risk(data.marks.colour, value) : null);

  cells.Marked = ({ data, value, column }) =>
    data && value ? draw("span", { className: data.marks[column.getColId()] || "" }, value) : null;

  cells.Tick = ({ data, node }) => {
    if (!data) return null;
    const press = (event) => {
      event.stopPropagation();
      list().toggle(node, event.shiftKey);
    };
    const state = { checked: list().isPicked(data.id), readOnly: true, tabIndex: -1 };
    return draw(
      "label",
      { className: "tick", onClick: (event) => event.preventDefault() || press(event) },
      draw("input", { type: "checkbox", "aria-label": list().word("pick_row"), ...state }),
    );
  };

  cells.TickAll = () => {
    const { all, some } = list().pickedAll();
    const half = (input) => input && (input.indeterminate = some);
    return draw("input", {
      type: "checkbox",
      className: "tick-all",
      checked: all,
      readOnly: true,
      ref: half,
      title: list().word("pick_all"),
      "aria-label": list().word("pick_all"),
      onClick: () => list().toggleAll(),
    });
  };

  cells.Actions = ({ data }) => {
    if (!data) return null;
    const words = data.marks.open ? "open" : "view";
    const open = draw("a", { href: list().pageOf(data), className: "cell-link", onClick: follow, tabIndex: -1 }, list().word(words));
    const place = data.at && draw("a", { href: list().mapLink([data]), className: "cell-link", onClick: follow, tabIndex: -1 }, list().word("row_on_map"));
    return draw("span", { className: "row-actions" }, open, place);
  };

  /** All of a row in the width of a phone. */
  cells.Card = ({ data }) => {
    if (!data) return null;
    const { marks } = data;
    const badge = (name) => data[name] && draw("span", { className: marks[name] || "quiet", key: name }, data[name]);
    const signs = [marks.colour && risk(marks.colour, data.colour), ...["level", "state", "left", "kind"].map(badge)];
    return draw(
      "a",
      { href: list().pageOf(data), className: "list-card", onClick: follow },
      draw("strong", null, marked(data.subject || data.name)),
      draw("span", { className: "list-card-signs" }, ...signs),
      draw("span", { className: "list-card-text" }, marked(data.description || data.address)),
      draw("span", { className: "quiet" }, [data.town, data.deadline || data.sector].filter(Boolean).join(" · ")),
    );
  };

  window.dashAgGridFunctions.listRowClass = ({ data }) => (data && list().isPicked(data.id) ? "is-picked" : undefined);
})(window.dashAgGridComponentFunctions);
