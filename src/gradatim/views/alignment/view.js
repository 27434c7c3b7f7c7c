// The alignment: which characters a translator looks at before it writes the next one, row by row,
// and the arithmetic of one weight.
import { inset, split } from "../kit/canvas/boxes.js";
import { drawButton } from "../kit/canvas/buttons.js";
import {
  ACCENT,
  BORDER,
  FRAME,
  GRID,
  INK,
  MUTED,
  PAPER,
  POSITIVE,
  blend,
} from "../kit/canvas/colors.js";
import { clamp, largestSize, number } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";

// The names of tokens that nobody sees are words of the page.
const sign = (text, ui) =>
  ({ start: ui.t("start"), end: ui.t("end") })[text] ?? (text === " " ? "␣" : text.trim());

// Columns are read, rows are written; a row is darker where more of its weight lies.
function table(pen, p, box, ui) {
  const s = pen.scale;
  const n = p.source.length;
  const long = p.source.slice(1, -1).some((token) => token.length > 2); // words, not characters
  pen.text(ui.t("reads"), box.x, box.y + 11 * s, { size: 16, weight: 650, max: box.w });
  const left = Math.min((long ? 92 : 54) * s, box.w * 0.24);
  const area = inset(box, left, (long ? 96 : 62) * s, 4, 34 * s);
  const cell = { w: area.w / n, h: Math.min(area.h / p.length, 46 * s) };
  const height = cell.h * p.length;
  p.source.forEach((token, j) => {
    const special = j === 0 || j === n - 1;
    const style = { weight: j === p.column ? 750 : 500, color: j === p.column ? POSITIVE : INK };
    const x = area.x + (j + 0.5) * cell.w;
    const turn = special || long ? -Math.PI / 2 : 0;
    if (turn) pen.text(sign(token, ui), x, area.y - 6 * s, { ...style, size: 13, turn });
    else pen.text(sign(token, ui), x, area.y - 14 * s, { ...style, size: 19, align: "center" });
  });
  let tip = null;
  for (let i = 0; i < p.length; i++) {
    const y = area.y + i * cell.h;
    const there = i < p.target.length;
    pen.rect({ x: area.x, y, w: area.w, h: cell.h }, { stroke: GRID });
    if (!there) continue;
    const name = { x: box.x, y, w: left, h: cell.h };
    pen.text(sign(p.target[i], ui), area.x - 12 * s, y + cell.h / 2, {
      size: p.target[i] === "end" ? 13 : 19,
      align: "right",
      weight: i === p.row ? 750 : 500,
      color: i === p.row ? POSITIVE : INK,
      max: left - 14 * s,
    });
    ui.region(name, { click: () => choose(ui, i, -1) });
    for (let j = 0; j < n; j++) {
      const weight = p.weights[i * n + j];
      const spot = { x: area.x + j * cell.w, y, w: cell.w, h: cell.h };
      pen.rect(inset(spot, 1), { fill: blend([250, 250, 247], [15, 110, 102], weight), round: 3 });
      if (cell.w > 25 * s && weight >= 0.005) {
        pen.text(number(Math.round(100 * weight)), spot.x + cell.w / 2, y + cell.h / 2, {
          size: 13,
          align: "center",
          color: weight > 0.45 ? PAPER : INK,
        });
      }
      if (p.attended[i] === j) pen.rect(inset(spot, 2), { stroke: INK, width: 2, dash: [4, 3] });
      if (i === p.row && j === p.column) {
        pen.rect(inset(spot, 0.5), { stroke: POSITIVE, width: 3, round: 3 });
      }
      ui.region(spot, { click: () => choose(ui, i, j) });
      if (ui.over(spot)) {
        const parts = [sign(p.target[i], ui), sign(p.source[j], ui), number(100 * weight, 2)];
        tip = [ui.t("weight", ...parts)];
      }
    }
  }
  pen.rect({ ...area, h: height }, { stroke: FRAME });
  const done = p.target.filter((token) => token !== "end").join("");
  const foot = p.loss === null ? "" : `    ${ui.t("loss", number(p.loss))}`;
  pen.text(`${ui.t("writes")} ${done}${foot}`, area.x, area.y + height + 17 * s, {
    size: 16,
    weight: 650,
    max: area.w,
  });
  return tip;
}

function choose(ui, row, column) {
  ui.set("row", row);
  ui.set("column", column);
}

// A vector as a strip of colors, with its name.
function strip(pen, box, title, values, reach) {
  const s = pen.scale;
  pen.text(title, box.x, box.y + 9 * s, { size: 14, max: box.w });
  const area = inset(box, 0, 20 * s, 0, 0);
  pen.heat(values, 1, values.length, area, { low: -reach, high: reach });
  pen.rect(area, { stroke: BORDER });
}

// How the chosen weight comes about: the two halves, their sum squashed, the score, the softmax.
function arithmetic(pen, p, box, ui) {
  const s = pen.scale;
  const [read, written] = [sign(p.source[p.column], ui), sign(p.target[p.row], ui)];
  const weight = p.weights[p.row * p.source.length + p.column];
  const byHand = p.attended[p.row] >= 0;
  pen.text(ui.t("one", written, read), box.x, box.y + 11 * s, {
    size: 16,
    weight: 650,
    max: box.w,
  });
  const [strips, text, foot] = split(inset(box, 0, 28 * s, 0, 0), [45, 25, 30], 10 * s, true);
  const rows = split(strips, [1, 1, 1, 1], 7 * s, true);
  const reach = 0.7 * Math.max(largestSize(p.state), largestSize(p.word));
  strip(pen, rows[0], ui.t("state"), p.state, reach);
  strip(pen, rows[1], ui.t("word", read), p.word, reach);
  strip(pen, rows[2], ui.t("hidden"), p.hidden, 1);
  strip(pen, rows[3], ui.t("products"), p.products, 0.7 * largestSize(p.products));
  const fraction = `${number(Math.exp(p.score))} / ${number(p.total)}`;
  const softmax = `α = exp(${number(p.score)}) / Σ exp(e) = ${fraction} = ${number(weight)}`;
  const lines = [
    [`e = v · tanh(W s + U h) = ${number(p.score)}`, INK],
    [byHand ? ui.t("hand", number(weight)) : softmax, POSITIVE],
    [ui.t("context"), MUTED],
  ];
  const pitch = Math.min(28 * s, text.h / 3);
  lines.forEach(([line, color], k) =>
    pen.text(line, text.x, text.y + (k + 0.5) * pitch, {
      size: 15,
      weight: 600,
      color,
      max: text.w,
    }),
  );
  guesses(pen, p, foot, ui, byHand);
}

// The likeliest characters of this row, and the button that moves the look.
function guesses(pen, p, box, ui, byHand) {
  const s = pen.scale;
  pen.text(ui.t("says"), box.x, box.y + 9 * s, { size: 14, weight: 600, max: box.w });
  const [bars, button] = split(inset(box, 0, 22 * s, 0, 0), [70, 30], 8 * s, true);
  const pitch = Math.min(24 * s, bars.h / p.words.length);
  p.words.forEach((token, i) => {
    const y = bars.y + (i + 0.5) * pitch;
    const width = Math.max(1.5, (bars.w - 120 * s) * p.probabilities[i]);
    pen.text(sign(token, ui), bars.x + 40 * s, y, { size: 15, align: "right", max: 40 * s });
    pen.rect(
      { x: bars.x + 48 * s, y: y - pitch * 0.34, w: width, h: pitch * 0.68 },
      { fill: i ? "#6f9a95" : ACCENT },
    );
    const percentage = 100 * p.probabilities[i];
    const told = percentage < 0.1 ? `< ${number(0.1)} %` : `${number(percentage, 2)} %`;
    pen.text(told, bars.x + 54 * s + width, y, { size: 13, color: MUTED });
  });
  const spot = { ...button, w: Math.min(button.w, 320 * s), h: Math.min(button.h, 34 * s) };
  const say = byHand ? ui.t("free") : ui.t("only", sign(p.source[p.column], ui));
  drawButton(pen, ui, spot, say, () => look(p, ui));
}

const look = (p, ui) => ui.act("look", [p.row, p.attended[p.row] >= 0 ? -1 : p.column]);
const move = (p, ui, by) => choose(ui, clamp(p.row + by, 0, p.target.length - 1), -1);
const shift = (p, ui, by) => choose(ui, p.row, clamp(p.column + by, 0, p.source.length - 1));

export default view({
  phone: 2.4,
  keys: {
    ArrowUp: (p, ui) => move(p, ui, -1),
    ArrowDown: (p, ui) => move(p, ui, 1),
    ",": (p, ui) => shift(p, ui, -1),
    ";": (p, ui) => shift(p, ui, 1),
    o: look,
  },
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const [one, two] = split(box, tall ? [52, 48] : [60, 40], 24 * s, tall);
    const tip = table(pen, p, one, ui);
    arithmetic(pen, p, two, ui);
    if (tip) pen.tooltip(ui.hover.x, ui.hover.y, tip, box);
  },
});
