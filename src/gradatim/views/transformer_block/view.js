// The block, repeated: on the left what one block adds to the stream at one word, on the right what
// would be said after every block.
import { inset, split } from "../kit/canvas/boxes.js";
import { ACCENT, BORDER, FRAME, INK, MUTED, PAPER, POSITIVE, blend } from "../kit/canvas/colors.js";
import { clamp, largestSize, number, short } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";

const word = (text) => text.trim() || text.replace(/\n/g, "⏎").replace(/ /g, "·") || "∅";
const length = (vector) => Math.hypot(...vector);

// One vector of the stream as a strip of colors, with its length.
function strip(pen, p, box, title, values, reach, sign = "") {
  const s = pen.scale;
  const left = 26 * s;
  pen.text(title, box.x + left, box.y + 8 * s, {
    size: 14,
    weight: 600,
    max: box.w - left - 66 * s,
  });
  pen.text(`|·| ${short(length(values))}`, box.x + box.w, box.y + 8 * s, {
    size: 13,
    align: "right",
    color: MUTED,
  });
  const area = {
    x: box.x + left,
    y: box.y + 19 * s,
    w: box.w - left,
    h: Math.max(8, box.h - 20 * s),
  };
  pen.heat(values, 1, values.length, area, { low: -reach, high: reach });
  pen.rect(area, { stroke: sign ? BORDER : FRAME, width: sign ? 1 : 2 });
  if (!sign) return;
  pen.dot(box.x + 10 * s, area.y + area.h / 2, 9 * s, { fill: PAPER, stroke: INK, width: 2 });
  pen.text(sign, box.x + 10 * s, area.y + area.h / 2 + 1, {
    size: 16,
    weight: 700,
    align: "center",
  });
}

// Which words the attention of this block reads: the mean of its heads, each head as a thin line.
function reading(pen, p, box, ui) {
  const s = pen.scale;
  const [heads, n] = p.heads.shape;
  pen.text(ui.t("reads", word(p.tokens[p.position])), box.x + 26 * s, box.y + 8 * s, {
    size: 14,
    weight: 600,
    max: box.w - 26 * s,
  });
  const area = inset(box, 26 * s, 20 * s, 0, 30 * s);
  const step = area.w / n;
  const height = (weight) => area.h * Math.min(1, weight);
  let tip = null;
  for (let i = 0; i < n; i++) {
    const each = Array.from({ length: heads }, (_, h) => p.heads[h * n + i]);
    const mean = each.reduce((sum, w) => sum + w, 0) / heads;
    const x = area.x + i * step;
    const bar = { x: x + 1, y: area.y + area.h - height(mean), w: step - 2, h: height(mean) };
    pen.rect(bar, { fill: i <= p.position ? ACCENT : BORDER });
    for (const weight of each) {
      const y = area.y + area.h - height(weight);
      pen.segment(x + 1, y, x + step - 1, y, { color: POSITIVE, width: 1.5 });
    }
    const bold = i === p.position ? 700 : 400;
    const place = [x + step / 2, area.y + area.h + (n > 12 ? 8 + 11 * (i % 2) : 10) * s];
    const max = (n > 12 ? 2 : 1) * step - 2;
    pen.text(word(p.tokens[i]), ...place, { size: 12, align: "center", weight: bold, max });
    const column = { x, y: area.y, w: step, h: area.h + 28 * s };
    ui.region(column, { click: () => ui.set("position", p.first + i) });
    if (ui.over(column)) {
      tip = [
        ui.t("weight", word(p.tokens[i]), number(100 * mean, 2)),
        each.map((w) => short(w)).join("  "),
      ];
    }
  }
  pen.segment(area.x, area.y + area.h, area.x + area.w, area.y + area.h, {
    color: FRAME,
    width: 1,
  });
  return tip;
}

function block(pen, p, box, ui) {
  const s = pen.scale;
  const title = ui.t("block", p.block, p.n_blocks, word(p.tokens[p.position]));
  pen.text(title, box.x, box.y + 11 * s, { size: 17, weight: 700, max: box.w });
  const rows = split(inset(box, 0, 30 * s, 0, 0), [13, 30, 13, 13, 13, 13], 6 * s, true);
  const reach =
    Math.max(...[p.before, p.mixed, p.between, p.computed, p.after].map(largestSize)) * 0.6;
  strip(pen, p, rows[0], ui.t("before"), p.before, reach);
  const tip = reading(pen, p, rows[1], ui);
  strip(pen, p, rows[2], ui.t("mixed"), p.mixed, reach, "+");
  strip(pen, p, rows[3], ui.t("between"), p.between, reach);
  strip(pen, p, rows[4], ui.t("computed"), p.computed, reach, "+");
  strip(pen, p, rows[5], ui.t("after", p.block), p.after, reach);
  return tip;
}

// What would be said after each block at each word: the likeliest next word, darker where surer.
function lens(pen, p, box, ui) {
  const s = pen.scale;
  const n = p.tokens.length;
  const rows = p.n_blocks + 1;
  const part = n < p.n_tokens ? ui.t("part", p.first + 1, p.first + n, p.n_tokens) : "";
  pen.text(ui.t("lens") + part, box.x, box.y + 11 * s, { size: 15, weight: 650, max: box.w });
  const left = Math.min(66 * s, box.w * 0.16);
  const area = inset(box, left, 46 * s, 0, 0);
  const cell = { w: area.w / n, h: Math.min(area.h / rows, 44 * s) };
  const asked = !ui.unlocked; // the question is about this table
  let tip = null;
  p.tokens.forEach((token, i) =>
    pen.text(word(token), area.x + (i + 0.5) * cell.w, area.y - 10 * s, {
      size: 13,
      align: "center",
      weight: i === p.position ? 700 : 400,
      max: cell.w - 2,
    }),
  );
  for (let row = 0; row < rows; row++) {
    const y = area.y + row * cell.h;
    const name = row ? ui.t("row", row) : ui.t("row0");
    pen.text(name, box.x, y + cell.h / 2, { size: 13, color: MUTED, max: left - 6 });
    for (let i = 0; i < n; i++) {
      const k = row * n + i;
      const hidden = asked && i === p.position && row !== p.block;
      const sure = hidden ? 0 : p.sure[k];
      const spot = { x: area.x + i * cell.w, y, w: cell.w, h: cell.h };
      const chosen = row === p.block && i === p.position;
      pen.rect(inset(spot, 1), {
        fill: blend([250, 250, 247], [15, 110, 102], 0.9 * sure),
        round: 3,
      });
      pen.text(hidden ? "?" : word(p.said[k]), spot.x + cell.w / 2, y + cell.h / 2, {
        size: 14,
        align: "center",
        weight: chosen ? 700 : 400,
        color: sure > 0.45 ? PAPER : INK,
        max: cell.w - 5,
      });
      if (chosen) pen.rect(inset(spot, 1), { stroke: POSITIVE, width: 3, round: 3 });
      ui.region(spot, {
        click: () => {
          ui.set("position", p.first + i);
          if (row) ui.set("block", row);
        },
      });
      if (ui.over(spot) && !hidden) tip = [`${word(p.said[k])}  ${number(100 * p.sure[k], 2)} %`];
    }
  }
  return tip;
}

// The likeliest words after the chosen block, and how the last block's word came to be.
function guesses(pen, p, box, ui) {
  const s = pen.scale;
  const [left, right] = split(box, [56, 44], 20 * s, false);
  pen.text(ui.t("says", p.block), left.x, left.y + 10 * s, { size: 15, weight: 650, max: left.w });
  const n = p.words.length;
  const pitch = Math.min(28 * s, (left.h - 24 * s) / n);
  p.words.forEach((text, i) => {
    const y = left.y + 24 * s + (i + 0.5) * pitch;
    const from = left.x + Math.min(84 * s, left.w * 0.36);
    const width = (left.x + left.w - from - 54 * s) * p.probabilities[i];
    const size = Math.min(15, pitch / s - 4);
    pen.text(word(text), left.x, y, { size, max: from - left.x - 6, weight: i ? 400 : 650 });
    pen.rect(
      { x: from, y: y - pitch * 0.34, w: Math.max(1.5, width), h: pitch * 0.68 },
      { fill: i ? "#6f9a95" : ACCENT },
    );
    const percent = `${number(100 * p.probabilities[i], 2)} %`;
    pen.text(percent, from + Math.max(1.5, width) + 6, y, {
      size: Math.min(14, size),
      color: MUTED,
    });
    const row = { x: left.x, y: y - pitch / 2, w: left.w, h: pitch };
    ui.region(row, { click: () => ui.act("say", i) });
  });
  if (!ui.unlocked) return;
  const plot = pen.plot(right, {
    x: [0, p.n_blocks],
    y: [0, Math.max(0.2, ...p.path) * 1.1],
    title: ui.t("path", word(p.final)),
    xlabel: ui.t("blocks"),
  });
  const points = Array.from(p.path, (v, i) => [plot.x(i), plot.y(v)]);
  pen.line(points, { color: INK, width: 3 });
  points.forEach((at, i) => pen.dot(...at, 5, { fill: i === p.block ? POSITIVE : INK }));
}

const move = (p, ui, by) => ui.set("block", clamp(p.block + by, 1, p.n_blocks));
const shift = (p, ui, by) =>
  ui.set("position", clamp(p.first + p.position + by, 0, p.n_tokens - 1));

export default view({
  phone: 2.5,
  keys: {
    ArrowUp: (p, ui) => move(p, ui, -1),
    ArrowDown: (p, ui) => move(p, ui, 1),
    ",": (p, ui) => shift(p, ui, -1),
    ";": (p, ui) => shift(p, ui, 1),
  },
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const [one, two] = split(box, tall ? [50, 50] : [46, 54], 24 * s, tall);
    const [top, foot] = split(two, [58, 42], 14 * s, true);
    const tips = [block(pen, p, one, ui), lens(pen, p, top, ui)];
    guesses(pen, p, foot, ui);
    const tip = tips.find(Boolean);
    if (tip) pen.tooltip(ui.hover.x, ui.hover.y, tip, box);
  },
});
