/* Options of a list's filters: tick, sign of risk, name, and how many rows the option would show. */
window.dashMantineFunctions = window.dashMantineFunctions || {};

window.dashMantineFunctions.listOption = ({ option, checked }) => {
  const draw = (name, ...inside) => window.React.createElement("span", { className: name }, ...inside);
  const { label, sign, count } = option;
  return draw(
    `list-option${checked ? " is-checked" : ""}${count === 0 ? " is-none" : ""}`,
    draw("list-option-name", sign ? draw(`risk-badge ${sign}`, draw("risk-symbol"), label) : label),
    draw("list-option-count", count === undefined ? "" : count.toLocaleString("en-US")),
  );
};
