// Unseen data: the images that a network learns from, those of another data set with what it says
// of them, and the accuracy on both.
import { inset, split } from "../kit/canvas/boxes.js";
import { ACCENT, FRAME, MUTED, POSITIVE } from "../kit/canvas/colors.js";
import { percentLines } from "../kit/canvas/percent_lines.js";
import { number } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";

const percent = (p) => `${number(100 * p)} %`;

// Images in rows under a title; with `said`, the network's answer below each, right or wrong.
function sheet(pen, images, heading, box, said, truth, color) {
  const s = pen.scale;
  pen.text(heading, box.x, box.y + 10 * s, { size: 15, weight: 650, color, max: box.w });
  const area = inset(box, 0, 26 * s, 0, 0);
  const [n, , rows, cols] = images.shape;
  const label = said ? 19 * s : 0;
  let best = { side: 0, across: 1 };
  for (let across = 1; across <= n; across++) {
    const down = Math.ceil(n / across);
    const side = Math.min(area.w / across - 5, area.h / down - 5 - label);
    if (side > best.side) best = { side, across };
  }
  const { side, across } = best;
  for (let i = 0; i < n; i++) {
    const x = area.x + (i % across) * (side + 5);
    const y = area.y + Math.floor(i / across) * (side + 5 + label);
    const spot = { x, y, w: side, h: side };
    pen.heat(images, rows, cols, spot, { from: i * rows * cols, kind: "gray", low: -1, high: 1 });
    if (!said) continue;
    const right = said[i] === truth[i];
    pen.rect(spot, { stroke: right ? ACCENT : POSITIVE, width: 2 });
    pen.text(`${said[i]} ${right ? "✓" : "✗"}`, x + side / 2, y + side + 11 * s, {
      size: 14,
      weight: 650,
      align: "center",
      color: right ? ACCENT : POSITIVE,
    });
  }
}

function curves(pen, p, box, ui) {
  const s = pen.scale;
  const [n] = p.curve.shape;
  const area = inset(box, 0, 0, 0, 68 * s);
  const both = percentLines(pen, p.curve, area, ui.t("accuracy"), ui.t("steps"));
  const colors = [ACCENT, POSITIVE];
  colors.forEach((color, i) => {
    const open = i === 0 || ui.unlocked;
    const style = { color, width: 3.5, dash: i ? [9, 5] : [] };
    if (open) {
      pen.line(both[i], style);
      pen.dot(...both[i].at(-1), 5, { fill: color, shape: i ? "square" : "circle" });
    }
    const y = box.y + box.h - (54 - 22 * i) * s;
    const interval = `${number(100 * p.low[i])}–${number(100 * p.high[i])}`;
    const value = open ? `${percent(p.curve[3 * (n - 1) + 1 + i])} (${interval})` : "?";
    pen.segment(box.x, y, box.x + 26 * s, y, style);
    pen.text(ui.t(i ? "there" : "here", ui.t(p.names[i]), value, p.counts[i]), box.x + 34 * s, y, {
      size: 15,
      weight: 650,
      color,
      max: box.w - 34 * s,
    });
  });
  if (!ui.unlocked) return;
  const told = ui.t("confidence", percent(p.confidence));
  pen.text(told, box.x, box.y + box.h - 9 * s, { size: 14, color: MUTED, max: box.w });
}

function own(pen, p, box, ui) {
  const s = pen.scale;
  const side = box.h;
  pen.heat(p.own, 16, 16, { ...box, w: side }, { kind: "gray", low: -1, high: 1 });
  pen.rect({ ...box, w: side }, { stroke: FRAME });
  const [digit, sure] = p.own_said;
  pen.text(ui.t("own", digit, percent(sure)), box.x + side + 12 * s, box.y + side / 2, {
    size: 16,
    weight: 650,
    max: box.w - side - 12 * s,
  });
}

export default view({
  phone: 2.5,
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const [left, right] = split(box, tall ? [58, 42] : [54, 46], 26 * s, tall);
    const parts = split(left, p.own ? [34, 52, 14] : [36, 64], 16 * s, true);
    const [known, given] = p.sizes;
    const extra = given ? ui.t("given", given, ui.t(p.names[1])) : "";
    const title = ui.t("learned", known, ui.t(p.names[0])) + extra;
    sheet(pen, p.here, title, parts[0], null, null, ACCENT);
    // What is said of them is what the question asks for.
    const said = ui.unlocked ? p.said : null;
    sheet(pen, p.there, ui.t("read", ui.t(p.names[1])), parts[1], said, p.truth, POSITIVE);
    if (p.own) own(pen, p, parts[2], ui);
    curves(pen, p, right, ui);
  },
});
