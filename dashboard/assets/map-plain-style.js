/* Values of a map style for browsers without WebGL2: the part of MapLibre's expressions that our styles use. What is not
   known here makes a layer undrawn, never wrong. */
(function () {
  "use strict";

  const OPERATORS = {
    literal: ([value]) => () => value,
    get: ([name]) => (each) => each.feature.properties[name],
    has: ([name]) => (each) => each.feature.properties[name] !== undefined,
    id: () => (each) => each.feature.id,
    zoom: () => (each) => each.zoom,
    "!": ([a]) => not(compiled(a)),
    all: (parts) => every(parts.map(compiled), true),
    any: (parts) => every(parts.map(compiled), false),
    "==": (parts) => two(parts, (a, b) => a === b),
    "!=": (parts) => two(parts, (a, b) => a !== b),
    ">": (parts) => two(parts, (a, b) => a > b),
    ">=": (parts) => two(parts, (a, b) => a >= b),
    "<": (parts) => two(parts, (a, b) => a < b),
    "<=": (parts) => two(parts, (a, b) => a <= b),
    in: (parts) => two(parts, (a, b) => b !== undefined && b.includes(a)),
    "+": (parts) => many(parts, (values) => values.reduce((a, b) => a + b)),
    "*": (parts) => many(parts, (values) => values.reduce((a, b) => a * b)),
    "-": (parts) => many(parts, (values) => (values.length === 1 ? -values[0] : values[0] - values[1])),
    "/": (parts) => two(parts, (a, b) => a / b),
    "^": (parts) => two(parts, (a, b) => a ** b),
    min: (parts) => many(parts, (values) => Math.min(...values)),
    max: (parts) => many(parts, (values) => Math.max(...values)),
    sqrt: (parts) => many(parts, ([value]) => Math.sqrt(value)),
    round: (parts) => many(parts, ([value]) => Math.round(value)),
    concat: (parts) => many(parts, (values) => values.map((value) => value ?? "").join("")),
    "to-string": (parts) => many(parts, ([value]) => String(value ?? "")),
    "to-number": (parts) => many(parts, ([value]) => Number(value)),
    coalesce: (parts) => many(parts, (values) => values.find((value) => value !== undefined && value !== null)),
    "number-format": ([value, options]) => {
      const number = compiled(value);
      const digits = { maximumFractionDigits: options["max-fraction-digits"], minimumFractionDigits: options["min-fraction-digits"] };
      return (each) => Number(number(each)).toLocaleString("zh-CN", digits);
    },
    case: (parts) => branches(pairs(parts.slice(0, -1)).map(([when, then]) => [compiled(when), compiled(then)]), compiled(parts.at(-1))),
    match: ([what, ...rest]) => {
      const value = compiled(what);
      const table = new Map(pairs(rest.slice(0, -1)).flatMap(([keys, then]) => [keys].flat().map((key) => [key, compiled(then)])));
      const otherwise = compiled(rest.at(-1));
      return (each) => (table.get(value(each)) || otherwise)(each);
    },
    step: ([what, first, ...rest]) => {
      const value = compiled(what);
      const stops = pairs(rest).map(([from, then]) => [from, compiled(then)]);
      const below = compiled(first);
      return (each) => (stops.findLast(([from]) => value(each) >= from)?.[1] || below)(each);
    },
    interpolate: ([kind, what, ...rest]) => {
      const value = compiled(what);
      const stops = pairs(rest).map(([at, then]) => [at, compiled(then)]);
      return (each) => between(kind, stops, value(each), each);
    },
  };

  const pairs = (parts) => parts.flatMap((part, at) => (at % 2 ? [] : [[part, parts[at + 1]]]));
  const not = (a) => (each) => !a(each);
  const every = (parts, all) => (each) => (all ? parts.every((part) => part(each)) : parts.some((part) => part(each)));

  function two([a, b], use) {
    const [first, second] = [compiled(a), compiled(b)];
    return (each) => use(first(each), second(each));
  }

  function many(parts, use) {
    const values = parts.map(compiled);
    return (each) => use(values.map((value) => value(each)));
  }

  function branches(cases, otherwise) {
    return (each) => (cases.find(([when]) => when(each))?.[1] || otherwise)(each);
  }

  function between(kind, stops, at, each) {
    const next = stops.findIndex(([stop]) => stop > at);
    if (next === 0) return stops[0][1](each);
    if (next < 0) return stops.at(-1)[1](each);
    const [[low, from], [high, to]] = [stops[next - 1], stops[next]];
    const base = kind[0] === "exponential" ? kind[1] : 1;
    const share = base === 1 ? (at - low) / (high - low) : (base ** (at - low) - 1) / (base ** (high - low) - 1);
    const [a, b] = [from(each), to(each)];
    return typeof a === "number" ? a + (b - a) * share : share < 0.5 ? a : b;
  }

  /** A function of `{feature, zoom}`; throws when the expression is not one of ours. */
  function compiled(expression) {
    if (!Array.isArray(expression) || typeof expression[0] !== "string") return () => expression;
    const [name, ...parts] = expression;
    if (!OPERATORS[name]) throw new Error(`expression ${name}`);
    return OPERATORS[name](parts);
  }

  const LISTS = new Set(["text-variable-anchor", "text-variable-anchor-offset", "line-dasharray", "text-font", "text-offset"]);

  /** A layer of a style with its filter and values as functions; null when it holds something unknown. */
  function readied(layer) {
    try {
      const values = {};
      for (const [name, value] of Object.entries({ ...layer.layout, ...layer.paint })) {
        values[name] = LISTS.has(name) ? () => value : compiled(value);
      }
      return { ...layer, values, passes: layer.filter ? compiled(layer.filter) : () => true };
    } catch (error) {
      console.warn("map", layer.id, error.message);
      return null;
    }
  }

  window.onemap.plainStyle = { compiled, readied };
})();
