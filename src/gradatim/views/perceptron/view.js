// Perceptron: points, border line and weight vector; the weighted sum of a point as bars; the
// number of errors against the step.
import { inset, split, square } from "../kit/canvas/boxes.js";
import {
  CLEAR,
  INK,
  LINE,
  MUTED,
  NEGATIVE,
  PAPER,
  POSITIVE,
  signed,
} from "../kit/canvas/colors.js";
import { clamp, number } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";

// Where the line w·x + b = 0 crosses the square of half-width r.
export function crossing([w1, w2], b, r) {
  const cuts = [];
  if (Math.abs(w2) > 1e-9) {
    for (const x of [-r, r]) {
      const y = -(w1 * x + b) / w2;
      if (Math.abs(y) <= r) cuts.push([x, y]);
    }
  }
  if (Math.abs(w1) > 1e-9) {
    for (const y of [-r, r]) {
      const x = -(w2 * y + b) / w1;
      if (Math.abs(x) < r) cuts.push([x, y]);
    }
  }
  return cuts.slice(0, 2);
}

// The part of the square where w·x + b > 0, as a polygon.
export function positiveSide([w1, w2], b, r) {
  const corners = [
    [-r, -r],
    [r, -r],
    [r, r],
    [-r, r],
  ];
  const height = ([x, y]) => w1 * x + w2 * y + b;
  const kept = [];
  corners.forEach((from, i) => {
    const to = corners[(i + 1) % 4];
    const h = height(from);
    const k = height(to);
    if (h > 0) kept.push(from);
    if (h > 0 !== k > 0) {
      kept.push([0, 1].map((axis) => from[axis] + (h / (h - k)) * (to[axis] - from[axis])));
    }
  });
  return kept;
}

function plane(pen, p, box, ui) {
  const area = square(box);
  const r = p.reach;
  const plot = pen.plot(area, { x: [-r, r], y: [-r, r], axes: false });
  const [w1, w2] = p.weight;
  const size = Math.hypot(w1, w2);
  pen.rect(area, { fill: size > 1e-9 ? signed(-0.17, 1) : "#f3f3f0" });
  const side =
    size > 1e-9 ? positiveSide(p.weight, p.bias, r).map(([x, y]) => [plot.x(x), plot.y(y)]) : [];
  if (side.length) pen.line(side, { fill: signed(0.17, 1), color: CLEAR, width: 1 });
  for (let v = -r + 2; v < r; v += 2) {
    pen.segment(plot.x(v), area.y, plot.x(v), area.y + area.h, { color: "#ffffff", width: 1 });
    pen.segment(area.x, plot.y(v), area.x + area.w, plot.y(v), { color: "#ffffff", width: 1 });
  }
  pen.rect(area, { stroke: LINE });
  ui.region(area, {
    click: (at, event) => ui.act("add", [...plot.back(at.x, at.y), event.shiftKey ? 0 : 1]),
  });
  const cuts = size > 1e-9 ? crossing(p.weight, p.bias, r) : [];
  if (cuts.length === 2) {
    pen.line(
      cuts.map(([x, y]) => [plot.x(x), plot.y(y)]),
      { color: INK, width: 4 },
    );
    const foot = [(-p.bias * w1) / size ** 2, (-p.bias * w2) / size ** 2].map((v) =>
      clamp(v, -r, r),
    );
    const reach = Math.min(3, 0.6 + size / 4);
    const tip = [foot[0] + (w1 / size) * reach, foot[1] + (w2 / size) * reach];
    pen.arrow(plot.x(foot[0]), plot.y(foot[1]), plot.x(tip[0]), plot.y(tip[1]), {
      color: INK,
      width: 4,
      head: 15,
    });
    pen.text("w", plot.x(tip[0]) + 12, plot.y(tip[1]) - 12, { size: 18, weight: 700 });
    const spot = [plot.x(foot[0]), plot.y(foot[1])];
    pen.dot(...spot, 7, { fill: PAPER, stroke: INK, width: 3 });
    ui.region(
      { x: spot[0] - 14, y: spot[1] - 14, w: 28, h: 28 },
      {
        drag: (at) => {
          const [x, y] = plot.back(at.x, at.y);
          ui.act("set_line", [w1, w2, -(w1 * x + w2 * y)]);
        },
      },
    );
    ui.region(
      { x: plot.x(tip[0]) - 14, y: plot.y(tip[1]) - 14, w: 28, h: 28 },
      {
        drag: (at) => {
          const [x, y] = plot.back(at.x, at.y);
          const dx = x - foot[0];
          const dy = y - foot[1];
          const length = Math.hypot(dx, dy) || 1;
          const v1 = (dx / length) * size;
          const v2 = (dy / length) * size;
          ui.act("set_line", [v1, v2, -(v1 * foot[0] + v2 * foot[1])]);
        },
      },
    );
  }
  let shown = p.last >= 0 ? p.last : -1;
  for (let i = 0; i < p.labels.length; i++) {
    const x = plot.x(p.points[2 * i]);
    const y = plot.y(p.points[2 * i + 1]);
    const one = p.labels[i] === 1;
    const wrong = (one ? 1 : -1) * p.scores[i] <= 0;
    if (i === p.last && p.wrong) pen.dot(x, y, 16, { fill: CLEAR, stroke: INK, width: 3 });
    pen.dot(x, y, 8.5, {
      fill: one ? POSITIVE : NEGATIVE,
      shape: one ? "circle" : "square",
      stroke: wrong ? INK : PAPER,
      width: wrong ? 3 : 1.5,
    });
    pen.text(one ? "+" : "−", x, y + 0.5, { size: 14, align: "center", color: PAPER, weight: 700 });
    ui.region(
      { x: x - 11, y: y - 11, w: 22, h: 22 },
      {
        drag: (at) => ui.act("move", [i, ...plot.back(at.x, at.y)]),
        tap: (at, event) => ui.act(event.shiftKey ? "remove" : "relabel", i),
      },
    );
    if (ui.hover && Math.hypot(ui.hover.x - x, ui.hover.y - y) < 12) shown = i;
  }
  return shown;
}

function bars(pen, p, box, i, ui) {
  const s = pen.scale;
  pen.text(ui.t("sum"), box.x, box.y + 12 * s, { size: 16, weight: 650, max: box.w });
  if (i < 0 || i >= p.labels.length) {
    return void pen.text(ui.t("hover"), box.x, box.y + 40 * s, { size: 15, color: MUTED });
  }
  const x = [p.points[2 * i], p.points[2 * i + 1]];
  const parts = [
    ["w₁x₁", p.weight[0] * x[0], `${number(p.weight[0])} × ${number(x[0])}`],
    ["w₂x₂", p.weight[1] * x[1], `${number(p.weight[1])} × ${number(x[1])}`],
    [ui.t("b"), p.bias, ""],
  ];
  const total = parts.reduce((sum, part) => sum + part[1], 0);
  parts.push([ui.t("score"), total, ""]);
  const reach = Math.max(1e-6, ...parts.map((part) => Math.abs(part[1])));
  const left = box.x + Math.max(62 * s, pen.width(ui.t("score"), 15, 700) + 12 * s);
  const right = box.x + box.w - 64 * s;
  const zero = (left + right) / 2;
  const pitch = Math.min(46 * s, (box.h - 30 * s) / 4);
  parts.forEach(([name, value, how], row) => {
    const y = box.y + 34 * s + row * pitch;
    const width = (Math.abs(value) / reach) * (right - zero);
    const last = row === 3;
    pen.text(name, box.x, y + 10 * s, { size: 15, weight: last ? 700 : 400 });
    pen.rect(
      { x: value < 0 ? zero - width : zero, y, w: width, h: 20 * s },
      { fill: signed(value, reach * 0.7), stroke: last ? INK : undefined, width: 2 },
    );
    pen.text(number(value), box.x + box.w, y + 10 * s, {
      size: 16,
      align: "right",
      weight: last ? 700 : 500,
    });
    if (how && pitch > 36 * s) {
      pen.text(how, zero, y + 30 * s, { size: 13, align: "center", color: MUTED });
    }
  });
  pen.segment(zero, box.y + 28 * s, zero, box.y + 34 * s + 3 * pitch + 24 * s, {
    color: INK,
    width: 1,
  });
}

export default view({
  phone: 1.6,
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const [left, right] = split(box, tall ? [58, 42] : [62, 38], 20 * s);
    const i = plane(pen, p, inset(left, 0), ui);
    const [top, bottom] = split(right, tall ? [1, 1] : [48, 52], 16 * s, !tall);
    bars(pen, p, top, i, ui);
    const n = p.errors.length;
    const from = Math.max(0, p.step - n + 1);
    const most = Math.max(2, ...p.errors);
    pen.text(
      p.finished ? ui.t("done") : ui.t("mistakes", p.mistakes),
      bottom.x,
      bottom.y + 10 * s,
      { size: 16, weight: 650, max: bottom.w },
    );
    const plot = pen.plot(inset(bottom, 0, 26 * s, 0, 0), {
      x: [from, Math.max(from + 10, p.step)],
      y: [0, most * 1.1],
      title: ui.t("errors"),
      xlabel: ui.t("step"),
    });
    pen.line(
      Array.from(p.errors, (e, k) => [plot.x(from + k), plot.y(e)]),
      { color: INK, width: 3 },
    );
    pen.dot(plot.x(from + n - 1), plot.y(p.errors[n - 1]), 5);
  },
});
