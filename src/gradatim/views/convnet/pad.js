// The pad: a digit drawn with the mouse or a finger is what the network sees.
import { inset, square } from "../kit/canvas/boxes.js";
import { drawButton } from "../kit/canvas/buttons.js";
import { FRAME, MUTED } from "../kit/canvas/colors.js";
import { clamp } from "../kit/numbers.js";

const PAUSE = 150; // milliseconds: who waits longer begins a new line
const JUMP = 0.08; // of the pad's width, that such a line begins away from the last

function stroke(ui, place) {
  const { last, when = 0 } = ui.memory.pad ?? {};
  const now = performance.now();
  const far = last && Math.hypot(place[0] - last[0], place[1] - last[1]) > JUMP;
  const from = !last || (far && now - when > PAUSE) ? place : last;
  ui.memory.pad = { last: place, when: now };
  ui.act("draw", [...from, ...place]);
}

export function drawPad(pen, p, box, ui) {
  const s = pen.scale;
  const title = { size: 14, weight: 600, max: box.w };
  pen.text(ui.t(p.drawn ? "yours" : "draw"), box.x, box.y + 10 * s, title);
  const area = square(inset(box, 0, 24 * s, 0, 0));
  area.y = box.y + 24 * s;
  const n = p.pad.shape[0];
  pen.heat(p.pad, n, n, area, { kind: "gray", low: 0, high: 255, smooth: true });
  pen.rect(area, { stroke: FRAME, width: 1.5 });
  if (!p.drawn) {
    const hint = { size: 26, align: "center", color: MUTED };
    pen.text("✎", area.x + area.w / 2, area.y + area.h / 2, hint);
  }
  const place = (at) =>
    [(at.x - area.x) / area.w, (at.y - area.y) / area.h].map((v) => clamp(v, 0, 1));
  const draw = (at) => stroke(ui, place(at));
  ui.region(area, { click: draw, drag: draw, hold: true });
  if (!p.drawn) return;
  const button = { x: area.x + area.w - 26, y: area.y + 2, w: 24, h: 24 };
  drawButton(pen, ui, button, "✕", () => {
    ui.memory.pad = {};
    ui.act("clear");
  });
}
