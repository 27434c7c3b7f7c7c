// MLP playground: inputs, neurons with their maps, links with signed thickness, output map, losses.
import { inset, split, square } from "../kit/canvas/boxes.js";
import { drawButtonRow } from "../kit/canvas/buttons.js";
import { INK, MUTED, NEGATIVE, PAPER, POSITIVE } from "../kit/canvas/colors.js";
import { clamp, number } from "../kit/numbers.js";
import { drawPlane } from "../kit/canvas/plane.js";
import { view } from "../kit/view_kit.js";

// Boxes of all nodes: a column of inputs, then one per hidden layer.
export function places(box, counts, size) {
  const columns = counts.length;
  return counts.map((count, column) => {
    const x = box.x + (columns === 1 ? 0 : (column * (box.w - size)) / (columns - 1 + 0.45));
    const pitch = Math.min(box.h / count, column ? size * 1.5 : Math.max(size * 1.5, size + 24));
    const top = box.y + (box.h - pitch * count) / 2;
    return Array.from({ length: count }, (_, row) => ({
      x,
      y: top + row * pitch + (pitch - size) / 2,
      w: size,
      h: size,
    }));
  });
}

function network(pen, p, box, target, ui) {
  const s = pen.scale;
  const widths = [2];
  for (let i = 0; i < p.n_layers; i++) widths.push(p[`weight_${i}`].shape[0]);
  const most = Math.max(...widths);
  const size = clamp(
    Math.min((box.h - 26 * s) / most / 1.12, box.w / (widths.length * 1.75)),
    16,
    70,
  );
  const body = inset(box, 0, 26 * s, 0, 0);
  const nodes = places(body, widths, size);
  const last = widths.length - 1;
  const ends = [{ x: target.x, y: target.y + target.h / 2, w: 0, h: 0 }];
  let tip = null;
  for (let layer = 0; layer <= p.n_layers; layer++) {
    const weight = p[`weight_${layer}`];
    const [rows, cols] = weight.shape;
    const final = layer === p.n_layers;
    const to = final ? ends : nodes[layer + 1];
    const value = (row, col) =>
      final ? weight[cols + col] - weight[col] : weight[row * cols + col];
    for (let row = 0; row < (final ? 1 : rows); row++) {
      for (let col = 0; col < cols; col++) {
        const from = nodes[layer][col];
        const w = value(row, col);
        const a = [from.x + from.w, from.y + from.h / 2];
        const b = [to[row].x, to[row].y + to[row].h / 2];
        const mid = (a[0] + b[0]) / 2;
        const dead = layer > 0 && p.alive[(layer - 1) * p.alive.shape[1] + col] === 0;
        pen.c.beginPath();
        pen.c.moveTo(...a);
        pen.c.bezierCurveTo(mid, a[1], mid, b[1], ...b);
        pen.c.strokeStyle = w < 0 ? NEGATIVE : POSITIVE;
        pen.c.globalAlpha = dead ? 0.08 : 0.8;
        pen.c.lineWidth = clamp(Math.abs(w) * 2.2, 0.5, 9);
        pen.c.setLineDash(w < 0 ? [7, 4] : []);
        pen.c.stroke();
        pen.c.setLineDash([]);
        pen.c.globalAlpha = 1;
        if (final) continue;
        const t = 0.32 + 0.36 * ((col + 0.5) / cols);
        const u = 1 - t;
        const at = [
          u ** 3 * a[0] + 3 * u * u * t * mid + 3 * u * t * t * mid + t ** 3 * b[0],
          u ** 3 * a[1] + 3 * u * u * t * a[1] + 3 * u * t * t * b[1] + t ** 3 * b[1],
        ];
        const spot = { x: at[0] - 7, y: at[1] - 7, w: 14, h: 14 };
        const start = { y: null, w };
        pen.dot(...at, 3.5, {
          fill: w < 0 ? NEGATIVE : POSITIVE,
          stroke: PAPER,
          width: 1,
          shape: w < 0 ? "square" : "circle",
        });
        ui.region(spot, {
          drag: (place) => {
            start.y ??= place.y;
            ui.act("set_weight", [
              layer,
              row,
              col,
              clamp(start.w + (start.y - place.y) / 40, -20, 20),
            ]);
          },
        });
        if (ui.over(spot)) {
          tip = [ui.t("weight", number(w)), ui.t("drag")];
        }
      }
    }
  }
  nodes.forEach((column, layer) =>
    column.forEach((node, i) => {
      if (layer === 0) {
        const n = 20;
        const values = Float32Array.from({ length: n * n }, (_, k) =>
          i === 0 ? (k % n) / (n - 1) - 0.5 : Math.floor(k / n) / (n - 1) - 0.5,
        );
        pen.heat(values, n, n, node, { low: -0.7, high: 0.7, flip: true });
        pen.text(i ? "x₂" : "x₁", node.x + node.w / 2, node.y - 11 * s, {
          size: 15,
          align: "center",
          weight: 600,
        });
      } else {
        const maps = p[`maps_${layer - 1}`];
        const side = maps.shape[1];
        const dead = p.alive[(layer - 1) * p.alive.shape[1] + i] === 0;
        pen.heat(maps, side, side, node, {
          from: i * side * side,
          low: -1,
          high: 1,
          flip: true,
          alpha: dead ? 0.15 : 1,
          smooth: true,
        });
        if (dead) {
          pen.segment(node.x, node.y, node.x + node.w, node.y + node.h, { color: INK, width: 3 });
        }
        if (p.frozen[(layer - 1) * p.frozen.shape[1] + i]) {
          pen.rect(inset(node, -4), { stroke: INK, width: 2, dash: [4, 3] });
        }
        ui.region(node, {
          click: (at, event) =>
            ui.act(event.shiftKey || ui.memory.mode === "freeze" ? "freeze" : "mute", [
              layer - 1,
              i,
            ]),
        });
        if (ui.over(node)) {
          tip = [
            ui.t("neuron", i + 1, layer),
            ui.t("bias", number(p[`bias_${layer - 1}`][i])),
            ui.t("mute"),
          ];
        }
        if (i === 0) {
          pen.text(ui.t("layer", layer), node.x + node.w / 2, box.y + 10 * s, {
            size: 14,
            align: "center",
            color: MUTED,
            max: size * 1.9,
          });
        }
      }
      pen.rect(node, { stroke: INK, width: 1.5 });
    }),
  );
  return last >= 0 ? tip : null;
}

function output(pen, p, area, ui) {
  const n = p.output.shape[0];
  const plot = drawPlane(pen, p, area, ui, 4.6);
  ui.region(area, {
    click: (at, event) =>
      ui.act("add", [...plot.back(at.x, at.y), event.shiftKey ? 0 : (ui.memory.brush ?? 1)]),
  });
  if (!ui.over(area)) return null;
  const [x, y] = plot.back(ui.hover.x, ui.hover.y);
  const cell = (v) => clamp(Math.floor(((v + p.reach) / (2 * p.reach)) * n), 0, n - 1);
  const probability = (p.output[cell(y) * n + cell(x)] + 1) / 2;
  return [`x = (${number(x, 2)}, ${number(y, 2)})`, ui.t("p", number(probability, 2))];
}

function losses(pen, p, box, ui) {
  const s = pen.scale;
  const rows = p.losses.shape[0];
  const top = Math.max(0.1, ...p.losses.filter(Number.isFinite));
  const from = Math.max(0, p.step - (p.step % 10) - 10 * (rows - 1));
  const plot = pen.plot(inset(box, 0, 44 * s, 0, 0), {
    x: [from, Math.max(from + 100, p.step)],
    y: [0, Math.min(top, 1e4) * 1.05],
    xlabel: ui.t("step"),
  });
  [
    ["train", INK, []],
    ["test", "#8a5a00", [8, 4]],
  ].forEach(([name, color, dash], k) => {
    pen.line(
      Array.from({ length: rows }, (_, i) => [
        plot.x(from + 10 * i),
        plot.y(Math.min(p.losses[2 * i + k], 1e4)),
      ]),
      { color, width: 3, dash },
    );
    const y = box.y + (11 + 20 * k) * s;
    const right = p.right[k] === null ? "" : ` · ${ui.t("right", number(p.right[k]))}`;
    pen.segment(box.x, y, box.x + 24 * s, y, { color, width: 3, dash });
    pen.text(
      `${ui.t(name)} ${number(p.losses[2 * (rows - 1) + k], 2)}${right}`,
      box.x + 31 * s,
      y,
      { size: 15, weight: 600, max: box.w - 31 * s },
    );
    if (rows === 1) pen.dot(plot.x(from), plot.y(Math.min(p.losses[k], 1e4)), 4, { fill: color });
  });
}

// What a click does: which class is drawn, and whether a neuron is muted or frozen.
function tools(pen, p, box, ui) {
  const m = ui.memory;
  const brush = m.brush ?? 1;
  const freeze = m.mode === "freeze";
  const put = (change) => () => {
    Object.assign(m, change);
    ui.repaint();
  };
  drawButtonRow(pen, ui, box, [
    [ui.t("drawn1"), put({ brush: 1 }), brush === 1],
    [ui.t("drawn0"), put({ brush: 0 }), brush === 0],
    [ui.t("clear"), () => ui.act("clear"), false],
    ...(p.undoable ? [[ui.t("undo"), () => ui.act("undo"), false]] : []),
    [ui.t("mute_mode"), put({ mode: "" }), !freeze],
    [ui.t("freeze"), put({ mode: "freeze" }), freeze],
  ]);
}

export default view({
  phone: 1.75,
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const tips = [];
    if (tall) {
      const body = inset(box, 0, 0, 0, 40 * s);
      const [top, bottom] = split(body, [36, 64], 12, true);
      const [map, curve] = split(bottom, [68, 32], 12, true);
      const area = square(map);
      tools(pen, p, { ...box, y: box.y + box.h - 32 * s, h: 32 * s }, ui);
      tips.push(
        network(pen, p, top, { x: top.x + top.w, y: top.y, w: 0, h: top.h }, ui),
        output(pen, p, area, ui),
      );
      losses(pen, p, curve, ui);
    } else {
      const [whole, right] = split(box, [60, 40], 10, false);
      const left = inset(whole, 0, 0, 0, 38 * s);
      const [upper] = split(right, [66, 34], 14 * s, true);
      const area = square(upper);
      area.y = upper.y;
      area.x = right.x + right.w - area.w;
      tools(pen, p, { ...whole, y: whole.y + whole.h - 32 * s, h: 32 * s }, ui);
      tips.push(network(pen, p, left, { ...area, x: area.x - 2 }, ui), output(pen, p, area, ui));
      const y = area.y + area.h + 14 * s;
      losses(pen, p, { ...area, y, h: box.y + box.h - y }, ui);
    }
    const tip = tips.find(Boolean);
    if (tip) pen.tooltip(ui.hover.x, ui.hover.y, tip, box);
  },
});
