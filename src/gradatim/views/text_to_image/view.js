// An image from words: the first drawing large, others beside it, and its way from nothing below.
import { inset, split, square } from "../kit/canvas/boxes.js";
import { ACCENT, BORDER, FRAME, INK, MUTED, PAPER, WARNING } from "../kit/canvas/colors.js";
import { clamp, short } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";

// A small image (C, Y, X) out of an array of several, number i.
export function picture(pen, array, i, area, color = FRAME, width = 1) {
  const [channels, rows, cols] = array.shape.slice(-3);
  const size = channels * rows * cols;
  const part = array.subarray(i * size, (i + 1) * size);
  if (channels === 3) pen.photo(part, rows, cols, area);
  else pen.heat(part, rows, cols, area, { kind: "gray", low: 0, high: 1 });
  pen.rect(area, { stroke: color, width });
}

// The codes written so far, each number on its part of the image.
function codes(pen, p, area) {
  const cell = area.w / p.grid;
  const box = (i) => ({
    x: area.x + (i % p.grid) * cell,
    y: area.y + Math.floor(i / p.grid) * cell,
    w: cell,
    h: cell,
  });
  p.codes.forEach((code, i) => {
    const part = box(i);
    pen.rect(part, { stroke: BORDER });
    const tag = { x: part.x + 1, y: part.y + 1, w: Math.min(cell - 2, 26), h: 14 };
    pen.rect(tag, { fill: PAPER });
    pen.text(code, tag.x + tag.w / 2, tag.y + 7, { size: 11, align: "center", max: tag.w - 2 });
  });
  if (p.codes.length < p.grid ** 2) pen.rect(box(p.codes.length), { stroke: ACCENT, width: 3 });
}

function large(pen, p, box, ui) {
  const s = pen.scale;
  const title = p.empty ? ui.t("empty") : ui.t("named", p.words);
  const color = p.empty ? WARNING : INK;
  pen.text(title, box.x, box.y + 11 * s, { size: 17, weight: 700, color, max: box.w });
  const area = square(inset(box, 0, 28 * s, 0, 0));
  area.x = box.x;
  picture(pen, p.drawn, 0, area);
  if (p.grid) codes(pen, p, area);
  return ui.over(area) ? [ui.t(p.grid ? "code_of" : "moment_of", p.at, p.last)] : null;
}

function others(pen, p, box, ui) {
  const s = pen.scale;
  pen.text(ui.t("others"), box.x, box.y + 11 * s, { size: 15, weight: 600, max: box.w });
  const body = inset(box, 0, 28 * s, 0, 0);
  const n = p.drawn.shape[0] - 1;
  const gap = 8 * s;
  let best = { side: 0, cols: 1 };
  for (let cols = 1; cols <= n; cols++) {
    const rows = Math.ceil(n / cols);
    const side = Math.min((body.w - gap * (cols - 1)) / cols, (body.h - gap * (rows - 1)) / rows);
    if (side > best.side) best = { side, cols };
  }
  for (let i = 0; i < n; i++) {
    picture(pen, p.drawn, i + 1, {
      x: body.x + (i % best.cols) * (best.side + gap),
      y: body.y + Math.floor(i / best.cols) * (best.side + gap),
      w: best.side,
      h: best.side,
    });
  }
}

// The way of the first drawing; a click on a moment shows it.
function film(pen, p, box, ui) {
  const s = pen.scale;
  const n = p.film.shape[0];
  const title = ui.t(p.grid ? "way_codes" : "way_noise", p.last);
  pen.text(title, box.x, box.y + 11 * s, { size: 15, weight: 600, max: box.w });
  const gap = 6 * s;
  const side = Math.min((box.w - gap * (n - 1)) / n, box.h - 30 * s);
  const now = ui.values.moment;
  const nearest = p.film_at.reduce(
    (best, at, i) => (Math.abs(at - now) < Math.abs(p.film_at[best] - now) ? i : best),
    0,
  );
  for (let i = 0; i < n; i++) {
    const area = { x: box.x + i * (side + gap), y: box.y + 26 * s, w: side, h: side };
    picture(pen, p.film, i, area, i === nearest ? ACCENT : FRAME, i === nearest ? 4 : 1);
    ui.region(area, { click: () => ui.set("moment", p.film_at[i]) });
  }
}

// What the model is and how far it has learned; the words that it never saw.
function state(pen, p, box, ui) {
  const s = pen.scale;
  const n = p.losses.length;
  const lines = [];
  const learning = p.model === "live";
  if (learning) lines.push([n ? ui.t("loss", short(p.losses[n - 1])) : ui.t("untrained"), INK]);
  else lines.push([p.folder ? ui.t("run", p.folder) : ui.t("ships"), INK]);
  if (p.unknown.length) lines.push([ui.t("unknown", p.unknown.join(", ")), WARNING]);
  else if (learning && p.step < 100) lines.push([ui.t("press"), MUTED]);
  lines.forEach(([text, color], i) =>
    pen.text(text, box.x, box.y + (10 + 21 * i) * s, { size: 15, color, max: box.w }),
  );
  if (n < 2) return;
  const plot = inset(box, 0, 50 * s, 0, 0);
  const top = Math.max(...p.losses);
  const points = Array.from({ length: n }, (_, i) => [
    plot.x + (plot.w * i) / (n - 1),
    plot.y + plot.h * (1 - clamp(p.losses[i] / top, 0, 1)),
  ]);
  if (plot.h > 20) pen.line(points, { color: INK, width: 2 });
}

const move = (p, ui, by) => ui.set("moment", clamp(ui.values.moment + by, 0, 100));

export default view({
  keys: { ArrowUp: (p, ui) => move(p, ui, 5), ArrowDown: (p, ui) => move(p, ui, -5) },
  phone: 1.5,
  draw(pen, p, box, ui) {
    const s = pen.scale;
    let parts;
    if (box.h > box.w) {
      const [top, middle, foot, end] = split(box, [50, 24, 15, 11], 12 * s, true);
      parts = [top, middle, foot, end];
    } else {
      const [top, foot] = split(box, [68, 32], 14 * s, true);
      const [left, right] = split(top, [45, 55], 24 * s, false);
      const [way, end] = split(foot, [76, 24], 20 * s, false);
      parts = [left, right, way, end];
    }
    const tip = large(pen, p, parts[0], ui);
    others(pen, p, parts[1], ui);
    film(pen, p, parts[2], ui);
    state(pen, p, parts[3], ui);
    if (tip) pen.tooltip(ui.hover.x, ui.hover.y, tip, box);
  },
});
