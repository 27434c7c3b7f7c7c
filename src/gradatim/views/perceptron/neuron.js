// The neuron itself at one point: x · w → Σ → f → y, beside the true class ŷ.
import { INK, MUTED, NEGATIVE, PAPER, POSITIVE, WARNING, signed } from "../kit/canvas/colors.js";
import { number } from "../kit/numbers.js";

const sign = (one) => (one ? "+" : "−");
const factor = (value) => (value < 0 ? `(${number(value)})` : number(value));

function node(pen, [x, y], r, text, size) {
  pen.dot(x, y, r, { fill: PAPER, stroke: INK, width: 2 });
  pen.text(text, x, y + 1, { size, align: "center", weight: 600, max: 1.8 * r });
}

// A class as the plane draws it: an orange circle or a blue square.
function classMark(pen, [x, y], r, one) {
  pen.dot(x, y, r, {
    fill: one ? POSITIVE : NEGATIVE,
    shape: one ? "circle" : "square",
    stroke: PAPER,
  });
  pen.text(sign(one), x, y + 1, { size: 20, align: "center", color: PAPER, weight: 700 });
}

// The step that f makes at 0, and the side of it on which the sum lies.
function threshold(pen, [x, y], r, sum) {
  pen.rect({ x: x - r, y: y - r, w: 2 * r, h: 2 * r }, { fill: PAPER, stroke: INK, width: 2 });
  const [low, high] = [y + 0.5 * r, y - 0.5 * r];
  const steps = [
    [x - 0.75 * r, low],
    [x, low],
    [x, high],
    [x + 0.75 * r, high],
  ];
  pen.line(steps, { color: MUTED, width: 2.5 });
  pen.dot(x + (sum > 0 ? 0.45 : -0.45) * r, sum > 0 ? high : low, 4.5);
}

export function drawNeuron(pen, p, box, i, ui) {
  const s = pen.scale;
  pen.text(ui.t("neuron"), box.x, box.y + 12 * s, { size: 16, weight: 650, max: box.w });
  const x = [p.points[2 * i], p.points[2 * i + 1], 1];
  const w = [p.weight[0], p.weight[1], p.bias];
  const sum = p.scores[i];
  const [answer, truth] = [sum > 0, p.labels[i] === 1];
  const right = answer === truth && sum !== 0;

  const body = { y: box.y + 34 * s, h: box.h - 92 * s };
  const r = Math.min(20 * s, box.w / 17, body.h / 9.4);
  const middle = body.y + body.h / 2;
  const at = (fraction) => box.x + r + fraction * (box.w - 2 * r);
  const [added, stepped, said] = [0.6, 0.8, 1].map((f) => [at(f), middle]);
  const most = Math.max(...w.map(Math.abs), 1e-6);
  x.forEach((value, row) => {
    const from = [at(0), body.y + r + (row * (body.h - 2 * r)) / 2];
    const color = signed(w[row], most * 0.7);
    const width = 1.5 + (5 * Math.abs(w[row])) / most;
    pen.arrow(from[0] + r, from[1], added[0] - r, added[1] + (row - 1) * 7 * s, { color, width });
    node(pen, from, r, number(value, 2), 14);
    const name = row < 2 ? `w${"₁₂"[row]}` : "b";
    const label = `${name} = ${number(w[row])}`;
    const spot = [from[0] + r + 10 * s, from[1] + (row < 2 ? -13 : 15) * s];
    pen.text(label, ...spot, { size: 14, weight: 600 });
    if (row < 2) pen.text(`x${"₁₂"[row]}`, from[0], from[1] + r + 10 * s, { align: "center" });
  });
  pen.arrow(added[0] + r, middle, stepped[0] - r, middle);
  pen.arrow(stepped[0] + r, middle, said[0] - r, middle);
  node(pen, added, r, "Σ", 20);
  threshold(pen, stepped, r, sum);
  classMark(pen, said, 0.8 * r, answer);
  const under = { align: "center", size: 14 };
  pen.text(number(sum), added[0], middle + r + 12 * s, { ...under, weight: 700 });
  pen.text("f", stepped[0], middle + r + 12 * s, under);
  pen.text("y", said[0], middle + r + 12 * s, under);
  classMark(pen, [said[0], middle - 2.4 * r], 0.8 * r, truth);
  pen.text("ŷ", said[0], middle - 2.4 * r - 1.2 * r - 4 * s, under);

  const [first, second] = [w[0], w[1]].map(
    (v, k) => `${k ? factor(v) : number(v)}·${factor(x[k])}`,
  );
  const terms = `${first} + ${second} + ${factor(w[2])}`;
  const lines = [
    [`Σ = ${terms} = ${number(sum)}`, INK],
    [
      ui.t(right ? "right" : "wrong", `f(${number(sum)})`, sign(answer), sign(truth)),
      right ? INK : WARNING,
    ],
  ];
  lines.forEach(([text, color], row) =>
    pen.text(text, box.x, box.y + box.h - (38 - 23 * row) * s, {
      size: 15,
      weight: row ? 600 : 400,
      color,
      max: box.w,
    }),
  );
}
