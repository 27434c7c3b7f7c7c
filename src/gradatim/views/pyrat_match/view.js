// PyRat: the maze with players, cheese and overlays; the score against the turn.
import { inset, split } from "../kit/canvas/boxes.js";
import { drawButton, drawButtonRow } from "../kit/canvas/buttons.js";
import { ACCENT, INK, MUTED, signed } from "../kit/canvas/colors.js";
import { clamp, number, short } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";
import { exactWords } from "./exact_moves.js";
import { COLORS, NAMES, maze } from "./maze.js";

// The lead that the network expects, from the worst to the best for the side that thinks.
function expectation(pen, p, box, ui) {
  const s = pen.scale;
  const zero = box.x + box.w / 2;
  const y = box.y + 34 * s;
  const most = Math.max(5, Math.ceil(Math.abs(p.lead)));
  const width = (clamp(p.lead, -most, most) / most) * (box.w / 2);
  pen.text(
    ui.t("expects", ui.t(NAMES[p.perspective]), `${p.lead > 0 ? "+" : ""}${short(p.lead, 1)}`),
    box.x,
    box.y + 10 * s,
    { size: 15, weight: 650, max: box.w },
  );
  pen.rect({ x: box.x, y: y - 8 * s, w: box.w, h: 16 * s }, { fill: "#eef0f3", round: 4 });
  pen.rect(
    { x: Math.min(zero, zero + width), y: y - 8 * s, w: Math.abs(width), h: 16 * s },
    { fill: signed(p.lead, most * 0.7) },
  );
  pen.segment(zero, y - 12 * s, zero, y + 12 * s, { color: INK, width: 2 });
}

// The shortest way into a game against the champion, or out of it.
function challenge(pen, box, ui) {
  const playing = ui.values.rat === "human" || ui.values.python === "human";
  drawButton(
    pen,
    ui,
    box,
    ui.t(playing ? "watch" : "challenge"),
    () => {
      if (ui.values.python === "human") ui.set("python", "planner");
      ui.set("rat", playing ? "greedy" : "human");
      if (playing) ui.set("overlay", "values");
      else ui.set("python", "champion");
    },
    !playing,
  );
}

function scoreboard(pen, p, box, ui) {
  const s = pen.scale;
  for (let who = 0; who < 2; who++) {
    const y = box.y + (14 + 32 * who) * s;
    const player = ui.option(NAMES[who], ui.values[NAMES[who]]);
    pen.dot(box.x + 9 * s, y, 8 * s, { fill: COLORS[who], shape: who ? "square" : "circle" });
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
  const during = p.human ? ui.t("press") : "";
  pen.text(p.finished ? result : during, box.x, box.y + 78 * s, {
    size: 16,
    weight: 700,
    color: ACCENT,
    max: box.w,
  });
  let top = box.y + 98 * s;
  if (p.human && p.step === 0) {
    for (const rule of ["rule_1", "rule_2", "rule_3", "rule_4"]) {
      pen.text(ui.t(rule), box.x, top + 6 * s, { size: 14, color: MUTED, max: box.w });
      top += 22 * s;
    }
    top += 8 * s;
  }
  if (Number.isFinite(p.lead)) {
    expectation(pen, p, { x: box.x, y: top, w: box.w, h: 46 * s }, ui);
    top += 56 * s;
  }
  if (ui.values.overlay === "exact" && !p.finished) {
    pen.text(exactWords(p, ui), box.x, top + 8 * s, { size: 15, weight: 650, max: box.w });
    top += 30 * s;
  }
  const caption = {
    values: "planned",
    policy: "likely",
    attention: "likely",
    heat: "better",
    exact: "moves",
  }[ui.values.overlay];
  if (caption && !p.finished) {
    pen.text(ui.t(caption), box.x, top + 8 * s, { size: 14, color: MUTED, max: box.w });
    top += 30 * s;
  }
  const foot = (p.human && p.finished ? 92 : 46) * s;
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
        { color: COLORS[who], width: 3.5, dash: who ? [9, 4] : [] },
      );
    }
  }
  const last = { x: box.x, y: box.y + box.h - 38 * s, w: box.w, h: 38 * s };
  challenge(pen, last, ui);
  if (p.human && p.finished) {
    const next = (ui.values.seed + 1) % 10000; // another maze
    const above = { ...last, y: last.y - 46 * s };
    drawButton(pen, ui, above, ui.t("again"), () => ui.set("seed", next), true);
  }
}

// The layers of the attention as a row of small buttons; the first shows their mean.
function layers(pen, p, box, ui) {
  const names = [
    ui.t("mean"),
    ...Array.from({ length: p.attention.shape[0] }, (_, l) => String(l + 1)),
  ];
  pen.text(ui.t("layer"), box.x, box.y + box.h / 2, { size: 14, color: MUTED });
  const label = pen.width(ui.t("layer"), 14) + 10 * pen.scale;
  drawButtonRow(
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
    scoreboard(pen, p, right, ui);
    if (tip) pen.tooltip(ui.hover.x, ui.hover.y, tip, box);
  },
});
