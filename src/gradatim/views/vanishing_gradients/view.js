// Vanishing gradients: a column per layer with its values, the gradient that reaches it, and its
// update.
import { inset, split, square } from "../kit/canvas/boxes.js";
import {
  ACCENT,
  GRID,
  INK,
  LINE,
  MUTED,
  NEGATIVE,
  PAPER,
  POSITIVE,
  WARNING,
} from "../kit/canvas/colors.js";
import { clamp, number } from "../kit/numbers.js";
import { drawPlane } from "../kit/canvas/plane.js";
import { view } from "../kit/view_kit.js";

const LEAST_FLOAT32 = -45; // decimal logarithm of the smallest number above zero that it holds
const raised = (n) =>
  String(n)
    .replace("-", "−")
    .replace(/./g, (c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["−0123456789".indexOf(c)]);

// A number given by its decimal logarithm, as far down as 10⁻⁹⁹, which stands for zero.
export function power(log) {
  if (log <= -98) return "0";
  if (log > -3 && log < 4) return number(10 ** log, 2);
  const whole = Math.floor(log + 1e-9);
  const front = (10 ** (log - whole)).toFixed(1);
  return front === "10.0" ? `1.0·10${raised(whole + 1)}` : `${front}·10${raised(whole)}`;
}

// A titled panel with a column for each of n layers; returns where columns and heights are.
function panel(pen, box, n, title, low, high, label, steps) {
  const s = pen.scale;
  const left = 50 * s;
  const inner = { x: box.x + left, y: box.y + 24 * s, w: box.w - left, h: box.h - 24 * s };
  const y = (v) => inner.y + inner.h - ((clamp(v, low, high) - low) / (high - low)) * inner.h;
  const w = inner.w / n;
  const step = steps.find((d) => ((high - low) / d) * 22 * s <= inner.h) ?? high - low;
  pen.text(title, box.x, box.y + 10 * s, { size: 15, weight: 600, max: box.w });
  for (let v = Math.ceil(low / step) * step; v <= high + 1e-9; v += step) {
    pen.segment(inner.x, y(v), inner.x + inner.w, y(v), { color: GRID, width: 1 });
    pen.text(label(v), inner.x - 7, clamp(y(v), inner.y + 6 * s, inner.y + inner.h - 6 * s), {
      size: 13,
      align: "right",
      color: MUTED,
      max: left - 6,
    });
  }
  return { inner, y, w, x: (i) => inner.x + (i + 0.5) * w };
}

// Histograms as columns of shades, with a line through one number per layer.
function columns(pen, at, histograms, sizes, color) {
  const [bins, n] = histograms.shape;
  const { inner, w } = at;
  const gap = clamp(w * 0.16, 0.5, 10);
  pen.heat(histograms, bins, n, inner, { kind: "ink", low: 0, high: 1.6, flip: true });
  for (let i = 0; i <= n; i++) {
    pen.rect(
      { x: inner.x + i * w - gap / 2, y: inner.y - 1, w: gap, h: inner.h + 2 },
      { fill: PAPER },
    );
  }
  trace(pen, at, sizes, color);
}

function trace(pen, at, sizes, color) {
  pen.line(
    Array.from(sizes, (v, i) => [at.x(i), at.y(v)]),
    { color, width: 3 },
  );
  const r = clamp(at.w * 0.24, 2, 5.5);
  sizes.forEach((v, i) => pen.dot(at.x(i), at.y(v), r, { fill: color, width: 1 }));
}

function layers(pen, p, box, ui) {
  const s = pen.scale;
  const n = p.means.length;
  const [a, b, c] = split(inset(box, 0, 0, 0, 24 * s), [30, 42, 28], 12 * s, true);
  const exponent = (v) => `10${raised(v)}`;
  const whole = [1, 2, 5, 10, 20, 50];
  const [low, high] = p.values_span;
  const [g0, g1] = p.gradients_span;
  const u0 = Math.min(-5, 5 * Math.floor(Math.max(Math.min(...p.update_sizes), -99) / 5));
  const u1 = Math.max(0, Math.ceil(Math.max(...p.update_sizes)));
  const values = panel(pen, a, n, ui.t("values"), low, high, (v) => number(v, 2), [
    (high - low) / 4,
    (high - low) / 2,
  ]);
  columns(pen, values, p.values, p.means, NEGATIVE);
  const gradients = panel(pen, b, n, ui.t("gradients"), g0, g1, exponent, whole);
  columns(pen, gradients, p.gradients, p.gradient_sizes, POSITIVE);
  if (g0 < LEAST_FLOAT32) {
    const { x, w } = gradients.inner;
    const y = gradients.y(LEAST_FLOAT32);
    pen.segment(x, y, x + w, y, { color: INK, width: 1.5, dash: [6, 4] });
    pen.text(ui.t("float32"), x + 6, y + 12 * s, { size: 13, color: INK, max: w });
  }
  const updates = panel(pen, c, n, ui.t("updates"), u0, u1, exponent, whole);
  const band = updates.inner;
  pen.rect(
    { x: band.x, y: updates.y(-2), w: band.w, h: updates.y(-4) - updates.y(-2) },
    { fill: "#0f6e6622" },
  );
  trace(pen, updates, p.update_sizes, ACCENT);
  for (const at of [values, gradients, updates]) {
    pen.line(
      [
        [at.inner.x, at.inner.y],
        [at.inner.x, at.inner.y + at.inner.h],
        [at.inner.x + at.inner.w, at.inner.y + at.inner.h],
      ],
      { color: LINE, width: 1.5 },
    );
  }
  const all = { x: band.x, y: values.inner.y, w: band.w, h: band.y + band.h - values.inner.y };
  const every = [1, 5, 10].find((d) => d * updates.w >= 22 * s) ?? 10;
  pen.text(ui.t("layer"), box.x, band.y + band.h + 14 * s, { size: 13, color: MUTED, max: 46 * s });
  for (let i = 0; i < n; i++) {
    if (i === 0 || (i + 1) % every === 0) {
      pen.text(i + 1, updates.x(i), band.y + band.h + 14 * s, {
        size: 13,
        align: "center",
        weight: i + 1 === p.layer ? 700 : 400,
        color: MUTED,
      });
    }
  }
  const mark = (i, style) =>
    [values, gradients, updates].forEach(({ inner }) =>
      pen.rect(
        { x: inner.x + i * updates.w, y: inner.y - 2, w: updates.w, h: inner.h + 4 },
        { round: 3, ...style },
      ),
    );
  mark(p.layer - 1, { stroke: INK, width: 2 });
  const pick = (at) => ui.set("layer", clamp(Math.floor((at.x - all.x) / updates.w), 0, n - 1) + 1);
  ui.region(all, { click: pick, drag: pick });
  if (!ui.over(all)) return null;
  const i = clamp(Math.floor((ui.hover.x - all.x) / updates.w), 0, n - 1);
  mark(i, { stroke: MUTED, width: 1.5 });
  return [
    `${ui.t("layer")} ${i + 1}`,
    ui.t("mean", number(p.means[i]), number(p.deviations[i])),
    `|∂J/∂z| = ${power(p.gradient_sizes[i])}`,
    ui.t("update", power(p.update_sizes[i])),
    ui.t("choose"),
  ];
}

// How far the gradient shrank on its way to the first layer, and the factor of the chosen layer.
function verdict(pen, p, box, ui, tall) {
  const s = pen.scale;
  const n = p.means.length;
  const g = p.gradient_sizes;
  const fall = g[0] - g[n - 1];
  const each = fall / (n - 1);
  const i = p.layer - 1;
  const color = fall < -3 || fall > 3 ? WARNING : "#0b5750";
  const gone = g[0] <= -98;
  const parts = [ui.t("reach", gone ? "0" : power(fall), n), gone ? "" : ui.t("each", power(each))];
  const lines = (tall || gone ? parts.filter(Boolean) : [ui.t("both", ...parts)]).map((text) => [
    text,
    color,
    18,
    700,
  ]);
  if (i === n - 1) lines.push([ui.t("last", n), INK, 16, 400]);
  else {
    const measured = power(g[i] - g[i + 1]);
    lines.push([
      p.factor.length
        ? ui.t(
            "factor",
            p.layer,
            number(p.factor[0], 2),
            number(p.factor[1], 2),
            number(p.factor[0] * p.factor[1], 2),
            measured,
          )
        : ui.t(ui.values.skip ? "added" : "passed", p.layer, measured),
      INK,
      16,
      400,
    ]);
  }
  lines.forEach(([text, ink, size, weight], k) =>
    pen.text(text, box.x, box.y + (11 + 24 * k) * s, { size, weight, color: ink, max: box.w }),
  );
}

function map(pen, p, box, ui) {
  const s = pen.scale;
  const area = square(inset(box, 0, 24 * s, 0, 0));
  area.x = box.x + box.w - area.w;
  area.y = box.y + 24 * s;
  pen.text(ui.t("map"), area.x, box.y + 10 * s, { size: 15, weight: 600, max: area.w });
  drawPlane(pen, p, area, ui, 3.8);
  return area;
}

function losses(pen, p, box, ui) {
  const rows = p.losses.length;
  const top = Math.max(1, ...p.losses.filter(Number.isFinite));
  const from = Math.max(0, p.step - (p.step % 10) - 10 * (rows - 1));
  const plot = pen.plot(box, {
    x: [from, Math.max(from + 100, p.step)],
    y: [0, Math.min(top, 1e4) * 1.05],
    title: ui.t("loss", number(p.losses[rows - 1], 2)),
    xlabel: ui.t("step"),
  });
  pen.line(
    Array.from(p.losses, (v, i) => [plot.x(from + 10 * i), plot.y(Math.min(v, 1e4))]),
    { color: INK, width: 3 },
  );
  if (rows === 1) pen.dot(plot.x(from), plot.y(Math.min(p.losses[0], 1e4)), 4, { fill: INK });
}

export default view({
  phone: 1.8,
  keys: {
    "[": (p, ui) => ui.set("layer", Math.max(1, p.layer - 1)),
    "]": (p, ui) => ui.set("layer", Math.min(p.means.length, p.layer + 1)),
  },
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const body = inset(box, 0, (tall ? 80 : 56) * s, 0, 0);
    if (ui.unlocked) verdict(pen, p, box, ui, tall); // it is what the question asks for
    let tip;
    if (tall) {
      const [upper, lower] = split(body, [70, 30], 12 * s, true);
      const [left, right] = split(lower, [46, 54], 12 * s, false);
      tip = layers(pen, p, upper, ui);
      map(pen, p, { ...left, w: Math.min(left.w, left.h - 24 * s) }, ui);
      losses(pen, p, right, ui);
    } else {
      const [left, right] = split(body, [70, 30], 26 * s, false);
      const area = map(pen, p, { ...right, h: right.h * 0.56 }, ui);
      const y = area.y + area.h + 14 * s;
      tip = layers(pen, p, left, ui);
      losses(pen, p, { x: area.x, y, w: area.w, h: box.y + box.h - y }, ui);
    }
    if (tip) pen.tooltip(ui.hover.x, ui.hover.y, tip, box);
  },
});
