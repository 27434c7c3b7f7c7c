// Images and words: emoji in the order of the words; or a scene, put into words one by one.
import { inset, split, square, wrap } from "../kit/canvas/boxes.js";
import { ACCENT, BORDER, FRAME, GRID, INK, MUTED, PANEL, PAPER } from "../kit/canvas/colors.js";
import { clamp, number } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";
import { drawEmoji, drawSheet, emojiOf } from "./sheet.js";

const percent = (p) => `${number(100 * p, 2)} %`;

// The colors of a word: the one of now, one that is read or said, one still to come.
function look(here, done) {
  if (here) return { fill: ACCENT, color: PAPER };
  return done ? { fill: PANEL, color: INK } : { fill: PAPER, color: MUTED };
}

// Words as tiles, those up to number `at` filled; a click goes to a word. Gives the height used.
function tiles(pen, words, at, box, ui, current = at) {
  const s = pen.scale;
  const widths = words.map((word) => pen.width(word, 17, 600) + 18 * s);
  const places = wrap(widths, box, 32 * s, 6 * s);
  places.forEach((tile, i) => {
    const here = i + 1 === current;
    const { fill, color } = look(here, i < at);
    pen.rect(tile, { fill, stroke: here ? ACCENT : BORDER, round: 6 });
    pen.text(words[i], tile.x + tile.w / 2, tile.y + tile.h / 2, {
      size: 17,
      weight: 600,
      align: "center",
      color,
      max: tile.w - 6,
    });
    ui.region(tile, { click: () => ui.set("word", i + 1) });
  });
  return places[places.length - 1].y + 32 * s - box.y;
}

function title(pen, text, box, size = 15) {
  pen.text(text, box.x, box.y + 10 * pen.scale, { size, weight: 600, max: box.w });
  return inset(box, 0, 26 * pen.scale, 0, 0);
}

// The emoji or image that was chosen, and the names that fit it best.
function names(pen, p, box, ui) {
  const s = pen.scale;
  const own = Boolean(p.own);
  let rest = title(pen, ui.t(own ? "own" : "chosen"), box);
  const side = Math.min(rest.w * 0.4, rest.h * 0.3, 120 * s);
  const area = { x: rest.x, y: rest.y, w: side, h: side };
  if (own) pen.photo(p.own, 32, 32, area);
  else drawEmoji(pen, emojiOf(p, ui.memory), p.chosen, area);
  pen.rect(area, { stroke: FRAME });
  const beside = { x: area.x + side + 12 * s, y: area.y, w: rest.w - side - 12 * s, h: side };
  const about = own ? [] : [...p.called, ui.t("fits_words", percent(p.probabilities[p.chosen]))];
  about.forEach((text, i) =>
    pen.text(text, beside.x, beside.y + (14 + 24 * i) * s, {
      size: 15,
      weight: i < 2 ? 600 : 400,
      color: i < 2 ? INK : MUTED,
      max: beside.w,
    }),
  );
  rest = title(pen, ui.t("names"), inset(rest, 0, side + 14 * s, 0, 0));
  const row = 30 * s;
  p.best.slice(0, Math.floor(rest.h / row)).forEach(([name, probability], i) => {
    const y = rest.y + i * row;
    const mine = !own && p.called.includes(name);
    const bar = { x: rest.x, y: y + 2, w: Math.max(3, rest.w * probability), h: row - 6 };
    pen.rect(bar, { fill: mine ? "#bfe3dd" : GRID, round: 3 }); // an edge would cut the letters
    pen.text(`${name}  ${percent(probability)}`, rest.x + 8, y + row / 2 - 1, {
      size: 15,
      weight: mine ? 700 : 400,
      max: rest.w - 12,
    });
  });
}

function source(pen, p, box, ui) {
  pen.text(ui.t(p.folder ? "run" : `ships_${p.task}`, p.folder), box.x, box.y, {
    size: 13,
    color: MUTED,
    max: box.w,
  });
}

function drawMatching(pen, p, box, ui) {
  const s = pen.scale;
  const tall = box.h > box.w;
  const [left, right] = tall
    ? split(box, [58, 42], 14 * s, true)
    : split(box, [66, 34], 26 * s, false);
  const used = tiles(pen, p.read, p.at, left, ui);
  const below = inset(left, 0, used + 8 * s, 0, 0);
  pen.text(ui.t("sorted", p.order.length), below.x, below.y + 9 * s, {
    size: 14,
    color: MUTED,
    max: below.w,
  });
  const over = drawSheet(pen, p, inset(below, 0, 24 * s, 0, 0), ui);
  names(pen, p, inset(right, 0, 0, 0, 22 * s), ui);
  source(pen, p, { ...right, y: right.y + right.h - 8 * s }, ui);
  if (over !== null) {
    const rank = p.order.indexOf(over) + 1;
    const told = [ui.t("rank", rank, percent(p.probabilities[over]))];
    pen.tooltip(ui.hover.x, ui.hover.y, told, box);
  }
}

// The scene, lit where the network looks while it says word number `word`.
function lit(pen, p, word, area, width = 1, color = FRAME) {
  const side = p.image.shape[0];
  pen.heat(p.image, side, side, area, { kind: "gray", low: 0, high: 1 });
  const places = p.weights.shape[1];
  const from = word * places * places;
  let most = 1e-9;
  for (let i = 0; i < places * places; i++) most = Math.max(most, p.weights[from + i]);
  const cell = area.w / places;
  for (let i = 0; i < places * places; i++) {
    const alpha = Math.round(150 * (p.weights[from + i] / most));
    if (alpha < 8) continue;
    const fill = `#ff8a1f${alpha.toString(16).padStart(2, "0")}`;
    const x = area.x + (i % places) * cell;
    const y = area.y + Math.floor(i / places) * cell;
    pen.rect({ x, y, w: cell, h: cell }, { fill });
  }
  pen.rect(area, { stroke: color, width });
}

function drawCaptioning(pen, p, box, ui) {
  const s = pen.scale;
  const tall = box.h > box.w;
  const [left, right] = split(box, tall ? [52, 48] : [46, 54], 24 * s, tall);
  const area = square(inset(left, 0, 28 * s, 0, 0));
  Object.assign(area, { x: left.x, y: left.y + 28 * s });
  title(pen, ui.t("looks", p.said[p.at - 1]), left, 17);
  lit(pen, p, p.at - 1, area);
  if (p.corner) {
    const scale = area.w / p.image.shape[0];
    const [row, column] = p.corner;
    pen.rect(
      { x: area.x + column * scale, y: area.y + row * scale, w: p.size * scale, h: p.size * scale },
      { stroke: "#5fd0c5", width: 3, dash: [8, 5] },
    );
  }
  const said = p.all ? p.said.length : p.at;
  let rest = title(pen, ui.t("says"), right);
  const used = tiles(pen, p.said, said, rest, ui, p.at);
  rest = inset(rest, 0, used + 12 * s, 0, 0);
  const isRight = p.truth === p.said.join(" ");
  const lines = p.truth ? [ui.t(isRight ? "right" : "wrong", p.truth)] : [ui.t("own_scene")];
  if (p.inside !== null) lines.push(ui.t("inside", percent(p.inside)));
  lines.forEach((text, i) =>
    pen.text(text, rest.x, rest.y + (8 + 22 * i) * s, { size: 15, max: rest.w }),
  );
  film(pen, p, inset(rest, 0, 58 * s, 0, 24 * s), ui);
  source(pen, p, { ...right, y: right.y + right.h - 8 * s }, ui);
}

// Where it looked for each word that is said; a click goes to a word.
function film(pen, p, box, ui) {
  const s = pen.scale;
  const n = p.said.length;
  const label = 20 * s;
  let best = { side: 0, cols: 1 };
  for (let cols = 1; cols <= n; cols++) {
    const side = Math.min(box.w / cols - 8 * s, box.h / Math.ceil(n / cols) - label - 6 * s);
    if (side > best.side) best = { side, cols };
  }
  const side = Math.min(best.side, 130 * s);
  for (let i = 0; i < n; i++) {
    if (!p.all && i >= p.at) return;
    const here = i + 1 === p.at;
    const x = box.x + (i % best.cols) * (side + 8 * s);
    const y = box.y + Math.floor(i / best.cols) * (side + label + 6 * s);
    const area = { x, y: y + label, w: side, h: side };
    pen.text(p.said[i], x + side / 2, y + 9 * s, {
      size: 14,
      weight: here ? 700 : 400,
      align: "center",
      max: side,
    });
    lit(pen, p, i, area, here ? 4 : 1, here ? ACCENT : FRAME);
    ui.region(area, { click: () => ui.set("word", i + 1) });
  }
}

const wordsOf = (p) => (p.task === "match" ? p.read : p.said);
const move = (p, ui, by) => ui.set("word", clamp(p.at + by, 1, wordsOf(p).length));

export default view({
  keys: { ArrowUp: (p, ui) => move(p, ui, -1), ArrowDown: (p, ui) => move(p, ui, 1) },
  phone: 2.2,
  draw(pen, p, box, ui) {
    (p.task === "match" ? drawMatching : drawCaptioning)(pen, p, box, ui);
  },
});
