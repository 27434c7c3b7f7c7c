// Convolution and pooling: image with window, window x kernel = products, map, pooled map.
import { inset, split } from "../kit/canvas/boxes.js";
import { ACCENT, FRAME, INK, MUTED, PAPER, POSITIVE, WARNING } from "../kit/canvas/colors.js";
import { clamp, largestSize, number } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";
import { drawProducts, stepCell, typeIntoCell } from "./kernel.js";
import { drawPooled, drawPooling } from "./pooling.js";
import { FEW, moveWindow, sheet } from "./sheet.js";

function image(pen, p, box, ui) {
  const [colors, side] = p.image.shape;
  const n = side + 2 * p.padding;
  const { area, cell } = sheet(pen, box, p.padding ? ui.t("padded", n) : ui.t("image", n), n);
  const own = inset(area, p.padding * cell); // without the zeros around it
  pen.rect(area, { fill: n > FEW ? INK : PAPER });
  if (colors === 3) pen.photo(p.image, side, side, own);
  else if (n > FEW) pen.heat(p.image, side, side, own, { kind: "gray", low: 0, high: 1 });
  else pen.cells(p.image, side, side, own, { kind: "ink", reach: 1.6 * largestSize(p.image) });
  pen.rect(area, { stroke: FRAME });
  if (p.padding) pen.rect(own, { stroke: ACCENT, width: 2, dash: [5, 4] });
  const k = p.kernel.shape[1];
  const [, , top, left] = p.place;
  const frame = {
    x: area.x + left * cell,
    y: area.y + top * cell,
    w: p.span * cell,
    h: p.span * cell,
  };
  pen.rect(frame, { stroke: PAPER, width: 6 });
  pen.rect(frame, { stroke: POSITIVE, width: 3.5 });
  const apart = k > 1 ? (p.span - 1) / (k - 1) : 1;
  if (apart > 1) {
    for (let c = 0; c < k * k; c++) {
      // a dilated window reads these cells only
      pen.rect(
        {
          x: frame.x + (c % k) * apart * cell,
          y: frame.y + Math.floor(c / k) * apart * cell,
          w: cell,
          h: cell,
        },
        { stroke: POSITIVE, width: 2.5, fill: "#ffffff55" },
      );
    }
  }
  ui.region(area, {
    drag: (at) => moveWindow(p, ui, (at.y - area.y) / cell, (at.x - area.x) / cell, true),
    click: (at) => moveWindow(p, ui, (at.y - area.y) / cell, (at.x - area.x) / cell, true),
  });
  if (ui.over(area)) {
    const row = clamp(Math.floor((ui.hover.y - own.y) / cell), 0, side - 1);
    const col = clamp(Math.floor((ui.hover.x - own.x) / cell), 0, side - 1);
    const value = (c) => number(p.image[(c * side + row) * side + col], 2);
    return [ui.t("pixel", row, col, Array.from({ length: colors }, (_, c) => value(c)).join(", "))];
  }
  return null;
}

function map(pen, p, box, ui) {
  const n = p.map.shape[0];
  const { area, cell } = sheet(pen, box, ui.t("map", n), n);
  const [y, x] = p.place;
  const reach = largestSize(p.map);
  if (n > FEW) pen.heat(p.map, n, n, area, { low: -reach, high: reach });
  else pen.cells(p.map, n, n, area, { reach });
  const shownAll = p.step === 0 || p.step >= n * n;
  if (!shownAll) {
    // what the window has not reached yet stays pale
    pen.c.globalAlpha = 0.72;
    if (x < n - 1) {
      pen.rect(
        { x: area.x + (x + 1) * cell, y: area.y + y * cell, w: (n - 1 - x) * cell, h: cell },
        { fill: PAPER },
      );
    }
    if (y < n - 1) {
      pen.rect(
        { x: area.x, y: area.y + (y + 1) * cell, w: area.w, h: (n - 1 - y) * cell },
        { fill: PAPER },
      );
    }
    pen.c.globalAlpha = 1;
  }
  pen.rect(area, { stroke: FRAME });
  pen.rect(
    { x: area.x + x * cell, y: area.y + y * cell, w: cell, h: cell },
    { stroke: INK, width: 3 },
  );
  if (p.pool_size > 1) {
    const pooling = {
      x: area.x + p.pool_place[1] * p.pool_size * cell,
      y: area.y + p.pool_place[0] * p.pool_size * cell,
      w: p.pool_size * cell,
      h: p.pool_size * cell,
    };
    pen.rect(pooling, { stroke: ACCENT, width: 2.5, dash: [5, 3] });
  }
  ui.region(area, {
    drag: (at) => moveWindow(p, ui, (at.y - area.y) / cell, (at.x - area.x) / cell, false),
    click: (at) => moveWindow(p, ui, (at.y - area.y) / cell, (at.x - area.x) / cell, false),
  });
  if (ui.over(area)) {
    const row = clamp(Math.floor((ui.hover.y - area.y) / cell), 0, n - 1);
    const col = clamp(Math.floor((ui.hover.x - area.x) / cell), 0, n - 1);
    return [ui.t("value", row, col, number(p.map[row * n + col]))];
  }
  return null;
}

// The size formula with its numbers, and how much moves with the image.
function sizes(pen, p, box, ui) {
  const s = pen.scale;
  const v = ui.values;
  const whole = Number.isInteger(p.exact);
  const formula = ui.t("formula", p.side, v.padding, p.span, v.stride, number(p.exact, 4));
  const floor = whole ? "" : ` → ${p.map.shape[0]} ${ui.t("floor")}`;
  const lines = [[formula + floor, whole ? INK : WARNING, 600]];
  if (v.dilation > 1) lines.push([ui.t("span", p.span, v.dilation, v.size), MUTED, 400]);
  const moved = ui.t("moved", Math.round(100 * p.moved)).split(": ");
  const narrow = box.h < 60 * s;
  lines.push(...(narrow ? [moved.join(": ")] : moved).map((text) => [text, MUTED, 400]));
  lines.forEach(([text, color, weight], i) => {
    const y = box.y + (11 + 22 * i) * s;
    pen.text(text, box.x, y, { size: 15, color, weight, max: box.w });
  });
}

export default view({
  typing: typeIntoCell,
  keys: {
    ArrowUp: (p, ui) => stepCell(p, ui, 0.25),
    ArrowDown: (p, ui) => stepCell(p, ui, -0.25),
    k: (p, ui) => {
      const cell = ((ui.memory.cell ?? -1) + 1) % p.kernel.length;
      Object.assign(ui.memory, { cell, typed: "" });
      ui.repaint();
    },
  },
  phone: 2.05,
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const v = ui.values;
    const many = p.kernel.shape[0] > 1;
    const pools = v.pooling !== "none";
    let parts; // image, products, map, pooled map, arithmetic of pooling, size of the map
    if (tall) {
      const weights = many ? [30, 38, 20, 12] : [36, 19, 30, 15];
      const [a, b, c, d] = split(inset(box, 0, 0, 0, 50 * s), weights, 10, true);
      const foot = { x: box.x, y: box.y + box.h - 46 * s, w: box.w, h: 46 * s };
      parts = [a, b, ...split(c, [1, 1], 12, false), d, foot];
    } else {
      const [left, right] = split(box, [52, 48], (box.w < 760 * s ? 16 : 26) * s, false);
      const [a, b] = split(left, many ? [44, 56] : [66, 34], 12 * s, true);
      const [c, d] = split(right, [57, 43], 12 * s, true);
      const [e, beside] = split(d, [1, 1], 14 * s, false);
      const [f, g] = split(beside, [56, 44], 8 * s, true);
      parts = [a, b, c, e, f, g];
    }
    const tips = [
      image(pen, p, parts[0], ui),
      drawProducts(pen, p, parts[1], ui),
      map(pen, p, parts[2], ui),
    ];
    drawPooled(pen, p, parts[3], ui);
    if (pools) drawPooling(pen, p, parts[4], ui);
    sizes(pen, p, parts[5], ui);
    const tip = tips.find(Boolean);
    if (tip) pen.tooltip(ui.hover.x, ui.hover.y, tip, box);
  },
});
