// The loss: examples and predictions on the left, the curve J(W) with its walker on the right.
import { inset, split } from "../kit/canvas/boxes.js";
import { ACCENT, BORDER, INK, MUTED, PAPER, POSITIVE } from "../kit/canvas/colors.js";
import { clamp, number } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";

const bracket = (value) => (value < 0 ? `(${number(value)})` : number(value));

// The examples, the prediction as a line, the error of each as a segment that can be dragged.
function examples(pen, p, box, ui) {
  const classes = ui.values.loss === "cross_entropy";
  const reach = 2.4;
  const plot = pen.plot(box, {
    x: [-reach, reach],
    y: classes ? [-0.15, 1.15] : [-2.6, 2.6],
    title: ui.t(classes ? "classes" : "widths"),
    xlabel: ui.t("length"),
  });
  const curve = Array.from({ length: 61 }, (_, i) => {
    const x = -reach + (2 * reach * i) / 60;
    const sum = p.weight * x;
    return [plot.x(x), plot.y(classes ? 1 / (1 + Math.exp(-sum)) : sum)];
  });
  pen.c.save();
  pen.c.beginPath();
  pen.c.rect(plot.box.x, plot.box.y, plot.box.w, plot.box.h);
  pen.c.clip();
  pen.line(curve, { color: ACCENT, width: 3.5 });
  pen.c.restore();
  const chosen = ui.values.example;
  for (let i = 0; i < p.x.length; i++) {
    const x = plot.x(p.x[i]);
    const y = clamp(plot.y(p.y[i]), plot.box.y, plot.box.y + plot.box.h);
    const target = plot.y(p.target[i]);
    const color = i === chosen ? POSITIVE : MUTED;
    pen.segment(x, y, x, target, { color, width: i === chosen ? 4 : 2 });
    pen.dot(x, target, i === chosen ? 9 : 7, { fill: color });
    pen.dot(x, y, 4, { fill: ACCENT });
    const spot = { x: x - 12, y: target - 12, w: 24, h: 24 };
    ui.region(spot, {
      click: () => ui.set("example", i),
      drag: (at) => ui.act("move", [i, clamp(plot.back(at.x, at.y)[1], -4, 4)]),
    });
  }
}

// The loss against the weight: thin for each example, thick for their mean, which is walked on.
function valley(pen, p, box, ui) {
  const s = pen.scale;
  const [n, places] = p.curves.shape;
  const top = Math.max(1, Math.min(12, 1.15 * Math.max(p.mean[0], p.mean[places - 1])));
  const plot = pen.plot(box, {
    x: [p.low, p.high],
    y: [0, top],
    title: ui.t(n > 1 ? "mean" : "one", n),
    xlabel: ui.t("weight"),
  });
  pen.c.save();
  pen.c.beginPath();
  pen.c.rect(plot.box.x, plot.box.y, plot.box.w, plot.box.h);
  pen.c.clip();
  const along = (values, from) =>
    Array.from({ length: places }, (_, k) => [
      plot.x(p.low + ((p.high - p.low) * k) / (places - 1)),
      plot.y(values[from + k]),
    ]);
  for (let i = 0; i < n; i++) {
    const chosen = i === ui.values.example;
    const style = { color: chosen ? POSITIVE : BORDER, width: chosen ? 2.5 : 1.2 };
    pen.line(along(p.curves, i * places), style);
  }
  pen.line(along(p.mean, 0), { color: INK, width: 4 });
  // The tangent: its slope is the gradient.
  const at = [p.weight, p.mean_loss];
  const run = 0.45;
  pen.segment(
    plot.x(at[0] - run),
    plot.y(at[1] - run * p.gradient),
    plot.x(at[0] + run),
    plot.y(at[1] + run * p.gradient),
    { color: ACCENT, width: 3, dash: [7, 4] },
  );
  p.path.forEach((w, k) =>
    pen.dot(plot.x(w), plot.y(p.path_losses[k]), 4, { fill: ACCENT, stroke: PAPER }),
  );
  pen.c.restore();
  const inside = p.weight >= p.low && p.weight <= p.high && p.mean_loss <= top;
  if (inside) {
    const ball = [plot.x(at[0]), plot.y(at[1])];
    const next = plot.x(clamp(p.next, p.low, p.high));
    pen.arrow(ball[0], ball[1] - 16 * s, next, ball[1] - 16 * s, { color: ACCENT, width: 3 });
    pen.dot(...ball, 9, { fill: ACCENT, stroke: INK, width: 2 });
  } else pen.text(ui.t("outside"), plot.box.x + 8, plot.box.y + 14 * s, { color: POSITIVE });
  const put = (place) => ui.act("put", [clamp(plot.back(place.x, place.y)[0], p.low, p.high)]);
  ui.region(plot.box, { click: put, drag: put });
}

// The arithmetic of the chosen example, of the mean, and of the step.
function arithmetic(pen, p, box, ui) {
  const s = pen.scale;
  const i = ui.values.example;
  const [w, x, y, target] = [p.weight, p.x[i], p.y[i], p.target[i]];
  const product = `${number(w)} · ${bracket(x)}`;
  const f = ui.values.loss === "cross_entropy" ? `σ(${product})` : product;
  const how = {
    squared: `(y − ŷ)² = (${number(y)} − ${bracket(target)})²`,
    absolute: `|y − ŷ| = |${number(y)} − ${bracket(target)}|`,
    cross_entropy: target > 0.5 ? `−ln y = −ln ${number(y)}` : `−ln(1 − y) = −ln(1 − ${number(y)})`,
  }[ui.values.loss];
  const n = p.losses.length;
  const few = Array.from(p.losses.slice(0, 4), (v) => number(v)).join(" + ");
  const eta = number(ui.values.learning_rate);
  const lines = [
    [`y = f(w·x) = ${f} = ${number(y)},   ŷ = ${number(target)}`, POSITIVE],
    [`${ui.t("loss")} = ${how} = ${number(p.losses[i])}`, POSITIVE],
    [`J(W) = (${few}${n > 4 ? " + …" : ""}) / ${n} = ${number(p.mean_loss)}`, INK],
    [
      `W ← W − η · ∂J/∂W = ${number(w)} − ${eta} · ${bracket(p.gradient)} = ${number(p.next)}`,
      ACCENT,
    ],
  ];
  const pitch = Math.min(27 * s, box.h / lines.length);
  lines.forEach(([text, color], row) =>
    pen.text(text, box.x, box.y + (row + 0.5) * pitch, {
      size: 16,
      weight: 600,
      color,
      max: box.w,
    }),
  );
}

const next = (p, ui, by) => ui.set("example", (ui.values.example + by + p.x.length) % p.x.length);

export default view({
  phone: 2.3,
  keys: { ArrowUp: (p, ui) => next(p, ui, 1), ArrowDown: (p, ui) => next(p, ui, -1) },
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const [top, foot] = split(inset(box, 0, 0, 4, 0), tall ? [84, 16] : [79, 21], 12 * s, true);
    const [left, right] = split(top, [1, 1], 20 * s, tall);
    examples(pen, p, left, ui);
    valley(pen, p, right, ui);
    arithmetic(pen, p, foot, ui);
  },
});
