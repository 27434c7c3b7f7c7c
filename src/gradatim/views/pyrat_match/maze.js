// The maze: floor, walls, mud, cheese, players, and what a planner or a network computes for them.
import {
  ACCENT,
  CLEAR,
  INK,
  NEGATIVE,
  PAPER,
  POSITIVE,
  blend,
  signed,
} from "../kit/canvas/colors.js";
import { clamp, number, short } from "../kit/numbers.js";
import { DX, DY } from "./directions.js";
import { exactMoves } from "./exact_moves.js";

export const COLORS = [NEGATIVE, POSITIVE];
export const NAMES = ["rat", "python"];

export function cellBox(area, p, cell) {
  const side = area.w / p.width;
  return {
    x: area.x + (cell % p.width) * side,
    y: area.y + Math.floor(cell / p.width) * side,
    w: side,
    h: side,
  };
}

// The action that leads from a cell's middle towards a place: 1 north, 2 east, 3 south, 4 west.
export function towards(from, at) {
  const dx = at.x - from[0];
  const dy = at.y - from[1];
  if (Math.abs(dx) > Math.abs(dy)) return dx > 0 ? 2 : 4;
  return dy > 0 ? 3 : 1;
}

const FLOOR = "#fbfaf6";
const UNREACHABLE = 32767; // turns, as shortest_paths.py says it
const farther = (t) => blend([255, 255, 252], [105, 115, 142], t);
const percent = (fraction) => `${Math.round(100 * fraction)} %`;
const middle = (area, p, cell, who = 0.5) => {
  const b = cellBox(area, p, cell);
  return [b.x + b.w * (0.42 + 0.16 * who), b.y + b.h * (0.42 + 0.16 * who)];
};

// The floor: plain, by the turns to go, or by the lead that the network expects from each cell.
function floor(pen, p, area, side, ui) {
  const overlay = ui.values.overlay;
  const there = (values) => values.filter((v, i) => p.exists[i] && Number.isFinite(v));
  const far =
    overlay === "travel" ? Math.max(...there(p.travel).filter((v) => v < UNREACHABLE)) || 1 : 1;
  const gain = (i) => p.leads[i] - p.lead;
  const reach =
    overlay === "heat" && p.leads
      ? Math.max(0.5, ...Array.from(p.leads, (_, i) => (p.exists[i] ? Math.abs(gain(i)) : 0)))
      : 1;
  let tip = null;
  for (let i = 0; i < p.exists.length; i++) {
    const b = cellBox(area, p, i);
    const over = ui.over(b);
    if (!p.exists[i]) {
      pen.rect(b, { fill: "#566273" });
      continue;
    }
    let fill = FLOOR;
    if (overlay === "travel") fill = farther(p.travel[i] / far);
    if (overlay === "heat" && p.leads) fill = signed(gain(i), reach);
    pen.rect({ ...b, w: b.w + 0.5, h: b.h + 0.5 }, { fill });
    if (over && overlay === "travel") tip = [ui.t("travel", number(p.travel[i]))];
    if (over && p.leads) tip = [ui.t("here", short(p.leads[i], 1))];
    if (overlay === "policy" && p.steps?.[i]) {
      const dx = DX[p.steps[i]];
      const dy = DY[p.steps[i]];
      const x = b.x + b.w / 2;
      const y = b.y + b.h / 2;
      const r = side * 0.26;
      pen.arrow(x - dx * r, y - dy * r, x + dx * r, y + dy * r, {
        color: "#8792a0",
        width: Math.max(1.2, side * 0.05),
        head: side * 0.24,
      });
    }
  }
  return tip;
}

function walls(pen, p, area, side) {
  for (let i = 0; i < p.exists.length; i++) {
    if (!p.exists[i]) continue;
    const b = cellBox(area, p, i);
    const row = Math.floor(i / p.width);
    const col = i % p.width;
    [
      [col + 1 < p.width, [b.x + b.w, b.y], [b.x + b.w, b.y + b.h]], // to the east
      [row + 1 < p.height, [b.x, b.y + b.h], [b.x + b.w, b.y + b.h]], // to the south
    ].forEach(([neighbor, from, to], direction) => {
      if (!neighbor) return;
      const turns = p.passages[2 * i + direction]; // 0: a wall; above 1: mud
      if (turns === 0) pen.line([from, to], { color: INK, width: Math.max(2.5, side * 0.08) });
      else if (turns === 1) pen.line([from, to], { color: "#d9d5c8", width: 1, dash: [3, 4] });
      else {
        pen.line([from, to], { color: "#8a6a45", width: Math.max(3, side * 0.14), dash: [4, 3] });
        if (side > 26) {
          pen.dot((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, side * 0.2, {
            fill: FLOOR,
            stroke: "",
          });
        }
        if (side > 26) {
          pen.text(turns, (from[0] + to[0]) / 2, (from[1] + to[1]) / 2, {
            size: Math.min(13, side * 0.36) / pen.scale,
            align: "center",
            weight: 700,
            color: "#5c4020",
          });
        }
      }
    });
  }
  pen.rect(area, { stroke: INK, width: 3 });
}

// Attention: lines from the cheese pointed at, or else from the likeliest, to what it attends to.
function attention(pen, p, area, ui) {
  const [layers, n] = p.attention.shape;
  const pick = ui.values.layer;
  const weight = (i, j) => {
    let sum = 0;
    for (let l = 0; l < layers; l++) {
      if (!pick || pick === l + 1) sum += p.attention[(l * n + i) * n + j];
    }
    return sum / (pick ? 1 : layers);
  };
  const alive = Array.from(p.cheese, (cell, k) => k).filter(
    (k) => p.present[k] && p.cheese[k] >= 0,
  );
  const over = alive.find((k) => ui.over(cellBox(area, p, p.cheese[k])));
  const from =
    over ??
    alive.reduce(
      (top, k) => (top === undefined || p.values[k] > p.values[top] ? k : top),
      undefined,
    );
  if (from === undefined) return;
  const [x, y] = middle(area, p, p.cheese[from], 0.5);
  const side = area.w / p.width;
  for (const k of alive) {
    if (k === from) continue;
    const [x2, y2] = middle(area, p, p.cheese[k], 0.5);
    const w = weight(from, k);
    pen.segment(x, y, x2, y2, {
      color: ACCENT,
      width: Math.max(0.6, w * side * 0.9),
      alpha: clamp(0.25 + 2 * w, 0, 0.85),
    });
  }
  pen.dot(x, y, side * 0.46, { fill: CLEAR, stroke: ACCENT, width: 3 });
}

function cheese(pen, p, area, side, ui) {
  const known = p.values.filter(Number.isFinite);
  const best = Math.max(...known);
  // A network gives the probability of each cheese as its goal, a planner the lead it expects.
  const network = p.lead !== null && p.lead !== undefined;
  const reach = network ? 1 : Math.max(1, ...known.map(Math.abs));
  let tip = null;
  for (let k = 0; k < p.cheese.length; k++) {
    if (!p.present[k] || p.cheese[k] < 0) continue;
    const b = cellBox(area, p, p.cheese[k]);
    const x = b.x + b.w / 2;
    const y = b.y + b.h / 2;
    const r = side * 0.34;
    const value = p.values[k];
    const valued = Number.isFinite(value);
    const first = valued && value === best;
    const wedge = [
      [x - r, y + r * 0.7],
      [x - r, y - r * 0.05],
      [x + r, y - r * 0.8],
      [x + r, y + r * 0.7],
      [x - r, y + r * 0.7],
    ];
    pen.line(wedge, {
      fill: valued ? signed(value, reach) : "#f2c230",
      color: first ? INK : "#8a6d00",
      width: first ? 3.5 : 1.5,
    });
    if (!valued) {
      pen.dot(x + r * 0.35, y + r * 0.1, r * 0.16, { fill: "#b98f12", stroke: "" });
      pen.dot(x - r * 0.3, y + r * 0.4, r * 0.12, { fill: "#b98f12", stroke: "" });
    }
    const label = network
      ? String(Math.round(100 * value))
      : `${value > 0 ? "+" : ""}${short(value, 1)}`;
    if (valued && side > 22) {
      pen.text(label, x, y + r * 0.22, {
        size: Math.min(15, side * 0.34) / pen.scale,
        align: "center",
        weight: 700,
        color: Math.abs(value) / reach > 0.62 ? PAPER : INK,
      });
    }
    if (valued && ui.over(b)) {
      tip = [network ? ui.t("goal", percent(value)) : ui.t("cheese", short(value, 1))];
    }
  }
  return tip;
}

function players(pen, p, area, side, ui) {
  let tip = null;
  for (let who = 0; who < 2; who++) {
    const path = Array.from({ length: p.trail.shape[0] }, (_, i) =>
      middle(area, p, p.trail[2 * i + who], who),
    );
    pen.line(path, { color: COLORS[who], width: 3, alpha: 0.45 });
    let [x, y] = middle(area, p, p.positions[who], who);
    if (p.mud[who] > 0 && p.targets[who] >= 0) {
      const t = middle(area, p, p.targets[who], who);
      x = (x + t[0]) / 2;
      y = (y + t[1]) / 2;
    }
    const r = Math.max(7, side * 0.34);
    pen.dot(x, y, r, { fill: COLORS[who], shape: who ? "square" : "circle", width: 3 });
    pen.text(who ? "P" : "R", x, y + 0.5, {
      size: (r * 1.1) / pen.scale,
      align: "center",
      color: PAPER,
      weight: 700,
    });
    if (ui.hover && Math.hypot(ui.hover.x - x, ui.hover.y - y) < r) {
      tip = [ui.t(NAMES[who]), ...(p.mud[who] ? [ui.t("mud", p.mud[who])] : [])];
    }
  }
  return tip;
}

export function maze(pen, p, box, ui) {
  const side = Math.min(box.w / p.width, box.h / p.height);
  const w = side * p.width;
  const h = side * p.height;
  const area = { x: box.x + (box.w - w) / 2, y: box.y + (box.h - h) / 2, w, h };
  const tips = [floor(pen, p, area, side, ui)];
  walls(pen, p, area, side);
  if (p.attention) attention(pen, p, area, ui);
  tips.push(cheese(pen, p, area, side, ui), players(pen, p, area, side, ui));
  if (p.moves) {
    const at = middle(area, p, p.positions[p.perspective], p.perspective);
    tips.push(exactMoves(pen, p, at, side, ui));
  }
  const mine = NAMES.findIndex((name) => ui.values[name] === "human");
  if (mine >= 0 && !p.finished) {
    ui.region(area, {
      click: (at) => ui.act("move", towards(middle(area, p, p.positions[mine], mine), at)),
    });
  }
  return tips.filter(Boolean).pop();
}
