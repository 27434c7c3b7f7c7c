// The pooled map, and the arithmetic of one of its numbers.
import { ACCENT, FRAME, INK } from "../kit/canvas/colors.js";
import { clamp, largestSize, short } from "../kit/numbers.js";
import { FEW, sheet } from "./sheet.js";

export function drawPooled(pen, p, box, ui) {
  const n = p.pooled.shape[0];
  const { area, cell } = sheet(pen, box, ui.t("pooled", n), n);
  const reach = largestSize(p.map);
  if (n > FEW) pen.heat(p.pooled, n, n, area, { low: -reach, high: reach });
  else pen.cells(p.pooled, n, n, area, { reach });
  pen.rect(area, { stroke: FRAME });
  const [row, col] = p.pool_place;
  pen.rect(
    { x: area.x + col * cell, y: area.y + row * cell, w: cell, h: cell },
    { stroke: ACCENT, width: 3 },
  );
  const take = (at) => {
    const place = [(at.y - area.y) / cell, (at.x - area.x) / cell];
    const [y, x] = place.map((v) => clamp(Math.floor(v), 0, n - 1) * p.pool_size);
    ui.act("move_window", [y, x]);
  };
  ui.region(area, { click: take, drag: take });
  return area;
}

// The numbers that one number of the pooled map comes from.
export function drawPooling(pen, p, box, ui) {
  const s = pen.scale;
  const [rows, cols] = p.pool_window.shape;
  const side = Math.min(84 * s, box.w * 0.48, box.h - 22 * s);
  pen.text(ui.t(ui.values.pooling), box.x, box.y + 8 * s, { size: 15, weight: 600, max: box.w });
  const area = { x: box.x, y: box.y + 22 * s, w: side, h: side };
  pen.cells(p.pool_window, rows, cols, area, { reach: largestSize(p.map) });
  pen.rect(area, { stroke: ACCENT, width: 2.5, dash: [5, 3] });
  const values = Array.from(p.pool_window);
  const best = values.indexOf(Math.max(...values));
  if (ui.values.pooling === "max") {
    const cell = { w: side / cols, h: side / rows };
    const [x, y] = [area.x + (best % cols) * cell.w, area.y + Math.floor(best / cols) * cell.h];
    pen.rect({ x, y, ...cell }, { stroke: INK, width: 3 });
  }
  pen.text(`= ${short(p.pool_value)}`, area.x + side + 10 * s, area.y + side / 2, {
    size: 20,
    weight: 700,
    max: box.w - side - 12 * s,
  });
  return side + 34 * s;
}
