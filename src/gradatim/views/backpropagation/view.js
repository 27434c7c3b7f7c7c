// Backpropagation: the graph of an expression, with the value and the gradient of each node.
import { inset } from "../kit/canvas/boxes.js";
import {
  ACCENT,
  FRAME,
  INK,
  NEGATIVE,
  PANEL,
  PAPER,
  POSITIVE,
  WARNING,
} from "../kit/canvas/colors.js";
import { clamp, number } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";

// The kinds of nodes, as the engine numbers them.
const CONSTANT = 0;
const OPERATION = 1;
const VARIABLE = 2;
const FILLS = [PANEL, PAPER, "#eef6f5"];
const activeColor = (p) => (p.backward ? POSITIVE : ACCENT);

// Boxes of the nodes; on a tall stage the graph runs from top to bottom.
export function layout(box, columns, rows, tall) {
  const wide = Math.max(...columns);
  const high = Math.max(...rows, 1);
  const across = tall ? box.h : box.w;
  const along = tall ? box.w : box.h;
  const length = across / (wide + 1);
  const breadth = along / (high + 1);
  const w = clamp((tall ? breadth : length) * 0.68, 46, 124);
  const h = clamp((tall ? length : breadth) * 0.8, 34, 84);
  return Array.from(columns, (column, i) => {
    const a = (column + 0.5) * length;
    const b = (rows[i] + 0.5) * breadth;
    return { x: box.x + (tall ? b : a) - w / 2, y: box.y + (tall ? a : b) - h / 2, w, h };
  });
}

function links(pen, p, boxes, tall) {
  p.links.forEach((inputs, to) =>
    inputs.forEach((from, slot) => {
      const a = boxes[from];
      const b = boxes[to];
      const active = p.current === to;
      const known = p.backward && Number.isFinite(p.locals[2 * to + slot]);
      const start = tall ? [a.x + a.w / 2, a.y + a.h] : [a.x + a.w, a.y + a.h / 2];
      const end = tall
        ? [b.x + b.w / 2, b.y]
        : [b.x, b.y + b.h / 2 + (inputs.length > 1 ? (slot - 0.5) * b.h * 0.45 : 0)];
      const passive = known ? "#c99a78" : "#a5afba";
      const color = active ? activeColor(p) : passive;
      const mid = tall ? (start[1] + end[1]) / 2 : (start[0] + end[0]) / 2;
      pen.c.beginPath();
      pen.c.moveTo(...start);
      if (tall) pen.c.bezierCurveTo(start[0], mid, end[0], mid, ...end);
      else pen.c.bezierCurveTo(mid, start[1], mid, end[1], ...end);
      pen.c.strokeStyle = color;
      pen.c.lineWidth = active ? 4.5 : 2;
      pen.c.stroke();
      if (active) {
        // Values go to the operation, gradients go back to what entered it.
        const [tip, way] = p.backward ? [start, 22] : [end, -22];
        const tail = tall ? [tip[0], tip[1] + way] : [tip[0] + way, tip[1]];
        pen.arrow(...tail, ...tip, { color, width: 4, head: 14 });
      }
    }),
  );
}

// The last operation's arithmetic in words: what it hands to each of its inputs.
function handed(p, ui) {
  const to = p.current;
  if (to < 0 || !p.backward) return "";
  const parts = p.links[to]
    .map((from, slot) => [from, p.locals[2 * to + slot]])
    .filter(([, local]) => Number.isFinite(local));
  const shown = ([from, local]) => {
    const gradient = p.gradients[to];
    const product = [gradient, local, gradient * local].map((v) => number(v, 2));
    return `${p.labels[to]} → ${p.labels[from]}:  ${ui.t("times", ...product)}`;
  };
  return parts.map(shown).join("      ");
}

function phase(p, ui) {
  if (p.step === 0) return ui.t("ready");
  return p.backward ? ui.t("backward", p.pass) : ui.t("forward");
}

function node(pen, p, i, b, ui) {
  const s = pen.scale;
  const active = p.current === i;
  const kind = p.kinds[i];
  const value = p.values[i];
  const gradient = p.gradients[i];
  const passive = kind === VARIABLE ? ACCENT : FRAME;
  pen.rect(b, {
    fill: FILLS[kind],
    stroke: active ? activeColor(p) : passive,
    width: active ? 4 : 1.5,
    round: kind === OPERATION ? 10 : 4,
  });
  const lines = [[p.labels[i], INK, 700, 18]];
  if (kind !== CONSTANT) {
    lines.push([
      Number.isFinite(value) ? number(value) : "",
      kind === VARIABLE ? INK : NEGATIVE,
      600,
      17,
    ]);
  }
  if (kind !== CONSTANT && p.backward && (gradient !== 0 || p.finished)) {
    lines.push([`∂ ${number(gradient)}`, WARNING, 700, 17]);
  }
  const pitch = b.h / (lines.length + 0.35);
  lines.forEach(([text, color, weight, size], k) =>
    pen.text(text, b.x + b.w / 2, b.y + pitch * (k + 0.68), {
      size: Math.min(size, pitch / s),
      align: "center",
      color,
      weight,
      max: b.w - 8,
    }),
  );
  if (kind === VARIABLE) {
    let from = null;
    ui.region(b, {
      drag: (at) => {
        from ??= at.y;
        ui.act("set_value", [
          i,
          clamp(Math.round((value + (from - at.y) / 25) * 20) / 20, -100, 100),
        ]);
      },
    });
  }
  if (!ui.over(b)) return null;
  return [
    p.labels[i],
    ui.t("value", number(value, 5)),
    ...(p.backward ? [ui.t("gradient", number(gradient, 5))] : []),
    ...(kind === VARIABLE ? [ui.t("drag")] : []),
  ];
}

export default view({
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const body = inset(box, 0, 58 * s, 0, 34 * s);
    const boxes = layout(body, p.columns, p.rows, tall);
    pen.text(phase(p, ui), box.x, box.y + 14 * s, {
      size: 18,
      weight: 650,
      color: p.backward ? WARNING : INK,
      max: box.w,
    });
    pen.text(handed(p, ui), box.x, box.y + 42 * s, { size: 17, max: box.w });
    links(pen, p, boxes, tall);
    const tip = boxes.map((b, i) => node(pen, p, i, b, ui)).find(Boolean);
    if (p.finished) {
      const wrong = Object.entries(p.autograd).filter(
        ([name, g]) => Math.abs(g - p.gradients[p.labels.indexOf(name)]) > 1e-4 * (1 + Math.abs(g)),
      );
      const text = wrong.length
        ? ui.t("differs", wrong.map(([name]) => name).join(", "))
        : `✓ ${ui.t("agrees")}: ${Object.entries(p.autograd)
            .map(([name, g]) => `${name}.${ui.t("grad")} = ${number(g)}`)
            .join("   ")}`;
      pen.text(text, box.x, box.y + box.h - 12 * s, {
        size: 16,
        weight: 600,
        max: box.w,
        color: wrong.length ? WARNING : "#0b5750",
      });
    }
    if (tip) pen.tooltip(ui.hover.x, ui.hover.y, tip, box);
  },
});
