// Batches: on top every example of the data, those of this batch and those already used; below the
// gradients of batches beside that of all examples, their error by size, and the loss by epochs.
import { inset, split } from "../kit/canvas/boxes.js";
import { ACCENT, BORDER, FRAME, INK, MUTED, PAPER, POSITIVE } from "../kit/canvas/colors.js";
import { number } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";

const NOT_YET = "#dfe4ea";
const USED = "#7db3ad";

// A row of squares for each digit; the images of this batch at the side.
function examples(pen, p, box, ui) {
  const s = pen.scale;
  const title = ui.t("examples", p.epoch, p.place, p.n, p.size);
  pen.text(title, box.x, box.y + 11 * s, { size: 16, weight: 650, max: box.w });
  const left = 20 * s;
  const area = inset(box, left, 28 * s, 0, 62 * s);
  const longest = Math.max(...p.counts);
  const cell = { w: area.w / longest, h: area.h / p.counts.length };
  let k = 0;
  p.counts.forEach((count, digit) => {
    const y = area.y + digit * cell.h;
    pen.text(String(digit), box.x, y + cell.h / 2, {
      size: Math.min(13, cell.h / s),
      color: MUTED,
    });
    for (let i = 0; i < count; i++, k++) {
      const mark = p.marks[k];
      const spot = { x: area.x + i * cell.w, y, w: cell.w, h: cell.h };
      pen.rect(inset(spot, mark === 2 ? 0 : 0.6), { fill: [NOT_YET, USED, POSITIVE][mark] });
    }
  });
  const y = box.y + box.h - 50 * s;
  const side = 40 * s;
  const n = p.images.shape[0];
  for (let i = 0; i < n && (i + 1) * (side + 6) < box.w * 0.62; i++) {
    const spot = { x: area.x + i * (side + 6), y, w: side, h: side };
    pen.heat(p.images, 8, 8, spot, { from: 64 * i, kind: "gray", low: 0, high: 255 });
    pen.rect(spot, { stroke: POSITIVE, width: 2 });
  }
  const legend = [
    [POSITIVE, "now"],
    [USED, "used"],
    [NOT_YET, "not_yet"],
  ];
  const from = area.x + area.w * 0.66;
  legend.forEach(([color, word], i) => {
    const row = y + (4 + 17 * i) * s;
    pen.rect({ x: from, y: row - 5 * s, w: 11 * s, h: 11 * s }, { fill: color, stroke: BORDER });
    pen.text(ui.t(word), from + 18 * s, row, { size: 13, max: area.w * 0.34 - 18 * s });
  });
}

// Arrows in the plane: the gradient of all examples points right and has length 1.
function arrows(pen, p, box, ui) {
  const s = pen.scale;
  let reach = 1.5;
  for (const v of p.others) reach = Math.max(reach, Math.abs(v));
  reach = Math.min(reach, 14) * 1.1;
  const plot = pen.plot(box, {
    x: [-0.35 * reach, reach],
    y: [-reach, reach],
    title: ui.t("arrows"),
    xlabel: ui.t("along"),
  });
  const c = pen.c;
  c.save();
  c.beginPath();
  c.rect(plot.box.x, plot.box.y, plot.box.w, plot.box.h);
  c.clip();
  const [x0, y0] = [plot.x(0), plot.y(0)];
  for (let i = 0; i < p.others.shape[0]; i++) {
    const [x, y] = [plot.x(p.others[2 * i]), plot.y(p.others[2 * i + 1])];
    pen.arrow(x0, y0, x, y, { color: USED, width: 1.2, head: 6 });
  }
  pen.arrow(x0, y0, plot.x(p.arrow[0]), plot.y(p.arrow[1]), {
    color: POSITIVE,
    width: 4,
    head: 12,
  });
  pen.arrow(x0, y0, plot.x(1), y0, { color: INK, width: 4, head: 12 });
  c.restore();
  pen.text(ui.t("angle", number(p.angle, 2)), plot.box.x + 8, plot.box.y + 12 * s, {
    size: 14,
    weight: 650,
    color: POSITIVE,
    max: plot.box.w - 16,
  });
}

// How far the gradient of a batch is from that of all examples, by its size.
function law(pen, p, box, ui) {
  const s = pen.scale;
  const top = 10 ** Math.ceil(Math.log10(Math.max(2, ...p.law)));
  const plot = pen.plot(box, {
    x: [0, 8],
    y: [top / 100, top],
    logy: true,
    count: 1,
    title: ui.t("error"),
    xlabel: ui.t("size"),
  });
  const ticks = { x: plot.box.x - 10 * s, y: plot.box.y + plot.box.h + 2, w: box.w, h: 20 * s };
  pen.rect(ticks, { fill: PAPER }); // the axis counts factors of two

  p.sizes.forEach((size, i) => {
    const x = plot.x(2 * i);
    pen.text(String(size), x, plot.box.y + plot.box.h + 13 * s, {
      size: 13,
      align: "center",
      color: MUTED,
    });
    if (ui.unlocked) pen.dot(x, plot.y(p.law[i]), 7, { fill: ACCENT });
  });
  if (!ui.unlocked) {
    pen.text("?", plot.box.x + plot.box.w / 2, plot.box.y + plot.box.h / 2, {
      size: 40,
      align: "center",
      color: MUTED,
    });
    return;
  }
  pen.segment(plot.x(0), plot.y(p.law[0]), plot.x(8), plot.y(p.law[0] / 16), {
    color: INK,
    width: 1.5,
    dash: [6, 4],
  });
  pen.text(ui.t("root"), plot.box.x + plot.box.w - 6, plot.box.y + 12 * s, {
    size: 14,
    align: "right",
    max: plot.box.w - 12,
  });
}

// The loss of all examples, by how often each was read.
function losses(pen, p, box, ui) {
  const n = p.curve.shape[0];
  const values = Array.from({ length: n }, (_, i) => p.curve[2 * i + 1]);
  const plot = pen.plot(box, {
    x: [0, Math.max(1, p.curve[2 * n - 2])],
    y: [0, Math.max(2.4, ...values) * 1.05],
    title: ui.t("loss", number(p.loss)),
    xlabel: ui.t("epochs"),
  });
  const points = values.map((v, i) => [plot.x(p.curve[2 * i]), plot.y(v)]);
  pen.line(points, { color: INK, width: 3 });
  pen.dot(...points[n - 1], 6, { fill: POSITIVE, stroke: FRAME });
}

export default view({
  phone: 2.9,
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const [top, foot] = split(box, tall ? [30, 70] : [46, 54], 18 * s, true);
    examples(pen, p, top, ui);
    const [one, two, three] = split(foot, [1, 1, 1], 20 * s, tall);
    arrows(pen, p, one, ui);
    law(pen, p, two, ui);
    losses(pen, p, three, ui);
  },
});
