// A network that trains: pinned image, first kernels, maps of each layer, class bars, curves and
// a scrubber through time.
import { inset, split, square } from "../kit/canvas/boxes.js";
import { ACCENT, BORDER, FRAME, INK, LINE, MUTED, POSITIVE } from "../kit/canvas/colors.js";
import { clamp, short } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";
import { drawPad } from "./pad.js";
import { drawPlace } from "./place.js";

// A grid of equal squares for n small images.
export function tiles(box, n, gap = 4) {
  let best = { side: 0 };
  for (let cols = 1; cols <= n; cols++) {
    const rows = Math.ceil(n / cols);
    const side = Math.min((box.w - gap * (cols - 1)) / cols, (box.h - gap * (rows - 1)) / rows);
    if (side > best.side) best = { side, cols };
  }
  return Array.from({ length: n }, (_, i) => ({
    x: box.x + (i % best.cols) * (best.side + gap),
    y: box.y + Math.floor(i / best.cols) * (best.side + gap),
    w: best.side,
    h: best.side,
  }));
}

// `choose` takes the number, row and column of what is clicked.
function sheet(pen, box, title, array, kind, ui, choose) {
  const s = pen.scale;
  const [n, rows, cols] = array.shape;
  pen.text(title, box.x, box.y + 10 * s, { size: 14, weight: 600, max: box.w });
  tiles(inset(box, 0, 24 * s, 0, 0), n).forEach((tile, i) => {
    const part = array.subarray(i * rows * cols, (i + 1) * rows * cols);
    const most = part.reduce((top, v) => Math.max(top, Math.abs(v)), 1e-6);
    const scale = {
      diverging: { low: -most, high: most },
      ink: { low: 0, high: most, kind: "ink" },
      gray: { low: 0, high: 255, kind: "gray" },
    }[kind];
    pen.heat(part, rows, cols, tile, scale);
    pen.rect(tile, { stroke: BORDER });
    if (!choose) return;
    ui.region(tile, {
      click: (at) => {
        const row = clamp(Math.floor(((at.y - tile.y) / tile.h) * rows), 0, rows - 1);
        choose(i, row, clamp(Math.floor(((at.x - tile.x) / tile.w) * cols), 0, cols - 1));
      },
    });
  });
}

// Marks the number of a map whose arithmetic is shown.
function mark(pen, p, box, array) {
  const [n, rows, cols] = array.shape;
  const [, channel, row, column] = p.asked;
  const tile = tiles(inset(box, 0, 24 * pen.scale, 0, 0), n)[channel];
  if (!tile) return;
  const cell = { w: tile.w / cols, h: tile.h / rows };
  const spot = { x: tile.x + column * cell.w, y: tile.y + row * cell.h, ...cell };
  pen.rect(inset(spot, -2), { stroke: POSITIVE, width: 3 });
}

function bars(pen, p, box, ui) {
  const s = pen.scale;
  const n = p.classes.length;
  const pitch = (box.h - 24 * s) / n;
  const best = p.answer.indexOf(Math.max(...p.answer));
  pen.text(ui.t("answer"), box.x, box.y + 10 * s, { size: 14, weight: 600 });
  const longest = Math.max(...p.classes.map((name) => pen.width(name, 15, 600)));
  const left = box.x + Math.min(box.w * 0.52, longest + 10);
  const size = Math.min(15, pitch / s - 1, Math.max(11 / s, (15 * (left - box.x - 6)) / longest));
  const color = (i) => {
    if (i === p.label) return ACCENT;
    return i === best ? POSITIVE : BORDER;
  };
  p.classes.forEach((name, i) => {
    const y = box.y + 24 * s + (i + 0.5) * pitch;
    const width = (box.x + box.w - left - 46 * s) * p.answer[i];
    pen.text(name, box.x, y, { size, weight: i === p.label ? 700 : 400, max: left - box.x - 4 });
    pen.rect(
      { x: left, y: y - pitch * 0.36, w: Math.max(1, width), h: pitch * 0.72 },
      { fill: color(i) },
    );
    pen.text(`${Math.round(100 * p.answer[i])} %`, left + width + 6, y, {
      size: Math.min(14, size),
      color: MUTED,
    });
  });
}

function curves(pen, p, box, ui) {
  const s = pen.scale;
  const rows = p.curve.shape[0];
  const from = Math.max(0, p.step - (p.step % 10) - 10 * (rows - 1));
  const last = 2 * (rows - 1);
  pen.text(ui.t("curve"), box.x, box.y + 10 * s, { size: 14, weight: 600, max: box.w * 0.34 });
  const loss = ui.unlocked ? short(p.curve[last]) : "?"; // the question asks for it
  pen.text(ui.t("loss", loss), box.x + box.w * 0.38, box.y + 10 * s, {
    size: 16,
    weight: 700,
    max: box.w * 0.26,
  });
  pen.text(ui.t("accuracy", Math.round(100 * p.curve[last + 1])), box.x + box.w, box.y + 10 * s, {
    size: 16,
    weight: 700,
    color: ACCENT,
    align: "right",
    max: box.w * 0.34,
  });
  const top = Math.max(2.5, ...p.curve.filter((v, i) => i % 2 === 0 && Number.isFinite(v)));
  const plot = pen.plot(inset(box, 0, 24 * s, 0, 0), {
    x: [from, Math.max(from + 50, p.step)],
    y: [0, Math.min(top, 20)],
  });
  const row = (k, scale) =>
    Array.from({ length: rows }, (_, i) => [
      plot.x(from + 10 * i),
      plot.y(clamp(p.curve[2 * i + k] * scale, 0, Math.min(top, 20))),
    ]);
  pen.line(row(1, Math.min(top, 20)), { color: ACCENT, width: 3, dash: [8, 4] });
  pen.line(row(0, 1), { color: INK, width: 3 });
  if (rows === 1) {
    [
      [1, Math.min(top, 20), ACCENT],
      [0, 1, INK],
    ].forEach(([k, scale, fill]) => pen.dot(...row(k, scale)[0], 4, { fill }));
  }
  if (p.shown < p.step) {
    pen.segment(plot.x(p.shown), plot.box.y, plot.x(p.shown), plot.box.y + plot.box.h, {
      color: POSITIVE,
      width: 3,
    });
  }
}

function scrubber(pen, p, box, ui) {
  const s = pen.scale;
  const y = box.y + box.h - 12 * s;
  const left = box.x + 8;
  const width = box.w - 16;
  const fraction = ui.values.scrub / 1000;
  pen.text(ui.t("scrub", p.shown, p.step), box.x, box.y + 10 * s, { size: 15, weight: 600 });
  pen.text(
    ui.t("parameters", p.parameters.toLocaleString("en").replaceAll(",", " ")),
    box.x + box.w,
    box.y + 10 * s,
    { size: 14, align: "right", color: MUTED },
  );
  pen.segment(left, y, left + width, y, { color: LINE, width: 6 });
  pen.segment(left, y, left + width * fraction, y, { color: ACCENT, width: 6 });
  pen.dot(left + width * fraction, y, 9, { fill: ACCENT, width: 2 });
  const put = (at) => ui.set("scrub", Math.round(clamp((at.x - left) / width, 0, 1) * 1000));
  ui.region({ x: box.x, y: y - 16, w: box.w, h: 32 }, { drag: put, click: put });
}

const shift = (ui, by) => ui.set("scrub", clamp(ui.values.scrub + by, 0, 1000));

export default view({
  phone: 1.8,
  keys: {
    Escape: (p, ui) => ui.set("place", []),
    "[": (p, ui) => shift(ui, -25),
    "]": (p, ui) => shift(ui, 25),
  },
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const n = p.n_stages;
    const [top, bottom, foot] = split(box, tall ? [66, 24, 10] : [60, 30, 10], 12 * s, true);
    let first;
    let maps;
    let answers;
    if (tall) {
      const [upper, lower] = split(top, [44, 56], 8, true);
      const [a, b] = split(upper, [45, 55], 16, false);
      first = a;
      answers = b;
      maps = split(lower, Array(n).fill(1), 8, true);
    } else {
      [first, ...maps] = split(
        top,
        n === 3 ? [21, 29, 29, 29, 34] : [22, ...Array(n).fill(n === 1 ? 50 : 34), 26],
        22 * s,
        false,
      );
      answers = maps.pop();
    }
    const [above, below] = tall ? split(first, [1, 1], 8, true) : split(first, [52, 48], 8, true);
    const title = p.label < 0 ? ui.t("unknown") : ui.t("truth", p.classes[p.label]);
    pen.text(title, above.x, above.y + 10 * s, { size: 14, weight: 600, max: above.w });
    const area = square(inset(above, 0, 24 * s, 0, 0));
    const side = p.image.shape[0];
    area.x = above.x;
    area.y = above.y + 24 * s;
    pen.heat(p.image, side, p.image.shape[1], area, { kind: "gray", low: 0, high: 1 });
    pen.rect(area, { stroke: FRAME });
    sheet(pen, below, ui.t("kernels"), p.kernels, "diverging", ui, null);
    for (let i = 0; i < n; i++) {
      if (ui.values.maps === "sought" && p[`sought_${i}`]) {
        const said = ui.t("sought", i + 1, p.sought);
        sheet(pen, maps[i], said, p[`sought_${i}`], "gray", ui, null);
        continue;
      }
      sheet(
        pen,
        maps[i],
        p.names.length
          ? ui.t("named", p.names[i], p[`count_${i}`], p[`maps_${i}`].shape[0])
          : ui.t("layer", i + 1, p[`count_${i}`]),
        p[`maps_${i}`],
        p.names.length ? "diverging" : "ink",
        ui,
        (channel, row, column) => ui.set("place", [i + 1, channel, row, column]),
      );
      if (p.asked[0] === i + 1) mark(pen, p, maps[i], p[`maps_${i}`]);
    }
    bars(pen, p, answers, ui);
    const [chart, paper] = split(bottom, tall ? [68, 32] : [84, 16], 16 * s, false);
    if (p.asked.length) drawPlace(pen, p, chart, ui);
    else curves(pen, p, chart, ui);
    drawPad(pen, p, paper, ui);
    scrubber(pen, p, foot, ui);
  },
});
