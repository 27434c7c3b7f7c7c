// The sheet of emoji: its pixels become one small canvas; each emoji glides to its new place.
import { ACCENT, FRAME, ofImage } from "../kit/canvas/colors.js";

const GLIDE = 450; // milliseconds from one order to the next
const SIDE = 24; // pixels of an emoji
const STEP = SIDE + 2; // from one to the next: smoothing must not mix neighbors

// All emoji side by side on a canvas, made once for each sheet that the engine sends.
export function emojiOf(p, memory) {
  if (memory.tiles === p.tiles) return memory.emoji;
  const n = p.tiles.shape[0];
  const canvas = document.createElement("canvas");
  canvas.width = STEP * n;
  canvas.height = SIDE;
  const context = canvas.getContext("2d");
  const image = context.createImageData(canvas.width, SIDE);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < SIDE * SIDE; j++) {
      const from = 3 * p.tiles[i * SIDE * SIDE + j];
      const color = ofImage(p.palette.subarray(from, from + 3));
      const at = 4 * (Math.floor(j / SIDE) * canvas.width + i * STEP + (j % SIDE));
      for (let k = 0; k < 3; k++) image.data[at + k] = color[k];
      image.data[at + 3] = 255;
    }
  }
  context.putImageData(image, 0, 0);
  Object.assign(memory, { tiles: p.tiles, emoji: canvas });
  return canvas;
}

export function drawEmoji(pen, sheet, i, area) {
  pen.c.imageSmoothingEnabled = true;
  pen.c.drawImage(sheet, i * STEP, 0, SIDE, SIDE, area.x, area.y, area.w, area.h);
}

// Columns with which n squares fill a box best, and the side of a square.
export function gridOf(n, box) {
  let best = { side: 0, cols: 1 };
  for (let cols = 1; cols <= n; cols++) {
    const side = Math.min(box.w / cols, box.h / Math.ceil(n / cols));
    if (side > best.side) best = { side, cols };
  }
  return best;
}

// How far the emoji have come on their way to the order of now, 0 to 1; the places they left.
function glide(p, ui) {
  const memory = ui.memory;
  const key = p.order.join();
  const quiet = window.matchMedia?.("(prefers-reduced-motion: reduce)").matches;
  if (memory.key !== key) {
    const known = memory.ranks?.length === p.order.length && memory.of === p.tiles && !quiet;
    const ranks = [];
    p.order.forEach((emoji, rank) => (ranks[emoji] = rank));
    Object.assign(memory, { from: known ? memory.ranks : ranks, ranks, key, of: p.tiles });
    memory.began = performance.now();
  }
  const done = Math.min(1, (performance.now() - memory.began) / GLIDE);
  if (done < 1) ui.repaint();
  return 1 - (1 - done) ** 3; // fast at first, gentle at the end
}

// The emoji in the order of the words, the likeliest first; a click asks which names fit one.
export function drawSheet(pen, p, box, ui) {
  const sheet = emojiOf(p, ui.memory);
  const n = p.order.length;
  const { side, cols } = gridOf(n, box);
  const place = (rank) => ({
    x: box.x + (rank % cols) * side,
    y: box.y + Math.floor(rank / cols) * side,
  });
  const done = ui.frozen ? 1 : glide(p, ui);
  let over = null;
  // The likeliest last, so that they lie on top while all are on their way.
  for (let rank = n - 1; rank >= 0; rank--) {
    const emoji = p.order[rank];
    const to = place(rank);
    const from = ui.frozen ? to : place(ui.memory.from[emoji]);
    const area = {
      x: from.x + done * (to.x - from.x) + 2,
      y: from.y + done * (to.y - from.y) + 2,
      w: side - 4,
      h: side - 4,
    };
    drawEmoji(pen, sheet, emoji, area);
    const shown = emoji === p.chosen && !p.own;
    if (shown || rank < 5) {
      pen.rect(area, { stroke: shown ? ACCENT : FRAME, width: shown ? 4 : 1, round: 3 });
    }
    ui.region(area, { click: () => ui.set("chosen", emoji) });
    if (ui.over(area)) over = emoji;
  }
  return over;
}
