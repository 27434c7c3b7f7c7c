// A value of a program: a tensor as a small table, colored by size and sign, the rest as text.
const numbers = new Intl.NumberFormat(document.documentElement.lang, {
  maximumSignificantDigits: 3,
  useGrouping: false,
});

export function element(tag, attributes, text = "") {
  const node = document.createElement(tag);
  Object.entries(attributes).forEach(([name, content]) => node.setAttribute(name, content));
  node.textContent = text;
  return node;
}

const written = (number) => (typeof number === "number" ? numbers.format(number) : number);

// A named value, as describe() of values.py tells it.
export function value(name, told, say) {
  const box = element("div", { class: "value" });
  const head = element("p", {});
  head.append(element("strong", {}, name));
  box.append(head);
  if (told.kind === "text") {
    head.append(` = ${told.text}`);
    return box;
  }
  if (told.kind === "items") {
    head.append(` (${told.size})`);
    told.items.forEach((item, i) => box.append(value(`${name}.${told.names[i]}`, item, say)));
    return box;
  }
  const shape = element("span", { class: "shape" }, ` (${told.shape.join(", ")}) ${told.dtype}`);
  head.append(shape);
  const hidden = part(told, say);
  if (hidden) head.append(element("small", {}, ` · ${hidden}`));
  box.append(table(told));
  return box;
}

// Which part of a large tensor the table shows.
function part({ shape, rows }, say) {
  if (!rows.length) return "";
  const [height, width] = [rows.length, rows[0].length];
  const outer = shape.slice(0, -2);
  const [all, across] = [shape.length < 2 ? 1 : shape[shape.length - 2], shape[shape.length - 1]];
  const cut = height < all || (across !== undefined && width < across);
  if (!cut && outer.every((n) => n === 1)) return "";
  const place = outer.length ? `[${outer.map(() => 0).join(", ")}]` : "";
  return cut ? `${say.part} ${place || `(${all}, ${across})`}` : place;
}

function table({ rows }) {
  const grid = element("div", { class: "numbers" });
  const finite = rows.flat().filter((n) => typeof n === "number");
  const most = Math.max(...finite.map(Math.abs), 1e-12);
  if (!rows.length) return grid;
  grid.style.gridTemplateColumns = `repeat(${rows[0].length}, auto)`;
  for (const number of rows.flat()) {
    const cell = element("span", {}, written(number));
    if (typeof number === "number") {
      const strength = (0.42 * Math.abs(number)) / most;
      cell.style.background =
        number < 0 ? `rgba(224, 130, 20, ${strength})` : `rgba(42, 125, 225, ${strength})`;
    }
    grid.append(cell);
  }
  return grid;
}
