// PyRat arena: the maze with players, cheese and overlays; the score against the turn.
import {
  view,
  press,
  presses,
  split,
  inset,
  number,
  short,
  clamp,
  inside,
  signed,
  INK,
  MUTED,
  PAPER,
  NEGATIVE,
  POSITIVE,
  ACCENT,
} from "../core/view_kit.js";

const COLOURS = [NEGATIVE, POSITIVE];
const NAMES = ["rat", "python"];
const STEPS = [
  [0, 0],
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
];

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

const percent = (share) => `${Math.round(100 * share)} %`;
const middle = (area, p, cell, who = 0.5) => {
  const b = cellBox(area, p, cell);
  return [b.x + b.w * (0.42 + 0.16 * who), b.y + b.h * (0.42 + 0.16 * who)];
};

// The floor: plain, by the turns to go, or by the lead that the network expects from each cell.
function floor(pen, p, area, side, ui) {
  const overlay = ui.values.overlay;
  const there = (values) => values.filter((v, i) => p.exists[i] && Number.isFinite(v));
  const far = overlay === "travel" ? Math.max(...there(p.travel).filter((v) => v < 9000)) || 1 : 1;
  const gain = (i) => p.leads[i] - p.lead;
  const reach =
    overlay === "heat" && p.leads
      ? Math.max(0.5, ...Array.from(p.leads, (_, i) => (p.exists[i] ? Math.abs(gain(i)) : 0)))
      : 1;
  let tip = null;
  for (let i = 0; i < p.exists.length; i++) {
    const b = cellBox(area, p, i);
    const over = ui.hover && inside(b, ui.hover.x, ui.hover.y);
    if (!p.exists[i]) {
      pen.rect(b, { fill: "#566273" });
      continue;
    }
    let fill = "#fbfaf6";
    if (overlay === "travel") {
      const t = clamp(p.travel[i] / far, 0, 1);
      fill = `rgb(${Math.round(255 - 150 * t)},${Math.round(255 - 140 * t)},${Math.round(252 - 110 * t)})`;
    }
    if (overlay === "heat" && p.leads) fill = signed(gain(i), reach);
    pen.rect({ ...b, w: b.w + 0.5, h: b.h + 0.5 }, { fill });
    if (over && overlay === "travel") tip = [ui.t("travel", number(p.travel[i]))];
    if (over && p.leads) tip = [ui.t("here", short(p.leads[i], 1))];
    if (overlay === "policy" && p.steps?.[i]) {
      const [dx, dy] = STEPS[p.steps[i]];
      const x = b.x + b.w / 2;
      const y = b.y + b.h / 2;
      const r = side * 0.26;
      pen.arrow(x - dx * r, y - dy * r, x + dx * r, y + dy * r, {
        colour: "#8792a0",
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
      [col + 1 < p.width, i + 1, [b.x + b.w, b.y], [b.x + b.w, b.y + b.h], 0],
      [row + 1 < p.height, i + p.width, [b.x, b.y + b.h], [b.x + b.w, b.y + b.h], 1],
    ].forEach(([there, next, from, to, south]) => {
      const turns = p.passages[2 * i + south];
      if (!there) return;
      if (turns === 0) pen.line([from, to], { colour: INK, width: Math.max(2.5, side * 0.08) });
      else if (turns === 1) pen.line([from, to], { colour: "#d9d5c8", width: 1, dash: [3, 4] });
      else {
        pen.line([from, to], { colour: "#8a6a45", width: Math.max(3, side * 0.14), dash: [4, 3] });
        if (side > 26) {
          pen.dot((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, side * 0.2, {
            fill: "#fbfaf6",
            stroke: "",
          });
        }
        if (side > 26) {
          pen.text(turns, (from[0] + to[0]) / 2, (from[1] + to[1]) / 2, {
            size: Math.min(13, side * 0.36) / pen.scale,
            align: "center",
            weight: 700,
            colour: "#5c4020",
          });
        }
      }
    });
  }
  pen.rect(area, { stroke: INK, width: 3 });
}

// Attention: from the cheese pointed at, or else the favourite, a line to every cheese that it looks at.
function gaze(pen, p, area, ui) {
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
  const over = alive.find(
    (k) => ui.hover && inside(cellBox(area, p, p.cheese[k]), ui.hover.x, ui.hover.y),
  );
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
    pen.line(
      [
        [x, y],
        [x2, y2],
      ],
      { colour: ACCENT, width: Math.max(0.6, w * side * 0.9), alpha: clamp(0.25 + 2 * w, 0, 0.85) },
    );
  }
  pen.dot(x, y, side * 0.46, { fill: "#ffffff00", stroke: ACCENT, width: 3 });
}

function cheese(pen, p, area, side, ui) {
  const known = p.values.filter(Number.isFinite);
  const best = Math.max(...known);
  const shares = p.lead !== null && p.lead !== undefined;
  const reach = shares ? 1 : Math.max(1, ...known.map(Math.abs));
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
      colour: first ? INK : "#8a6d00",
      width: first ? 3.5 : 1.5,
    });
    if (!valued) {
      pen.dot(x + r * 0.35, y + r * 0.1, r * 0.16, { fill: "#b98f12", stroke: "" });
      pen.dot(x - r * 0.3, y + r * 0.4, r * 0.12, { fill: "#b98f12", stroke: "" });
    }
    const label = shares
      ? String(Math.round(100 * value))
      : `${value > 0 ? "+" : ""}${short(value, 1)}`;
    if (valued && side > 22) {
      pen.text(label, x, y + r * 0.22, {
        size: Math.min(15, side * 0.34) / pen.scale,
        align: "center",
        weight: 700,
        colour: Math.abs(value) / reach > 0.62 ? PAPER : INK,
      });
    }
    if (valued && ui.hover && inside(b, ui.hover.x, ui.hover.y)) {
      tip = [shares ? ui.t("goal", percent(value)) : ui.t("cheese", short(value, 1))];
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
    pen.line(path, { colour: COLOURS[who], width: 3, alpha: 0.45 });
    let [x, y] = middle(area, p, p.positions[who], who);
    if (p.mud[who] > 0 && p.targets[who] >= 0) {
      const t = middle(area, p, p.targets[who], who);
      x = (x + t[0]) / 2;
      y = (y + t[1]) / 2;
    }
    const r = Math.max(7, side * 0.34);
    pen.dot(x, y, r, { fill: COLOURS[who], shape: who ? "square" : "circle", width: 3 });
    pen.text(who ? "P" : "R", x, y + 0.5, {
      size: (r * 1.1) / pen.scale,
      align: "center",
      colour: PAPER,
      weight: 700,
    });
    if (ui.hover && Math.hypot(ui.hover.x - x, ui.hover.y - y) < r) {
      tip = [ui.t(NAMES[who]), ...(p.mud[who] ? [ui.t("mud", p.mud[who])] : [])];
    }
  }
  return tip;
}

function maze(pen, p, box, ui) {
  const side = Math.min(box.w / p.width, box.h / p.height);
  const w = side * p.width;
  const h = side * p.height;
  const area = { x: box.x + (box.w - w) / 2, y: box.y + (box.h - h) / 2, w, h };
  const tips = [floor(pen, p, area, side, ui)];
  walls(pen, p, area, side);
  if (p.attention) gaze(pen, p, area, ui);
  tips.push(cheese(pen, p, area, side, ui), players(pen, p, area, side, ui));
  const mine = NAMES.findIndex((name) => ui.values[name] === "human");
  if (mine >= 0 && !p.finished) {
    ui.hot(area, {
      click: (at) => ui.act("move", towards(middle(area, p, p.positions[mine], mine), at)),
    });
  }
  return tips.filter(Boolean).pop();
}

// The lead that the network expects, from the worst to the best for the side that thinks.
function expectation(pen, p, box, ui) {
  const s = pen.scale;
  const zero = box.x + box.w / 2;
  const y = box.y + 34 * s;
  const most = Math.max(5, Math.ceil(Math.abs(p.lead)));
  const width = (clamp(p.lead, -most, most) / most) * (box.w / 2);
  pen.text(
    ui.t("expects", ui.t(NAMES[p.think]), `${p.lead > 0 ? "+" : ""}${short(p.lead, 1)}`),
    box.x,
    box.y + 10 * s,
    { size: 15, weight: 650, max: box.w },
  );
  pen.rect({ x: box.x, y: y - 8 * s, w: box.w, h: 16 * s }, { fill: "#eef0f3", round: 4 });
  pen.rect(
    { x: Math.min(zero, zero + width), y: y - 8 * s, w: Math.abs(width), h: 16 * s },
    { fill: signed(p.lead, most * 0.7) },
  );
  pen.line(
    [
      [zero, y - 12 * s],
      [zero, y + 12 * s],
    ],
    { colour: INK, width: 2 },
  );
}

// The shortest way into a game against the champion, or out of it.
function challenge(pen, box, ui) {
  const playing = ui.values.rat === "human" || ui.values.python === "human";
  press(
    pen,
    ui,
    box,
    ui.t(playing ? "watch" : "challenge"),
    () => {
      if (ui.values.python === "human") ui.set("python", "planner");
      ui.set("rat", playing ? "greedy" : "human");
      if (!playing) ui.set("python", "champion");
    },
    !playing,
  );
}

function board(pen, p, box, ui) {
  const s = pen.scale;
  for (let who = 0; who < 2; who++) {
    const y = box.y + (14 + 32 * who) * s;
    const player = ui.option(NAMES[who], ui.values[NAMES[who]]);
    pen.dot(box.x + 9 * s, y, 8 * s, { fill: COLOURS[who], shape: who ? "square" : "circle" });
    pen.text(`${ui.t(NAMES[who])} (${player})`, box.x + 26 * s, y, {
      size: 17,
      weight: 600,
      max: box.w - 80 * s,
    });
    pen.text(number(p.score[who]), box.x + box.w, y, { size: 22, weight: 700, align: "right" });
  }
  const difference = p.score[0] - p.score[1];
  const result =
    difference === 0 ? ui.t("draw") : ui.t("wins", ui.t(NAMES[difference > 0 ? 0 : 1]));
  pen.text(p.finished ? result : p.human ? ui.t("press") : "", box.x, box.y + 78 * s, {
    size: 16,
    weight: 700,
    colour: ACCENT,
    max: box.w,
  });
  let top = box.y + 98 * s;
  if (Number.isFinite(p.lead)) {
    expectation(pen, p, { x: box.x, y: top, w: box.w, h: 46 * s }, ui);
    top += 56 * s;
  }
  const caption = { values: "planned", policy: "likely", attention: "likely", heat: "better" }[
    ui.values.overlay
  ];
  if (caption && !p.finished) {
    pen.text(ui.t(caption), box.x, top + 8 * s, { size: 14, colour: MUTED, max: box.w });
    top += 30 * s;
  }
  const foot = 46 * s;
  const plotted = { x: box.x, y: top, w: box.w, h: box.y + box.h - top - foot };
  if (plotted.h > 80 * s) {
    const n = p.scores.shape[0];
    const from = Math.max(0, p.step - n + 1);
    const high = Math.max(3, ...p.scores);
    const plot = pen.plot(plotted, {
      x: [from, Math.max(from + 20, p.step)],
      y: [0, high * 1.05],
      title: ui.t("score"),
      xlabel: ui.t("turn"),
    });
    for (let who = 0; who < 2; who++) {
      pen.line(
        Array.from({ length: n }, (_, i) => [plot.x(from + i), plot.y(p.scores[2 * i + who])]),
        { colour: COLOURS[who], width: 3.5, dash: who ? [9, 4] : [] },
      );
    }
  }
  challenge(pen, { x: box.x, y: box.y + box.h - 38 * s, w: box.w, h: 38 * s }, ui);
}

// The layers of the attention as a row of small buttons; the first shows their mean.
function layers(pen, p, box, ui) {
  const names = [
    ui.t("mean"),
    ...Array.from({ length: p.attention.shape[0] }, (_, l) => String(l + 1)),
  ];
  pen.text(ui.t("layer"), box.x, box.y + box.h / 2, { size: 14, colour: MUTED });
  const label = pen.width(ui.t("layer"), 14) + 10 * pen.scale;
  presses(
    pen,
    ui,
    { ...box, x: box.x + label, w: box.w - label },
    names.map((name, l) => [name, () => ui.set("layer", l), ui.values.layer === l]),
  );
}

const go = (action) => (p, ui) => {
  if (p.human) return ui.act("move", action);
  if (action === 2) ui.send("step", { n: 1 });
  if (action === 4) ui.send("rewind", { k: 1 });
};

export default view({
  phone: 1.6,
  keys: {
    ArrowUp: go(1),
    ArrowRight: go(2),
    ArrowDown: go(3),
    ArrowLeft: go(4),
    l: (p, ui) =>
      p.attention && ui.set("layer", (ui.values.layer + 1) % (p.attention.shape[0] + 1)),
  },
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const [left, right] = split(box, tall ? [56, 44] : [70, 30], 20 * s);
    const field = p.attention ? inset(left, 0, 0, 0, 38 * s) : left;
    const tip = maze(pen, p, field, ui);
    if (p.attention) {
      layers(pen, p, { x: left.x, y: left.y + left.h - 30 * s, w: left.w, h: 28 * s }, ui);
    }
    board(pen, p, right, ui);
    if (tip) pen.tip(ui.hover.x, ui.hover.y, tip, box);
  },
});
