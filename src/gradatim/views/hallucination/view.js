// Confident invention: what a small GPT answers about somebody it knows and about somebody whom it
// never met, how confident it is in all answers, and how both went while it learned.
import { inset, lines, split } from "../kit/canvas/boxes.js";
import { ACCENT, BORDER, INK, MUTED, PANEL, POSITIVE, WARNING } from "../kit/canvas/colors.js";
import { percentLines } from "../kit/canvas/percent_lines.js";
import { number } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";

const percent = (p) => `${number(100 * p, 2)} %`;

// One question and its likeliest answers; the true one is marked.
function question(pen, asked, box, ui, name, color) {
  const s = pen.scale;
  pen.text(ui.t(name), box.x, box.y + 10 * s, { size: 14, weight: 600, color, max: box.w });
  const written = lines(pen, `${asked.words.join(" ")}?`, box.w, 18);
  written.forEach((text, i) => {
    pen.text(text, box.x, box.y + (36 + 22 * i) * s, { size: 18, weight: 650, max: box.w });
  });
  const rest = inset(box, 0, (54 + 22 * (written.length - 1)) * s, 0, 24 * s);
  if (name === "unseen" && !ui.unlocked) {
    const middle = [rest.x + rest.w / 2, rest.y + rest.h / 2];
    return void pen.text("?", ...middle, { size: 40, align: "center", color: MUTED });
  }
  const row = Math.min(32 * s, rest.h / asked.best.length);
  asked.best.forEach(([word, probability], i) => {
    const line = { x: rest.x, y: rest.y + i * row, w: rest.w, h: row - 5 };
    const isTrue = word === asked.truth;
    const told = i === 0 && probability >= ui.values.threshold && word !== "<unknown>";
    const fill = isTrue ? "#bfe3dd" : "#f6d2bb";
    pen.rect({ ...line, w: Math.max(3, line.w * probability) }, { fill: told ? fill : PANEL });
    pen.rect(line, { stroke: BORDER });
    const verdict = isTrue ? " ✓" : " ✗";
    const mark = told ? verdict : "";
    pen.text(`${word}  ${percent(probability)}${mark}`, line.x + 8, line.y + line.h / 2, {
      size: 15,
      weight: told ? 700 : 400,
      max: line.w - 12,
    });
  });
  const limit = rest.x + rest.w * ui.values.threshold;
  pen.segment(limit, rest.y - 3, limit, rest.y + row * asked.best.length, {
    color: INK,
    dash: [5, 4],
  });
  const [best, probability] = asked.best[0];
  let said = "abstains";
  if (best !== "<unknown>" && probability >= ui.values.threshold) {
    said = best === asked.truth ? "true" : "false";
  }
  const told = { size: 14, color: said === "false" ? WARNING : MUTED, max: rest.w };
  pen.text(ui.t(said, asked.truth), rest.x, box.y + box.h - 9 * s, told);
}

// How confident the answers are: bars upwards for known facts, downwards for unseen people.
function confidence(pen, p, box, ui) {
  const s = pen.scale;
  pen.text(ui.t("confidence"), box.x, box.y + 10 * s, { size: 14, weight: 600, max: box.w });
  const area = inset(box, 0, 26 * s, 0, 20 * s);
  const middle = area.y + area.h / 2;
  const n = p.confidence.shape[1];
  const width = area.w / n;
  for (let i = 0; i < n; i++) {
    const x = area.x + i * width + 1;
    const up = (p.confidence[i] * area.h) / 2;
    pen.rect({ x, y: middle - up, w: width - 2, h: up }, { fill: ACCENT });
    if (!ui.unlocked) continue;
    const down = (p.confidence[n + i] * area.h) / 2;
    pen.rect({ x, y: middle, w: width - 2, h: down }, { fill: POSITIVE });
  }
  pen.segment(area.x, middle, area.x + area.w, middle, { color: INK, width: 1.5 });
  const at = area.x + area.w * ui.values.threshold;
  pen.segment(at, area.y, at, area.y + area.h, { color: INK, dash: [5, 4] });
  pen.text(ui.t("known_bars"), area.x + area.w * 0.48, area.y + 8 * s, {
    size: 13,
    color: ACCENT,
    max: area.w * 0.36,
    align: "right",
  });
  pen.text(ui.t("unseen_bars"), area.x + area.w * 0.48, area.y + area.h - 8 * s, {
    size: 13,
    color: POSITIVE,
    max: area.w * 0.36,
    align: "right",
  });
  [0, 0.5, 1].forEach((v) =>
    pen.text(percent(v), area.x + area.w * v, box.y + box.h - 8 * s, {
      size: 13,
      color: MUTED,
      align: ["left", "center", "right"][2 * v],
    }),
  );
}

function curves(pen, p, box, ui) {
  const s = pen.scale;
  const [n] = p.curve.shape;
  const area = inset(box, 0, 0, 0, 46 * s);
  const both = percentLines(pen, p.curve, area, ui.t("curve"), ui.t("steps"));
  const told = [
    ["right", 1, ACCENT, []],
    ["invented", 2, POSITIVE, [9, 5]],
  ];
  told.forEach(([word, column, color, dash], row) => {
    const open = column === 1 || ui.unlocked;
    if (open) pen.line(both[column - 1], { color, width: 3.5, dash });
    const value = open ? percent(p.curve[3 * (n - 1) + column]) : "?";
    const of = column === 1 ? p.n_known : p.n_unseen;
    pen.text(ui.t(word, value, of), box.x, box.y + box.h - (32 - 22 * row) * s, {
      size: 15,
      weight: 650,
      color,
      max: box.w,
    });
  });
}

export default view({
  phone: 2.6,
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const [asked, told] = split(box, tall ? [52, 48] : [50, 50], 20 * s, true);
    const [one, two] = split(asked, [1, 1], 30 * s, tall);
    question(pen, p.known, one, ui, "known", ACCENT);
    question(pen, p.unseen, two, ui, "unseen", POSITIVE);
    const [left, right] = split(told, [1, 1], 30 * s, tall);
    curves(pen, p, left, ui);
    confidence(pen, p, right, ui);
  },
});
