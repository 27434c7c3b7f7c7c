// A player that learns now: the game that it plays meanwhile, what it thinks of its four moves,
// and its points against the opponent as it learns.
import { inset, split, square } from "../kit/canvas/boxes.js";
import { ACCENT, GRID, INK, MUTED, NEGATIVE, POSITIVE } from "../kit/canvas/colors.js";
import { largestSize, number, short } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";

const DX = [0, 1, 0, -1]; // north, east, south, west
const DY = [-1, 0, 1, 0];
const DIRECTIONS = ["north", "east", "south", "west"];
const COLORS = [NEGATIVE, POSITIVE]; // of the network and its opponent
const percent = (p) => `${number(100 * p, 2)} %`;

function board(pen, p, box, ui) {
  const s = pen.scale;
  const [mine, theirs] = p.score;
  const told = ui.t(p.over ? "over" : "game", p.game, number(mine), number(theirs));
  pen.text(told, box.x, box.y + 11 * s, { size: 16, weight: 650, max: box.w });
  const area = square(inset(box, 0, 30 * s, 0, 0));
  Object.assign(area, { x: box.x, y: box.y + 30 * s });
  const side = area.w / p.width;
  const middle = (cell) => [
    area.x + ((cell % p.width) + 0.5) * side,
    area.y + (Math.floor(cell / p.width) + 0.5) * side,
  ];
  pen.rect(area, { fill: "#fbfaf6" });
  for (let i = 1; i < p.width; i++) {
    const at = i * side;
    pen.segment(area.x + at, area.y, area.x + at, area.y + area.h, { color: GRID, width: 1 });
    pen.segment(area.x, area.y + at, area.x + area.w, area.y + at, { color: GRID, width: 1 });
  }
  p.cheese.forEach((there, cell) => {
    if (there) pen.dot(...middle(cell), side * 0.17, { fill: "#e2b13c", stroke: "#8a6a1e" });
  });
  const [n] = p.trail.shape;
  COLORS.forEach((color, who) => {
    const way = Array.from({ length: n }, (_, i) => middle(p.trail[2 * i + who]));
    pen.line(way, { color, width: 3, alpha: 0.35 });
  });
  if (!p.over) moves(pen, p, middle(p.positions[0]), side);
  COLORS.forEach((fill, who) => {
    const [x, y] = middle(p.positions[who]);
    const shape = who ? "square" : "circle";
    pen.dot(x + (who ? 4 : -4), y, side * 0.26, { fill, shape, width: 2 });
  });
  pen.rect(area, { stroke: INK, width: 2.5 });
}

// Arrows from the network's place: thick and long where it likes a move.
function moves(pen, p, [x, y], side) {
  const low = Math.min(...p.moves);
  const reach = Math.max(...p.moves) - low || 1;
  p.moves.forEach((value, i) => {
    const liked = (value - low) / reach;
    const far = side * (0.4 + 0.5 * liked);
    const style = {
      color: liked === 1 ? ACCENT : MUTED,
      width: 1 + 4 * liked,
      head: 6 + 8 * liked,
    };
    pen.arrow(
      x + DX[i] * side * 0.3,
      y + DY[i] * side * 0.3,
      x + DX[i] * far,
      y + DY[i] * far,
      style,
    );
  });
}

// What the network says of its four moves, as bars.
function values(pen, p, box, ui) {
  const s = pen.scale;
  const learns = ui.values.method;
  pen.text(ui.t(`values_${learns}`), box.x, box.y + 10 * s, { size: 15, weight: 600, max: box.w });
  const rows = split(inset(box, 0, 26 * s, 0, 0), [1, 1, 1, 1], 4 * s, true);
  const reach = largestSize(p.moves);
  const best = p.moves.indexOf(Math.max(...p.moves));
  p.moves.forEach((value, i) => {
    const row = rows[i];
    const y = row.y + row.h / 2;
    const zero = row.x + 70 * s + (row.w - 130 * s) * (learns === "dqn" ? 0.4 : 0);
    const length = ((row.w - 130 * s) * (learns === "dqn" ? 0.6 : 1) * value) / reach;
    const shown = Math.max(length, row.x + 70 * s - zero);
    pen.text(ui.t(DIRECTIONS[i]), row.x, y, {
      size: 15,
      weight: i === best ? 700 : 400,
      max: 64 * s,
    });
    const bar = { x: Math.min(zero, zero + shown), y: row.y + 1, w: Math.abs(shown), h: row.h - 3 };
    pen.rect(bar, { fill: i === best ? ACCENT : "#b9c2cc" });
    pen.text(short(value), Math.max(zero, zero + shown) + 6, y, { size: 14 });
  });
}

function curve(pen, p, box, ui) {
  const s = pen.scale;
  const [n] = p.curve.shape;
  const opponent = ui.option("opponent", ui.values.opponent);
  const plot = pen.plot(inset(box, 0, 0, 0, 62 * s), {
    x: [p.curve[0], Math.max(200, p.curve[2 * (n - 1)])],
    y: [0, 100],
    title: ui.t("curve", opponent),
    xlabel: ui.t("steps"),
  });
  const half = plot.y(50);
  pen.segment(plot.box.x, half, plot.box.x + plot.box.w, half, { color: MUTED, dash: [6, 4] });
  pen.text(ui.t("equal"), plot.box.x + plot.box.w - 4, half + 10 * s, {
    size: 13,
    color: MUTED,
    align: "right",
  });
  const points = Array.from({ length: n }, (_, i) => [
    plot.x(p.curve[2 * i]),
    plot.y(100 * p.curve[2 * i + 1]),
  ]);
  pen.line(points, { color: ACCENT, width: 3.5 });
  const [x] = points[n - 1];
  pen.segment(x, plot.y(100 * p.low), x, plot.y(100 * p.high), { color: ACCENT, width: 2 });
  pen.dot(...points[n - 1], 5, { fill: ACCENT });
  const interval = `${number(100 * p.low, 2)}–${number(100 * p.high, 2)}`;
  const now = ui.t("points", percent(p.curve[2 * n - 1]), interval, p.n_match);
  const y = box.y + box.h - 44 * s;
  pen.text(now, box.x, y, { size: 16, weight: 650, color: ACCENT, max: box.w });
  const how = p.epsilon === null ? ui.t("imitates") : ui.t("explores", percent(p.epsilon));
  pen.text(how, box.x, y + 26 * s, { size: 15, color: MUTED, max: box.w });
}

export default view({
  phone: 2.1,
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const [left, right] = split(box, tall ? [50, 50] : [48, 52], 28 * s, tall);
    board(pen, p, left, ui);
    const [above, below] = split(right, [68, 32], 14 * s, true);
    curve(pen, p, above, ui);
    values(pen, p, below, ui);
  },
});
