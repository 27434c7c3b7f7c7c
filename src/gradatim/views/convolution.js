// Convolution and pooling: image with window, window x kernel = products, map, pooled map.
import { view, split, square, inset, number, short, clamp, inside, INK, MUTED, PAPER, ACCENT } from "./kit.js";

const most = (values) => values.reduce((top, v) => Math.max(top, Math.abs(v)), 1e-6);

// A titled square sheet at the top of a box; returns its area and the size of one cell.
function sheet(pen, box, title, rows) {
  const s = pen.scale, body = inset(box, 0, 24 * s, 0, 0), area = square(body);
  area.x = body.x;
  area.y = body.y;
  pen.text(title, box.x, box.y + 11 * s, { size: 15, weight: 600, max: box.w });
  return { area, cell: area.w / rows };
}

function image(pen, p, box, ui) {
  const n = p.image.shape[0], { area, cell } = sheet(pen, box, p.padding ? ui.t("padded", n) : ui.t("image", n), n);
  pen.heat(p.image, n, n, area, { kind: "grey", low: 0, high: 1 });
  pen.rect(area, { stroke: "#7d8895" });
  if (p.padding) pen.rect(inset(area, p.padding * cell), { stroke: ACCENT, width: 2, dash: [5, 4] });
  const k = p.kernel.shape[0], [, , top, left] = p.place, frame = { x: area.x + left * cell, y: area.y + top * cell, w: k * cell, h: k * cell };
  pen.rect(frame, { stroke: PAPER, width: 6 });
  pen.rect(frame, { stroke: "#c2570c", width: 3.5 });
  ui.hot(area, { drag: (at) => go(p, ui, (at.y - area.y) / cell, (at.x - area.x) / cell, true), click: (at) => go(p, ui, (at.y - area.y) / cell, (at.x - area.x) / cell, true) });
  if (ui.hover && inside(area, ui.hover.x, ui.hover.y)) {
    const row = clamp(Math.floor((ui.hover.y - area.y) / cell), 0, n - 1), col = clamp(Math.floor((ui.hover.x - area.x) / cell), 0, n - 1);
    return [ui.t("pixel", row, col, number(p.image[row * n + col], 2))];
  }
  return null;
}

// Put the window's middle at a pixel, or take a place of the map itself.
function go(p, ui, row, col, ofImage) {
  const k = p.kernel.shape[0], [rows, cols] = p.map.shape, stride = ui.values.stride;
  const y = ofImage ? Math.floor((row - k / 2) / stride + 0.5) : Math.floor(row), x = ofImage ? Math.floor((col - k / 2) / stride + 0.5) : Math.floor(col);
  ui.act("go", [clamp(y, 0, rows - 1), clamp(x, 0, cols - 1)]);
}

function arithmetic(pen, p, box, ui) {
  const s = pen.scale, k = p.kernel.shape[0], wide = box.w > box.h * 1.6, side = wide ? Math.min((box.w - 130 * s) / 3, box.h - 26 * s) : Math.min(box.w, (box.h - 96 * s) / 3);
  const signs = ["×", "=", ""], names = ["window", "kernel", "products"], arrays = [p.window, p.kernel, p.products];
  let tip = null, x = box.x, y = box.y + 24 * s;
  names.forEach((name, i) => {
    const area = { x, y, w: side, h: side }, cell = side / k;
    pen.text(ui.t(name), x, y - 12 * s, { size: 15, weight: 600, max: side + 20 });
    pen.cells(arrays[i], k, k, area, { reach: i === 0 ? 1.6 : most(arrays[i]), kind: "diverging" });
    pen.rect(area, { stroke: i === 1 ? ACCENT : "#7d8895", width: i === 1 ? 3 : 1 });
    if (i === 1) {
      for (let c = 0; c < k * k; c++) {
        const spot = { x: x + (c % k) * cell, y: y + Math.floor(c / k) * cell, w: cell, h: cell };
        ui.hot(spot, { click: () => { ui.memory.cell = c; ui.repaint(); }, drag: (() => { let from = null; const before = p.kernel[c]; return (at) => { from ??= at.y; ui.act("cell", [c, clamp(before + Math.round((from - at.y) / 8) * 0.25, -20, 20)]); }; })() });
        if (ui.hover && inside(spot, ui.hover.x, ui.hover.y)) tip = [`${ui.t("kernel")} = ${number(p.kernel[c])}`, ui.t("drag")];
        if (ui.memory.cell === c && k * k > c) pen.rect(inset(spot, 2), { stroke: INK, width: 3 });
      }
    }
    if (wide) { pen.text(signs[i], x + side + 14 * s, y + side / 2, { size: 22, align: "center", weight: 700 }); x += side + 30 * s; } else y += side + 26 * s;
  });
  const at = wide ? [x - 26 * s, box.y + 24 * s + side / 2] : [box.x, y - 8 * s];
  pen.text(ui.t("sum"), at[0] + (wide ? 10 * s : 0), at[1] - (wide ? 22 * s : 0), { size: 14, colour: MUTED });
  pen.text(short(p.sum), at[0] + (wide ? 10 * s : 60 * s), at[1] + (wide ? 6 * s : 0), { size: 24, weight: 700, max: 84 * s });
  return tip;
}

function map(pen, p, box, ui) {
  const n = p.map.shape[0], { area, cell } = sheet(pen, box, ui.t("map", n), n), [y, x] = p.place, reach = most(p.map);
  pen.heat(p.map, n, n, area, { low: -reach, high: reach });
  const shownAll = p.step === 0 || p.step >= n * n;
  if (!shownAll) { // what the window has not reached yet stays pale
    pen.c.globalAlpha = 0.72;
    if (x < n - 1) pen.rect({ x: area.x + (x + 1) * cell, y: area.y + y * cell, w: (n - 1 - x) * cell, h: cell }, { fill: PAPER });
    if (y < n - 1) pen.rect({ x: area.x, y: area.y + (y + 1) * cell, w: area.w, h: (n - 1 - y) * cell }, { fill: PAPER });
    pen.c.globalAlpha = 1;
  }
  pen.rect(area, { stroke: "#7d8895" });
  pen.rect({ x: area.x + x * cell, y: area.y + y * cell, w: cell, h: cell }, { stroke: INK, width: 3 });
  ui.hot(area, { drag: (at) => go(p, ui, (at.y - area.y) / cell, (at.x - area.x) / cell, false), click: (at) => go(p, ui, (at.y - area.y) / cell, (at.x - area.x) / cell, false) });
  if (ui.hover && inside(area, ui.hover.x, ui.hover.y)) {
    const row = clamp(Math.floor((ui.hover.y - area.y) / cell), 0, n - 1), col = clamp(Math.floor((ui.hover.x - area.x) / cell), 0, n - 1);
    return [ui.t("value", row, col, number(p.map[row * n + col]))];
  }
  return null;
}

function pooled(pen, p, box, ui) {
  const n = p.pooled.shape[0], { area, cell } = sheet(pen, box, ui.t("pooled", n), n), reach = most(p.map);
  pen.heat(p.pooled, n, n, area, { low: -reach, high: reach });
  pen.rect(area, { stroke: "#7d8895" });
  const row = Math.floor(p.place[0] / p.pool_size), col = Math.floor(p.place[1] / p.pool_size);
  if (row < n && col < n) pen.rect({ x: area.x + col * cell, y: area.y + row * cell, w: cell, h: cell }, { stroke: INK, width: 3 });
  return area;
}

function change(p, ui, amount) {
  const c = ui.memory.cell;
  if (c === undefined || c >= p.kernel.length) return;
  ui.act("cell", [c, clamp(p.kernel[c] + amount, -20, 20)]);
}

export default view({
  keys: {
    ArrowUp: (p, ui) => change(p, ui, 0.25), ArrowDown: (p, ui) => change(p, ui, -0.25),
    k: (p, ui) => { ui.memory.cell = ((ui.memory.cell ?? -1) + 1) % p.kernel.length; ui.repaint(); },
  },
  draw(pen, p, box, ui) {
    const s = pen.scale, tall = box.h > box.w, v = ui.values, tips = [];
    let first, second, third, fourth, foot;
    if (tall) {
      const [a, b, c] = split(box, [44, 22, 34], 10, true);
      first = a; second = b;
      const [m, q] = split(c, [1, 1], 12, false);
      third = m; fourth = { ...q, h: q.h - 4 }; foot = null;
    } else {
      const [left, right] = split(box, [52, 48], 26 * s, false), [a, b] = split(left, [66, 34], 12 * s, true);
      const [c, d] = split(right, [58, 42], 12 * s, true);
      first = a; second = b; third = c; fourth = { ...d, w: d.w * 0.5 }; foot = { x: d.x + d.w * 0.5 + 14, y: d.y + 24 * s, w: d.w * 0.5 - 14, h: d.h };
    }
    tips.push(image(pen, p, first, ui), arithmetic(pen, p, second, ui), map(pen, p, third, ui));
    const area = pooled(pen, p, fourth, ui);
    if (foot) {
      const x = area.x + area.w + 18 * s, width = box.x + box.w - x;
      pen.text(ui.t("formula", p.side, v.padding, v.size, v.stride, number(p.exact, 4)), x, foot.y + 12 * s, { size: 15, weight: 600, max: width, colour: Number.isInteger(p.exact) ? INK : "#a3410a" });
      if (!Number.isInteger(p.exact)) pen.text(`→ ${p.map.shape[0]}  ${ui.t("floor")}`, x, foot.y + 36 * s, { size: 15, colour: "#a3410a", max: width });
      const words = ui.t("moved", Math.round(100 * p.moved)).split(": ");
      words.forEach((line, i) => pen.text(line, x, foot.y + (76 + 22 * i) * s, { size: 15, colour: i ? INK : MUTED, max: width }));
    }
    const tip = tips.find(Boolean);
    if (tip) pen.tip(ui.hover.x, ui.hover.y, tip, box);
  },
});
