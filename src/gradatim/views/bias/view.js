// Bias: how often a classifier errs on each of two groups, while it learns from few of the second.
import { inset, split } from "../kit/canvas/boxes.js";
import { ACCENT, FRAME, INK, MUTED, PANEL, POSITIVE } from "../kit/canvas/colors.js";
import { percentLines } from "../kit/canvas/percent_lines.js";
import { number } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";

const COLORS = [ACCENT, POSITIVE];
const percent = (p) => `${number(100 * p)} %`;
const group = (p, ui, i) => ui.t(p.names[i]);
// The second group's numbers are what the question asks for.
const hidden = (p, ui, i) => i === 1 && !ui.unlocked && p.names[0] === "ink";

// For each metric a bar of both groups, the error with its interval.
function bars(pen, p, box, ui) {
  const s = pen.scale;
  pen.text(ui.t("unseen", ...p.n_unseen), box.x, box.y + 11 * s, {
    size: 15,
    color: MUTED,
    max: box.w,
  });
  const rows = split(
    inset(box, 0, 30 * s, 0, 0),
    p.rates.map(() => 1),
    14 * s,
    true,
  );
  p.rates.forEach(([metric, ...values], k) => {
    const part = rows[k];
    pen.text(ui.t(metric), part.x, part.y + 10 * s, { size: 16, weight: 650, max: part.w });
    const height = Math.min(46 * s, (part.h - 26 * s) / 2);
    values.forEach((value, i) => {
      const y = part.y + 26 * s + i * height;
      const label = 74 * s;
      const room = part.w - label - 96 * s;
      const middle = y + height / 2 - 2;
      pen.text(group(p, ui, i), part.x, middle, {
        size: 15,
        weight: 600,
        color: COLORS[i],
        max: label - 6,
      });
      const line = { x: part.x + label, y: y + 3, w: room, h: height - 9 };
      pen.rect(line, { fill: PANEL });
      const after = line.x + room + 8;
      if (hidden(p, ui, i)) return void pen.text("?", after, middle, { size: 22, weight: 700 });
      pen.rect({ ...line, w: Math.max(2, room * value) }, { fill: COLORS[i] });
      pen.text(percent(value), after, middle, { size: 19, weight: 700, max: 90 * s });
      if (metric !== "error") return;
      const [low, high] = [p.low[i], p.high[i]].map((v) => line.x + room * v);
      pen.segment(low, middle, high, middle, { color: INK, width: 2 });
      for (const x of [low, high]) pen.segment(x, middle - 6, x, middle + 6, { color: INK });
    });
  });
}

function curve(pen, p, box, ui) {
  const both = percentLines(pen, p.curve, box, ui.t("curve"), ui.t("steps"));
  both.forEach((points, i) => {
    if (hidden(p, ui, i)) return;
    pen.line(points, { color: COLORS[i], width: 3.5, dash: i ? [9, 5] : [] });
    pen.dot(...points.at(-1), 5, { fill: COLORS[i], shape: i ? "square" : "circle" });
  });
}

// How many of each group it learns from, as one long bar, and some of their images.
function training(pen, p, box, ui) {
  const s = pen.scale;
  const whole = p.n_train[0] + p.n_train[1];
  pen.text(ui.t("training"), box.x, box.y + 11 * s, { size: 16, weight: 650, max: box.w });
  const bar = { x: box.x, y: box.y + 28 * s, w: box.w, h: 26 * s };
  let x = bar.x;
  p.n_train.forEach((n, i) => {
    const w = (bar.w * n) / whole;
    pen.rect({ ...bar, x, w }, { fill: COLORS[i] });
    x += w;
  });
  const each = p.examples.shape[0] / 2;
  const rows = split(inset(box, 0, 62 * s, 0, 0), [1, 1], 8 * s, true);
  p.n_train.forEach((n, i) => {
    const row = rows[i];
    const text = ui.t("learned", group(p, ui, i), number(n), percent(n / whole));
    pen.text(text, row.x, row.y + 10 * s, { size: 15, weight: 600, color: COLORS[i], max: row.w });
    const shown = Math.min(each, i ? n : each);
    const side = Math.min(row.h - 26 * s, row.w / each - 6);
    for (let k = 0; k < shown; k++) {
      const spot = { x: row.x + k * (side + 6), y: row.y + 24 * s, w: side, h: side };
      const from = 64 * (each * i + k);
      pen.heat(p.examples, 8, 8, spot, { from, kind: "gray", low: 0, high: 255 });
      pen.rect(spot, { stroke: FRAME });
    }
  });
}

export default view({
  phone: 2.4,
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const [left, right] = split(box, [1, 1], 30 * s, tall);
    const several = p.rates.length > 1;
    if (several && !tall) {
      bars(pen, p, left, ui);
      const [above, below] = split(right, [66, 34], 16 * s, true);
      curve(pen, p, above, ui);
      training(pen, p, below, ui);
      return;
    }
    const [one, two] = split(left, several ? [70, 30] : [44, 56], 18 * s, true);
    bars(pen, p, one, ui);
    training(pen, p, two, ui);
    curve(pen, p, right, ui);
  },
});
