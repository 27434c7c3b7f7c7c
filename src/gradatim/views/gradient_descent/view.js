// Gradient descent: two contour maps with a run each, and both losses below.
import { inset, split, square } from "../kit/canvas/boxes.js";
import { FRAME, INK, MUTED, PAPER } from "../kit/canvas/colors.js";
import { clamp, number } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";
import { COLORS, curve } from "./curve.js";

// Contour segments of one level by marching squares; values are rows of b from low to high.
export function contour(values, n, level) {
  const segments = [];
  for (let row = 0; row < n - 1; row++) {
    for (let col = 0; col < n - 1; col++) {
      const corners = [
        [col, row],
        [col + 1, row],
        [col + 1, row + 1],
        [col, row + 1],
      ];
      const heights = corners.map(([x, y]) => values[y * n + x] - level);
      const cuts = [];
      for (let i = 0; i < 4; i++) {
        const j = (i + 1) % 4;
        if (heights[i] < 0 === heights[j] < 0) continue;
        const fraction = heights[i] / (heights[i] - heights[j]);
        cuts.push(
          [0, 1].map((axis) => corners[i][axis] + fraction * (corners[j][axis] - corners[i][axis])),
        );
      }
      if (cuts.length >= 2) segments.push([cuts[0], cuts[1]]);
      if (cuts.length === 4) segments.push([cuts[2], cuts[3]]);
    }
  }
  return segments;
}

// The contours and shades of a surface, computed once a surface; its heights come as square roots.
function prepare(p, memory) {
  if (memory.root === p.root) return memory;
  const root = p.root;
  const n = root.shape[0];
  const high = Float32Array.from(root).sort()[Math.floor(root.length * 0.98)] || 1;
  const levels = Array.from({ length: 11 }, (_, i) => (high * (i + 0.6)) / 11);
  const shade = Float32Array.from(root, (v) => clamp(v / high, 0, 1));
  return Object.assign(memory, {
    root,
    high,
    shade,
    contours: levels.map((level) => contour(root, n, level)),
  });
}

// A surface in relief: where (a, b) of height z lands, seen from an angle about the vertical axis.
export function project(area, angle, a, b, z) {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  const r = area.w * 0.42;
  return {
    x: area.x + area.w / 2 + (a * c - b * s) * r,
    y: area.y + area.h * 0.7 + (a * s + b * c) * r * 0.55 - z * area.h * 0.5,
    depth: a * s + b * c,
  };
}

// Every second line of the grid as sheets, painted from the far ones to the near ones.
function relief(pen, p, area, key, ui) {
  const m = prepare(p, ui.memory);
  const n = p.root.shape[0];
  const angle = (ui.memory.angle ??= -0.6);
  const every = 2;
  const k = Math.floor((n - 1) / every);
  const whole = {
    x: area.x - area.w * 0.2,
    y: area.y - area.h * 0.1,
    w: area.w * 1.4,
    h: area.h * 1.2,
  };
  pen.layer((m[`relief${key}`] ??= {}), [m.root, angle], whole, ({ c }) => {
    const top = Float32Array.from(m.shade, (v) => Math.min(1, v));
    const at = (col, row) => {
      const i = Math.min(n - 1, col * every);
      const j = Math.min(n - 1, row * every);
      return {
        ...project(area, angle, (2 * i) / (n - 1) - 1, 1 - (2 * j) / (n - 1), top[j * n + i]),
        z: top[j * n + i],
      };
    };
    const corners = Array.from({ length: (k + 1) ** 2 }, (_, i) =>
      at(i % (k + 1), Math.floor(i / (k + 1))),
    );
    const sheets = [];
    for (let row = 0; row < k; row++) {
      for (let col = 0; col < k; col++) {
        const four = [
          corners[row * (k + 1) + col],
          corners[row * (k + 1) + col + 1],
          corners[(row + 1) * (k + 1) + col + 1],
          corners[(row + 1) * (k + 1) + col],
        ];
        sheets.push({ four, depth: four[0].depth + four[2].depth, z: (four[0].z + four[2].z) / 2 });
      }
    }
    sheets
      .sort((a, b) => a.depth - b.depth)
      .forEach(({ four, z }) => {
        const tone = [252 - 120 * z, 250 - 108 * z, 244 - 88 * z].map(Math.round);
        c.beginPath();
        four.forEach(({ x, y }, i) => (i ? c.lineTo(x, y) : c.moveTo(x, y)));
        c.closePath();
        c.fillStyle = `rgb(${tone})`;
        c.fill();
        c.strokeStyle = "#566273";
        c.lineWidth = 0.35;
        c.stroke();
      });
  });
  const height = (a, b) =>
    p.root[
      clamp(Math.round(((b / p.reach + 1) / 2) * (n - 1)), 0, n - 1) * n +
        clamp(Math.round(((a / p.reach + 1) / 2) * (n - 1)), 0, n - 1)
    ] / m.high;
  const road = Array.from({ length: p.path.shape[0] }, (_, i) => {
    const a = p.path[2 * i];
    const b = p.path[2 * i + 1];
    const q = project(area, angle, a / p.reach, -b / p.reach, clamp(height(a, b), 0, 1));
    return [q.x, q.y];
  });
  pen.line(road, { color: INK, width: 2, dash: [3, 3] });
  const trail = p[`trail_${key}`];
  const rows = trail.shape[0];
  const onMap = (i) => Math.abs(trail[3 * i]) <= p.reach && Math.abs(trail[3 * i + 1]) <= p.reach;
  const spot = (i) => {
    const z = Math.sqrt(Math.max(0, trail[3 * i + 2] - p.lowest)) / m.high;
    const q = project(
      area,
      angle,
      trail[3 * i] / p.reach,
      -trail[3 * i + 1] / p.reach,
      clamp(z, 0, 1),
    );
    return [q.x, q.y];
  };
  const seen = Array.from({ length: rows }, (_, i) => i)
    .filter(onMap)
    .map(spot);
  pen.line(seen, { color: COLORS[key], width: 2.5 });
  seen.forEach(([x, y]) => pen.dot(x, y, 3.2, { fill: COLORS[key], width: 1 }));
  if (seen.length) pen.dot(...seen[seen.length - 1], 8, { fill: COLORS[key], width: 2.5 });
  let from = null;
  if (road.length) {
    pen.text(ui.t("road"), area.x + 4, area.y + area.h - 8 * pen.scale, {
      size: 13,
      color: MUTED,
      max: area.w,
    });
  }
  ui.region(area, {
    drag: (place) => {
      if (from !== null) {
        ui.memory.angle += (place.x - from) / 140;
        ui.repaint();
      }
      from = place.x;
    },
  });
}

function map(pen, p, box, key, ui) {
  const s = pen.scale;
  const trail = p[`trail_${key}`];
  const rows = trail.shape[0];
  const last = (rows - 1) * 3;
  const area = square(inset(box, 4, (p.path.shape[0] ? 72 : 54) * s, 4, 4));
  const n = p.root.shape[0];
  const m = prepare(p, ui.memory);
  const plot = pen.plot(area, { x: [-p.reach, p.reach], y: [-p.reach, p.reach], axes: false });
  pen.rect({ x: area.x, y: box.y + 8 * s, w: 12 * s, h: 12 * s }, { fill: COLORS[key] });
  pen.text(
    ui.t(key === "a" ? "small" : "large", number(p[`rate_${key}`])),
    area.x + 19 * s,
    box.y + 14 * s,
    { size: 17, weight: 650, max: area.w - 20 * s },
  );
  const out =
    Math.abs(trail[last]) > 1e4 ||
    Math.abs(trail[last + 1]) > 1e4 ||
    !Number.isFinite(trail[last + 2]);
  const height = `J = ${number(trail[last + 2])}`;
  const place = `(a, b) = (${number(trail[last], 2)}, ${number(trail[last + 1], 2)})`;
  const one = ui.values.surface === "curve";
  const whole = `${height}   ${one ? `W = ${number(trail[last])}` : place}`;
  const shown = pen.width(whole, 13) > area.w ? height : whole;
  pen.text(out ? ui.t("gone") : shown, area.x, box.y + 38 * s, { size: 15, max: area.w });
  if (one) {
    return curve(pen, p, { ...area, x: box.x, w: box.w }, key, ui);
  }
  if (ui.values.display === "relief") return relief(pen, p, area, key, ui);
  pen.layer((m[`above${key}`] ??= {}), [m.root], area, (layer) => {
    const step = area.w / (n - 1);
    const c = layer.c;
    layer.heat(m.shade, n, n, area, { kind: "ink", low: 0, high: 2.6, smooth: true, flip: true });
    for (const segments of m.contours) {
      c.beginPath();
      for (const [from, to] of segments) {
        c.moveTo(area.x + from[0] * step, area.y + area.h - from[1] * step);
        c.lineTo(area.x + to[0] * step, area.y + area.h - to[1] * step);
      }
      c.strokeStyle = FRAME;
      c.lineWidth = 1;
      c.stroke();
    }
  });
  pen.rect(area, { stroke: FRAME });
  pen.c.save();
  pen.c.beginPath();
  pen.c.rect(area.x, area.y, area.w, area.h);
  pen.c.clip();
  pen.line(
    Array.from({ length: p.path.shape[0] }, (_, i) => [
      plot.x(p.path[2 * i]),
      plot.y(p.path[2 * i + 1]),
    ]),
    { color: INK, width: 2, dash: [3, 3] },
  );
  const points = Array.from({ length: rows }, (_, i) => [
    plot.x(trail[3 * i]),
    plot.y(trail[3 * i + 1]),
  ]);
  const far = (v) => clamp(v, -1e4, 1e4);
  pen.line(
    points.map(([x, y]) => [far(x), far(y)]),
    { color: COLORS[key], width: 2.5 },
  );
  points.forEach(
    ([x, y], i) =>
      i < rows - 1 && pen.dot(x, y, 3.2, { fill: COLORS[key], stroke: PAPER, width: 1 }),
  );
  const [x, y] = points[rows - 1];
  const g = p[`gradient_${key}`];
  const size = Math.hypot(g[0], g[1]);
  if (size > 1e-6 && !out) {
    const length = 22 + 34 * Math.min(1, size / 6);
    pen.arrow(x, y, x - (g[0] / size) * length, y + (g[1] / size) * length, {
      color: INK,
      width: 2.5,
    });
  }
  pen.dot(x, y, 8, { fill: COLORS[key], stroke: PAPER, width: 2.5 });
  pen.c.restore();
  if (p.path.shape[0]) {
    pen.text(ui.t("road"), area.x, area.y - 9 * s, { size: 13, color: MUTED, max: area.w });
  }
  ui.region(area, { click: (at) => ui.act("start_at", plot.back(at.x, at.y)) });
  const h = ui.hover;
  if (h && h.x > area.x && h.x < area.x + area.w && h.y > area.y && h.y < area.y + area.h) {
    const [a, b] = plot.back(h.x, h.y);
    const col = Math.round(((a + p.reach) / (2 * p.reach)) * (n - 1));
    const row = Math.round(((b + p.reach) / (2 * p.reach)) * (n - 1));
    pen.tooltip(
      h.x,
      h.y,
      [
        `J(${number(a, 2)}, ${number(b, 2)}) ≈ ${number(p.lowest + p.root[row * n + col] ** 2)}`,
        ui.t("start"),
      ],
      box,
    );
  }
}

function losses(pen, p, box, ui) {
  const from = Math.max(0, p.step - 149);
  const all = [...p.trail_a, ...p.trail_b]
    .filter((_, i) => i % 3 === 2)
    .filter((v) => Number.isFinite(v));
  const top = Math.min(Math.max(...all, 0.1), 1e6);
  const log = top > 200;
  const low = Math.min(...all, 0);
  const y = log ? [Math.max(1e-3, Math.min(...all)), top * 1.1] : [Math.min(0, low), top * 1.08];
  const plot = pen.plot(box, {
    x: [from, Math.max(from + 20, p.step)],
    y,
    logy: log,
    title: ui.t("loss"),
    xlabel: ui.t("step"),
  });
  for (const key of ["a", "b"]) {
    const trail = p[`trail_${key}`];
    const rows = trail.shape[0];
    const first = p[`step_${key}`] - (rows - 1); // a run that has left stands at its last step
    const line = Array.from({ length: rows }, (_, i) => [
      first + i,
      plot.y(clamp(trail[3 * i + 2], y[0], y[1])),
    ])
      .filter(([step, v]) => step >= from && Number.isFinite(v))
      .map(([step, v]) => [plot.x(step), v]);
    pen.line(line, { color: COLORS[key], width: 3, dash: key === "b" ? [9, 4] : [] });
    if (line.length) pen.dot(...line[line.length - 1], 5, { fill: COLORS[key] });
  }
}

// The large step on a ruler from 0 to twice the critical step; the mark is hidden until guessed.
function ruler(pen, p, box, ui) {
  const s = pen.scale;
  const y = box.y + box.h / 2;
  const left = box.x + 46 * s;
  const width = box.w - 62 * s;
  const reach = Number.isFinite(p.critical) && p.critical > 0 ? 1.6 * p.critical : 1;
  const at = (rate) => left + clamp(rate / reach, 0, 1) * width;
  pen.segment(left, y, left + width, y, { color: MUTED, width: 3 });
  if (ui.unlocked && p.critical > 0) {
    pen.segment(at(p.critical), y - 13, at(p.critical), y + 13, { color: INK, width: 3 });
    pen.text(ui.t("critical", number(p.critical)), at(p.critical), y - 24 * s, {
      size: 15,
      align: "center",
      weight: 600,
    });
  }
  pen.text(ui.t("rate"), left, y + 20 * s, { size: 13, color: MUTED });
  pen.dot(at(p.rate_a), y, 8, { fill: COLORS.a });
  pen.dot(at(p.rate_b), y, 8, { fill: COLORS.b, shape: "square" });
}

export default view({
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w * 1.1;
    const [maps, mark, curves] = split(box, tall ? [46, 9, 40] : [59, 10, 31], 10 * s, true);
    const [left, right] = split(maps, [1, 1], 18 * s, false);
    map(pen, p, left, "a", ui);
    map(pen, p, right, "b", ui);
    ruler(pen, p, mark, ui);
    losses(pen, p, curves, ui);
  },
});
