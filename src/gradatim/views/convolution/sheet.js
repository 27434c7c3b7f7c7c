// The square sheets of the convolution's view, and the window that is moved over them.
import { inset, square } from "../kit/canvas/boxes.js";
import { clamp } from "../kit/numbers.js";

export const FEW = 12; // pixels of a side: each then shows its number

// A titled square sheet at the top of a box; returns its area and the size of one cell.
export function sheet(pen, box, title, rows) {
  const s = pen.scale;
  const body = inset(box, 0, 24 * s, 0, 0);
  const area = square(body);
  area.x = body.x;
  area.y = body.y;
  pen.text(title, box.x, box.y + 11 * s, { size: 15, weight: 600, max: box.w });
  return { area, cell: area.w / rows };
}

// Put the window's middle at a pixel, or take a place of the map itself.
export function moveWindow(p, ui, row, col, ofImage) {
  const half = p.span / 2;
  const [rows, cols] = p.map.shape;
  const stride = ui.values.stride;
  const y = ofImage ? Math.floor((row - half) / stride + 0.5) : Math.floor(row);
  const x = ofImage ? Math.floor((col - half) / stride + 0.5) : Math.floor(col);
  ui.act("move_window", [clamp(y, 0, rows - 1), clamp(x, 0, cols - 1)]);
}
