// Boxes { x, y, w, h } in pixels: where on the canvas a part of a view stands.

export const inside = (box, x, y) =>
  x >= box.x && x <= box.x + box.w && y >= box.y && y <= box.y + box.h;

// Divide a box by weights, downwards where it is taller than wide.
export function split(box, weights, gap = 16, down = box.h > box.w) {
  const total = weights.reduce((a, b) => a + b, 0);
  const length = (down ? box.h : box.w) - gap * (weights.length - 1);
  let at = down ? box.y : box.x;
  return weights.map((weight) => {
    const size = (length * weight) / total;
    const from = at;
    at += size + gap;
    return down
      ? { x: box.x, y: from, w: box.w, h: size }
      : { x: from, y: box.y, w: size, h: box.h };
  });
}

export const inset = (box, left, top = left, right = left, bottom = top) => ({
  x: box.x + left,
  y: box.y + top,
  w: Math.max(1, box.w - left - right),
  h: Math.max(1, box.h - top - bottom),
});

// The largest square in the middle of a box.
export function square(box) {
  const side = Math.min(box.w, box.h);
  return { x: box.x + (box.w - side) / 2, y: box.y + (box.h - side) / 2, w: side, h: side };
}

// Tiles that wrap like words; widths in pixels.
export function wrap(widths, box, height, gap = 6) {
  let x = box.x;
  let y = box.y;
  return widths.map((w) => {
    if (x + w > box.x + box.w && x > box.x) {
      x = box.x;
      y += height + gap;
    }
    const tile = { x, y, w: Math.min(w, box.w), h: height };
    x += w + gap;
    return tile;
  });
}

// Lines of a text that fit a width, broken between words.
export function lines(pen, text, width, size) {
  const out = [""];
  for (const word of text.split(/(?<=\s)/)) {
    if (out[out.length - 1] && pen.width(out[out.length - 1] + word.trimEnd(), size) > width) {
      out.push("");
    }
    out[out.length - 1] += word.replace(/\n/g, "⏎ ");
  }
  return out;
}
