// Values as tables: a tensor is a grid of colored numbers, what differs is framed and hatched.
import { diverging, rgb } from "../../views/kit/canvas/colors.js";
import { element } from "../../views/kit/elements.js";
import { number } from "../../views/kit/numbers.js";

const flat = (numbers) => (Array.isArray(numbers) ? numbers.flatMap(flat) : [numbers]);
const finite = (x) => typeof x === "number" && Number.isFinite(x);
export const shapeOf = ({ shape, dtype }) =>
  `(${shape.join(", ")}${shape.length === 1 ? "," : ""}) ${dtype}`;

// The slices of a tensor: [place, rows, wrong], rows being a list of lists of numbers.
export function slices(numbers, wrong, shape, place = []) {
  if (shape.length > 2) {
    return numbers.flatMap((part, i) => slices(part, wrong?.[i], shape.slice(1), [...place, i]));
  }
  if (shape.length === 2) return [[place, numbers, wrong]];
  const asRows = (values) => (shape.length ? [values] : [[values]]);
  return [[place, asRows(numbers), wrong === undefined ? undefined : asRows(wrong)]];
}

// Blue is negative, orange positive, zero neutral, as everywhere; the reach is that of both sides.
export function reachOf(...values) {
  return Math.max(
    1e-9,
    ...values.flatMap((value) =>
      value?.numbers === undefined ? [] : flat(value.numbers).filter(finite).map(Math.abs),
    ),
  );
}

// Relative luminance (WCAG 2.2).
const luminance = (colors) =>
  colors
    .map((c) => c / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);

function written(x) {
  if (typeof x === "boolean") return x ? "True" : "False"; // as Python writes them
  return finite(x) ? number(x, 4) : String(x);
}

function level(x, reach) {
  if (x === true) return 0.5;
  return finite(x) ? x / reach : 0;
}

function cell(x, bad, other, reach, say) {
  const shown = written(x);
  const node = element(bad ? "td.wrong" : "td", { text: shown });
  const colors = diverging(level(x, reach));
  node.style.backgroundColor = rgb(colors);
  node.style.color = luminance(colors) < 0.179 ? "#fff" : "#000"; // whichever stands out more
  if (bad) node.append(element("span.gd-hidden", { text: ` ${say.differs}` }));
  if (other !== undefined) {
    node.title = `${shown}${bad ? ` ≠ ${finite(other) ? number(other, 4) : other}` : ""}`;
  }
  return node;
}

function tables(value, other, reach, say) {
  const mine = slices(value.numbers, value.wrong, value.shape);
  const theirs =
    other?.numbers !== undefined && other.shape.join() === value.shape.join()
      ? slices(other.numbers, undefined, other.shape)
      : [];
  return mine.map(([place, rows, wrong], s) =>
    element(
      "figure",
      {},
      ...(place.length ? [element("figcaption", { text: `[${place.join(", ")}]` })] : []),
      element(
        "table",
        {},
        element(
          "tbody",
          {},
          ...rows.map((row, i) =>
            element(
              "tr",
              {},
              ...row.map((x, j) =>
                cell(x, Boolean(wrong?.[i]?.[j]), theirs[s]?.[1][i][j], reach, say),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

// One value under its title; tensors with shape and dtype before the numbers.
export function drawValue(title, value, { other, reach = reachOf(value, other), say, kind = "" }) {
  const head = element("p.value-head", {}, element("strong", { text: title }));
  if (value.kind === "tensor") {
    const differs = other?.kind === "tensor" && shapeOf(other) !== shapeOf(value);
    head.append(
      " ",
      element(differs ? "span.value-shape.wrong" : "span.value-shape", { text: shapeOf(value) }),
    );
  }
  const drawn =
    value.numbers === undefined || flat(value.numbers).length === 0
      ? [element("pre", { text: value.text, tabindex: "0" })]
      : tables(value, other, reach, say);
  return element(
    `div.value${kind ? `.${kind}` : ""}`,
    {},
    head,
    element(
      "div.value-body",
      drawn.length > 1 || value.numbers !== undefined
        ? { tabindex: "0", role: "group", "aria-label": title }
        : {},
      ...drawn,
    ),
  );
}
