// Perceptron: points, border line and weight vector; the neuron at one point; the number of errors
// against the step.
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
import { clamp } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";
import { drawNeuron } from "./neuron.js";

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
  let shown = p.last >= 0 ? p.last : 0;
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
  const at = [plot.x(p.points[2 * shown]), plot.y(p.points[2 * shown + 1])];
  if (!p.wrong || shown !== p.last) pen.dot(...at, 14, { fill: CLEAR, stroke: MUTED, width: 2 });
  return shown;
}

export default view({
  phone: 2.2,
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const [left, right] = split(box, tall ? [43, 57] : [62, 38], 20 * s);
    const i = plane(pen, p, inset(left, 0), ui);
    const [top, bottom] = split(right, tall ? [53, 47] : [48, 52], 16 * s, true);
    drawNeuron(pen, p, top, i, ui);
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
