// PyRat arena: the maze with players, cheese and overlays; the score against the turn.
import { view, split, inset, number, short, clamp, inside, signed, INK, MUTED, PAPER, NEGATIVE, POSITIVE, ACCENT } from "./kit.js";

const COLOURS = [NEGATIVE, POSITIVE], NAMES = ["rat", "python"];

export function cellBox(area, p, cell) {
  const side = area.w / p.width;
  return { x: area.x + (cell % p.width) * side, y: area.y + Math.floor(cell / p.width) * side, w: side, h: side };
}

function maze(pen, p, box, ui) {
  const side = Math.min(box.w / p.width, box.h / p.height), w = side * p.width, h = side * p.height;
  const area = { x: box.x + (box.w - w) / 2, y: box.y + (box.h - h) / 2, w, h };
  const travels = ui.values.overlay === "travel", far = travels ? Math.max(...p.travel.filter((v, i) => p.exists[i] && v < 9000)) || 1 : 1;
  let tip = null;
  for (let i = 0; i < p.exists.length; i++) {
    const b = cellBox(area, p, i);
    if (!p.exists[i]) { pen.rect(b, { fill: "#566273" }); continue; }
    const t = travels ? clamp(p.travel[i] / far, 0, 1) : 0;
    pen.rect(b, { fill: travels ? `rgb(${Math.round(255 - 150 * t)},${Math.round(255 - 140 * t)},${Math.round(252 - 110 * t)})` : "#fbfaf6" });
    if (ui.hover && inside(b, ui.hover.x, ui.hover.y) && travels) tip = [ui.t("travel", number(p.travel[i]))];
  }
  for (let i = 0; i < p.exists.length; i++) {
    if (!p.exists[i]) continue;
    const b = cellBox(area, p, i), row = Math.floor(i / p.width), col = i % p.width;
    [[0, col + 1 < p.width && p.exists[i + 1]], [1, row + 1 < p.height && p.exists[i + p.width]]].forEach(([south, there]) => {
      const from = south ? [b.x, b.y + b.h] : [b.x + b.w, b.y], to = [b.x + b.w, b.y + b.h], turns = p.passages[2 * i + south];
      if (!there) return;
      if (turns === 0) pen.line([from, to], { colour: INK, width: Math.max(2.5, side * 0.08) });
      else if (turns === 1) pen.line([from, to], { colour: "#e3e0d6", width: 1, dash: [3, 4] });
      else {
        pen.line([from, to], { colour: "#8a6a45", width: Math.max(3, side * 0.14), dash: [4, 3] });
        if (side > 26) pen.dot((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, side * 0.2, { fill: "#fbfaf6", stroke: "" });
        if (side > 26) pen.text(turns, (from[0] + to[0]) / 2, (from[1] + to[1]) / 2, { size: Math.min(13, side * 0.36) / pen.scale, align: "center", weight: 700, colour: "#5c4020" });
      }
    });
  }
  pen.rect(area, { stroke: INK, width: 3 });
  const best = Math.max(...p.values.filter(Number.isFinite)), reach = Math.max(1, ...p.values.filter(Number.isFinite).map(Math.abs));
  for (let k = 0; k < p.cheese.length; k++) {
    if (!p.present[k] || p.cheese[k] < 0) continue;
    const b = cellBox(area, p, p.cheese[k]), x = b.x + b.w / 2, y = b.y + b.h / 2, r = side * 0.3, value = p.values[k], valued = Number.isFinite(value);
    pen.line([[x - r, y + r * 0.75], [x + r, y + r * 0.75], [x + r, y - r * 0.1], [x - r, y - r * 0.75], [x - r, y + r * 0.75]], { fill: valued ? signed(value, reach) : "#f2c230", colour: valued && value === best ? INK : "#8a6d00", width: valued && value === best ? 3.5 : 1.5 });
    if (valued && side > 24) pen.text(`${value > 0 ? "+" : ""}${short(value, 1)}`, x, y + r * 0.25, { size: Math.min(14, side * 0.34) / pen.scale, align: "center", weight: 700, colour: Math.abs(value) / reach > 0.62 ? PAPER : INK });
    if (valued && ui.hover && inside(b, ui.hover.x, ui.hover.y)) tip = [ui.t("cheese", short(value, 1))];
  }
  for (let who = 0; who < 2; who++) {
    const middle = (cell) => { const b = cellBox(area, p, cell); return [b.x + b.w * (0.42 + 0.16 * who), b.y + b.h * (0.42 + 0.16 * who)]; };
    const path = Array.from({ length: p.trail.shape[0] }, (_, i) => middle(p.trail[2 * i + who]));
    pen.line(path, { colour: COLOURS[who], width: 3, alpha: 0.45 });
    let [x, y] = middle(p.positions[who]);
    if (p.mud[who] > 0 && p.targets[who] >= 0) { const t = middle(p.targets[who]); x = (x + t[0]) / 2; y = (y + t[1]) / 2; }
    const r = Math.max(7, side * 0.34);
    pen.dot(x, y, r, { fill: COLOURS[who], shape: who ? "square" : "circle", width: 3 });
    pen.text(who ? "P" : "R", x, y + 0.5, { size: (r * 1.1) / pen.scale, align: "center", colour: PAPER, weight: 700 });
    if (ui.hover && Math.hypot(ui.hover.x - x, ui.hover.y - y) < r) tip = [ui.t(NAMES[who]), ...(p.mud[who] ? [ui.t("mud", p.mud[who])] : [])];
  }
  return tip;
}

function board(pen, p, box, ui) {
  const s = pen.scale;
  for (let who = 0; who < 2; who++) {
    const y = box.y + (14 + 34 * who) * s, player = ui.option(NAMES[who], ui.values[NAMES[who]]);
    pen.dot(box.x + 9 * s, y, 8 * s, { fill: COLOURS[who], shape: who ? "square" : "circle" });
    pen.text(`${ui.t(NAMES[who])} (${player})`, box.x + 26 * s, y, { size: 17, weight: 600, max: box.w - 80 * s });
    pen.text(number(p.score[who]), box.x + box.w, y, { size: 22, weight: 700, align: "right" });
  }
  const difference = p.score[0] - p.score[1], result = difference === 0 ? ui.t("draw") : ui.t("wins", ui.t(NAMES[difference > 0 ? 0 : 1]));
  const line = p.finished ? result : p.human ? ui.t("press") : "";
  pen.text(line, box.x, box.y + 84 * s, { size: 17, weight: 700, colour: ACCENT, max: box.w });
  const n = p.scores.shape[0], from = Math.max(0, p.step - n + 1), top = Math.max(3, ...p.scores), plot = pen.plot(inset(box, 0, 104 * s, 0, 0), { x: [from, Math.max(from + 20, p.step)], y: [0, top * 1.05], title: ui.t("score"), xlabel: ui.t("turn") });
  for (let who = 0; who < 2; who++) pen.line(Array.from({ length: n }, (_, i) => [plot.x(from + i), plot.y(p.scores[2 * i + who])]), { colour: COLOURS[who], width: 3.5, dash: who ? [9, 4] : [] });
}

const go = (action) => (p, ui) => {
  if (p.human) return ui.act("move", action);
  if (action === 2) ui.send("step", { n: 1 });
  if (action === 4) ui.send("rewind", { k: 1 });
};

export default view({
  keys: { ArrowUp: go(1), ArrowRight: go(2), ArrowDown: go(3), ArrowLeft: go(4) },
  draw(pen, p, box, ui) {
    const tall = box.h > box.w, [left, right] = split(box, tall ? [58, 42] : [70, 30], 20 * pen.scale), tip = maze(pen, p, left, ui);
    board(pen, p, right, ui);
    if (tip) pen.tip(ui.hover.x, ui.hover.y, tip, box);
  },
});
