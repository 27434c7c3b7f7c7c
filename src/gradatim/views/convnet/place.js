// The arithmetic of one number of a map: window times kernel of every channel, their sum, the bias.
import { inset, split } from "../kit/canvas/boxes.js";
import { drawButton } from "../kit/canvas/buttons.js";
import { ACCENT, FRAME, INK } from "../kit/canvas/colors.js";
import { largestSize, short } from "../kit/numbers.js";

const withSign = (value) => `${value < 0 ? "−" : "+"} ${short(Math.abs(value))}`;

function matrix(pen, values, i, area, reach, stroke) {
  const [, rows, cols] = values.shape;
  pen.cells(values, rows, cols, area, { from: i * rows * cols, reach });
  pen.rect(area, { stroke, width: stroke === ACCENT ? 2.5 : 1 });
}

// Held-out images in which this map has its largest numbers: what it looks for.
function exciting(pen, p, box, ui) {
  const s = pen.scale;
  const [n, rows, cols] = p.exciting.shape;
  pen.text(ui.t("exciting"), box.x, box.y + 8 * s, { size: 13, weight: 600, max: box.w });
  const area = inset(box, 0, 20 * s, 0, 0);
  const side = Math.min(area.w / 3 - 4, area.h / 2 - 4);
  for (let i = 0; i < n; i++) {
    const spot = {
      x: area.x + (i % 3) * (side + 4),
      y: area.y + Math.floor(i / 3) * (side + 4),
      w: side,
      h: side,
    };
    pen.heat(p.exciting, rows, cols, spot, {
      from: i * rows * cols,
      kind: "gray",
      low: 0,
      high: 255,
    });
    pen.rect(spot, { stroke: FRAME });
  }
}

export function drawPlace(pen, p, box, ui) {
  const s = pen.scale;
  const [layer, channel, row, column] = p.asked;
  const n = p.windows.shape[0];
  const button = { x: box.x + box.w - 26, y: box.y - 2, w: 24, h: 24 };
  drawButton(pen, ui, button, "✕", () => ui.set("place", []));
  const title = ui.t("place", layer, channel + 1, row, column);
  pen.text(title, box.x, box.y + 10 * s, { size: 15, weight: 650, max: box.w - 36 });
  const [body, seen] = split(inset(box, 0, 28 * s, 0, 26 * s), [76, 24], 18 * s, false);
  exciting(pen, p, seen, ui);
  const reaches = [largestSize(p.windows), largestSize(p.window_kernels)];
  if (n === 1) {
    const [window, kernel] = split(inset(body, 0, 0, body.w * 0.36, 0), [1, 1], 30 * s, false);
    matrix(pen, p.windows, 0, window, reaches[0], FRAME);
    matrix(pen, p.window_kernels, 0, kernel, reaches[1], ACCENT);
    const middle = body.y + body.h / 2;
    const sign = { size: 22, weight: 700, align: "center" };
    pen.text("×", kernel.x - 15 * s, middle, sign);
    pen.text(`= ${short(p.sums[0])}`, kernel.x + kernel.w + 14 * s, middle, {
      ...sign,
      align: "left",
    });
  } else {
    split(body, Array(n).fill(1), 8 * s, false).forEach((part, i) => {
      const [window, kernel] = split(inset(part, 0, 0, 0, 20 * s), [1, 1], 5, true);
      matrix(pen, p.windows, i, window, reaches[0], FRAME);
      matrix(pen, p.window_kernels, i, kernel, reaches[1], ACCENT);
      const sum = i ? withSign(p.sums[i]) : short(p.sums[i]);
      const place = [part.x + part.w / 2, part.y + part.h - 8 * s];
      pen.text(sum, ...place, { size: 15, weight: 600, align: "center", max: part.w });
    });
  }
  const rest = p.n_sums > n ? ` + ${ui.t("others", p.n_sums - n)}` : "";
  const after = p.names.length ? "" : `   →   ReLU: ${short(Math.max(0, p.total))}`;
  const bias = `${withSign(p.bias)} (b)`;
  const line = `Σ${rest} ${bias} = ${short(p.total)}${after}`;
  pen.text(line, box.x, box.y + box.h - 9 * s, { size: 16, weight: 650, max: box.w, color: INK });
}
