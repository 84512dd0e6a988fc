/* The measuring tool: a line of clicks has a length; a click on its first point closes it to a ring with an area. */
(function () {
  "use strict";

  const { draw, geodesy, tools } = window.onemap;
  const { element, words } = draw;
  const MOST = 200;
  const MU = 2000 / 3; // square metres of one 亩
  let result = null; // {points, closed}

  const number = (value, digits) =>
    value.toLocaleString("zh-CN", { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: true });

  function lengthWords(metres) {
    return metres < 1000 ? words("metres", { n: number(metres, metres < 100 ? 1 : 0) }) : words("kilometres", { n: number(metres / 1000, 2) });
  }

  function areaWords(square) {
    const plain = square < 100000 ? words("square_metres", { n: number(square, 0) }) : words("square_kilometres", { n: number(square / 1e6, 2) });
    return words("area_and_mu", { area: plain, mu: number(square / MU, square < 100 * MU ? 1 : 0) });
  }

  const ringLength = (points) => geodesy.length([...points, points[0]]);

  function middle(points) {
    const sum = points.reduce(([x, y], [lon, lat]) => [x + lon, y + lat], [0, 0]);
    return sum.map((each) => each / points.length);
  }

  function lineShapes(points) {
    const label = { form: "text", at: points.at(-1), text: lengthWords(geodesy.length(points)), look: "is-measure" };
    return [{ form: "line", points, look: "is-measure" }, label];
  }

  function ringShapes(points) {
    const label = { form: "text", at: middle(points), text: areaWords(geodesy.area(points)), look: "is-measure", lift: -4 };
    return [{ form: "ring", points, look: "is-measure" }, label];
  }

  function sketch(points, pointer) {
    const all = pointer ? [...points, pointer] : points;
    const marks = window.onemap.selection.dots(points);
    return all.length < 2 ? marks : [...lineShapes(all), ...marks];
  }

  function said() {
    const { points, closed } = result;
    if (!closed) return words("length_is", { length: lengthWords(geodesy.length(points)) });
    return words("area_is", { area: areaWords(geodesy.area(points)), length: lengthWords(ringLength(points)) });
  }

  function show() {
    document.querySelector(".measure-card")?.remove();
    const { points, closed } = result ?? {};
    draw.sheet.set("measure", result ? [...(closed ? ringShapes(points) : lineShapes(points)), ...window.onemap.selection.dots(points)] : []);
    if (!result) return;
    const button = (key, onclick) => element("button", { type: "button", class: "pen-button", onclick }, words(key));
    const card = element(
      "div",
      { class: "pen-bar measure-card" },
      element("span", { role: "status" }, said()),
      button("copy", () => window.onemap.copy(said())),
      button("measure_again", begin),
      button("close", clear),
    );
    draw.board().box.append(card);
  }

  function clear() {
    result = null;
    show();
  }

  function begin() {
    clear();
    const done = (points, closed) => {
      result = { points, closed };
      show();
    };
    draw.begin({ key: "measure", hint: "hint_measure", fewest: 2, most: MOST, closes: "maybe", keeps: true, sketch, done });
  }

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !result || draw.task() || draw.typing(event.target)) return;
    event.stopImmediatePropagation();
    clear();
  });

  tools.add({ leave: () => (result = null) });
  window.onemap.measure = { begin };
})();
