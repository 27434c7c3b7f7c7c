// Buttons that a view draws on its canvas.
import { ACCENT, BORDER, INK, PAPER } from "./colors.js";

// One button; `on` marks the chosen one of a few.
export function drawButton(pen, ui, box, text, click, on = false) {
  pen.rect(box, { fill: on ? ACCENT : PAPER, stroke: on ? ACCENT : BORDER, width: 1.2, round: 7 });
  pen.text(text, box.x + box.w / 2, box.y + box.h / 2, {
    size: 15,
    weight: 600,
    align: "center",
    color: on ? PAPER : INK,
    max: box.w - 10,
  });
  ui.region(box, { click });
}

// Buttons in a row from the left of a box, each [text, click, on]; narrower where it is narrow.
export function drawButtonRow(pen, ui, box, list) {
  const gap = 6 * pen.scale;
  const widths = list.map(([text]) => pen.width(text, 15, 600) + 20 * pen.scale);
  const total = widths.reduce((a, b) => a + b, 0);
  const shrink = Math.min(1, (box.w - gap * (list.length - 1)) / total);
  let x = box.x;
  list.forEach(([text, click, on], i) => {
    drawButton(pen, ui, { x, y: box.y, w: widths[i] * shrink, h: box.h }, text, click, on);
    x += widths[i] * shrink + gap;
  });
}
