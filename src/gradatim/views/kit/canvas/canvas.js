// The pen: what every view draws with on a canvas. It holds no state of a view.
import { inset } from "./boxes.js";
import {
  GRID,
  INK,
  LINE,
  MUTED,
  PAPER,
  SCALES,
  SCALE_STEPS,
  ground,
  isDark,
  ofImage,
  pixel,
} from "./colors.js";
import { clamp, number, short, ticks } from "../numbers.js";

const FONT = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif";

// A small canvas for each size of map, kept. `willReadFrequently` keeps it in main memory: every
// frame writes its pixels anew, and sending them to the graphics card and back takes longer.
const sheets = new Map();

function sheetOf(rows, cols) {
  const key = `${rows} ${cols}`;
  if (!sheets.has(key)) {
    const canvas = document.createElement("canvas");
    canvas.width = cols;
    canvas.height = rows;
    const sheet = canvas.getContext("2d", { willReadFrequently: true });
    const image = sheet.createImageData(cols, rows);
    sheets.set(key, { canvas, sheet, image, pixels: new Uint32Array(image.data.buffer) });
  }
  return sheets.get(key);
}

export class Pen {
  constructor(context, scale = 1) {
    this.c = context;
    this.scale = scale;
  }

  // With `max`, a text that is too wide becomes smaller, then shorter.
  text(
    string,
    x,
    y,
    { size = 14, align = "left", color = INK, weight = 400, max = 0, turn = 0 } = {},
  ) {
    const c = this.c;
    let points = size * this.scale; // the presenter's scale
    let label = String(string);
    c.font = `${weight} ${points}px ${FONT}`;
    if (max) {
      const width = c.measureText(label).width;
      if (width > max) points = Math.max(10, (points * max) / width);
      c.font = `${weight} ${points}px ${FONT}`;
      while (label.length > 1 && c.measureText(label).width > max + 1) {
        label = label.slice(0, -2) + "…";
      }
    }
    c.fillStyle = color;
    c.textAlign = align;
    c.textBaseline = "middle";
    if (!turn) return void c.fillText(label, x, y);
    c.save();
    c.translate(x, y);
    c.rotate(turn);
    c.fillText(label, 0, 0);
    c.restore();
  }

  width(string, size = 14, weight = 400) {
    this.c.font = `${weight} ${size * this.scale}px ${FONT}`;
    return this.c.measureText(string).width;
  }

  rect(box, { fill, stroke, width = 1, round = 0, dash = [] } = {}) {
    const c = this.c;
    c.beginPath();
    if (round) c.roundRect(box.x, box.y, box.w, box.h, round);
    else c.rect(box.x, box.y, box.w, box.h);
    if (fill) {
      c.fillStyle = ground(fill);
      c.fill();
    }
    if (!stroke) return;
    c.setLineDash(dash);
    c.strokeStyle = stroke;
    c.lineWidth = width;
    c.stroke();
    c.setLineDash([]);
  }

  segment(x1, y1, x2, y2, options) {
    this.line(
      [
        [x1, y1],
        [x2, y2],
      ],
      options,
    );
  }

  line(points, { color = INK, width = 2, dash = [], alpha = 1, fill = "" } = {}) {
    if (points.length < 2) return;
    const c = this.c;
    c.globalAlpha = alpha;
    c.beginPath();
    points.forEach(([x, y], i) => (i ? c.lineTo(x, y) : c.moveTo(x, y)));
    if (fill) {
      c.fillStyle = ground(fill);
      c.fill();
    }
    c.setLineDash(dash);
    c.strokeStyle = color;
    c.lineWidth = width;
    c.lineJoin = "round";
    c.stroke();
    c.setLineDash([]);
    c.globalAlpha = 1;
  }

  // Circles and squares tell two classes apart without color.
  dot(x, y, r, { fill = INK, stroke = PAPER, width = 1.5, shape = "circle" } = {}) {
    const c = this.c;
    c.beginPath();
    // In a box smaller than its margins, a radius may come out negative.
    if (shape === "circle") c.arc(x, y, Math.max(0, r), 0, 2 * Math.PI);
    else c.rect(x - r * 0.9, y - r * 0.9, 1.8 * r, 1.8 * r);
    c.fillStyle = ground(fill);
    c.fill();
    if (!stroke) return;
    c.strokeStyle = stroke;
    c.lineWidth = width;
    c.stroke();
  }

  arrow(x1, y1, x2, y2, { color = INK, width = 2.5, head = 9 } = {}) {
    const angle = Math.atan2(y2 - y1, x2 - x1);
    const length = Math.hypot(x2 - x1, y2 - y1);
    if (length < 1) return;
    const size = Math.min(head, length);
    this.segment(x1, y1, x2 - size * 0.7 * Math.cos(angle), y2 - size * 0.7 * Math.sin(angle), {
      color,
      width,
    });
    const corner = (turn) => [
      x2 - size * Math.cos(angle + turn),
      y2 - size * Math.sin(angle + turn),
    ];
    this.line([[x2, y2], corner(0.42), corner(-0.42), [x2, y2]], { color, width: 1, fill: color });
  }

  // An array of rows x cols as colors; kinds: "diverging" about zero, "gray" (white is high), "ink"
  // (dark is high); `from` is where the array's part begins, `flip` puts the first row at the foot.
  heat(
    values,
    rows,
    cols,
    box,
    { low, high, kind = "diverging", smooth = false, alpha = 1, flip = false, from = 0 } = {},
  ) {
    const { canvas, sheet, image, pixels } = sheetOf(rows, cols);
    const table = SCALES[kind === "gray" && isDark() ? "negative" : kind];
    if (low === undefined || high === undefined) {
      let least = Infinity;
      let most = -Infinity;
      for (let i = 0; i < rows * cols; i++) {
        least = Math.min(least, values[from + i]);
        most = Math.max(most, values[from + i]);
      }
      low ??= least;
      high ??= most;
    }
    if (kind === "diverging") {
      high = Math.max(Math.abs(low), Math.abs(high)) || 1;
      low = -high;
    }
    const steps = SCALE_STEPS / (high - low || 1);
    for (let row = 0; row < rows; row++) {
      const start = from + (flip ? rows - 1 - row : row) * cols;
      for (let col = 0; col < cols; col++) {
        pixels[row * cols + col] =
          table[clamp(Math.round((values[start + col] - low) * steps), 0, SCALE_STEPS)];
      }
    }
    sheet.putImageData(image, 0, 0);
    this.c.globalAlpha = alpha;
    this.c.imageSmoothingEnabled = smooth;
    this.c.drawImage(canvas, box.x, box.y, box.w, box.h);
    this.c.globalAlpha = 1;
  }

  // A color image: values of 0..1, the red plane first, then green, then blue.
  photo(values, rows, cols, box) {
    const { canvas, sheet, image, pixels } = sheetOf(rows, cols);
    const n = rows * cols;
    for (let i = 0; i < n; i++) {
      const color = [values[i], values[n + i], values[2 * n + i]];
      pixels[i] = pixel(ofImage(color.map((v) => Math.round(255 * clamp(v, 0, 1)))));
    }
    sheet.putImageData(image, 0, 0);
    this.c.imageSmoothingEnabled = false;
    this.c.drawImage(canvas, box.x, box.y, box.w, box.h);
  }

  // Axes in a box; returns the mapping from numbers to pixels and back, and the inner box.
  plot(box, { x, y, title = "", xlabel = "", logy = false, axes = true, count = 4 } = {}) {
    const s = this.scale;
    const inner = axes ? inset(box, 46 * s, title ? 26 * s : 8, 10, (xlabel ? 44 : 26) * s) : box;
    const f = logy ? (v) => Math.log10(Math.max(v, 1e-12)) : (v) => v;
    const [y0, y1] = [f(y[0]), f(y[1])];
    const spanx = x[1] - x[0] || 1;
    const spany = y1 - y0 || 1;
    const map = {
      box: inner,
      x: (v) => inner.x + ((v - x[0]) / spanx) * inner.w,
      y: (v) => inner.y + inner.h - ((f(v) - y0) / spany) * inner.h,
      back: (px, py) => [
        x[0] + ((px - inner.x) / inner.w) * spanx,
        y[0] + ((inner.y + inner.h - py) / inner.h) * (y[1] - y[0]),
      ],
    };
    if (!axes) return map;
    if (title) this.text(title, inner.x, box.y + 11 * s, { weight: 600, max: inner.w });
    for (const v of ticks(x[0], x[1], clamp(Math.round(inner.w / (64 * s)), 1, count))) {
      this.segment(map.x(v), inner.y, map.x(v), inner.y + inner.h, { color: GRID, width: 1 });
      this.text(number(v), map.x(v), inner.y + inner.h + 13 * s, {
        size: 13,
        align: "center",
        color: MUTED,
      });
    }
    const rows = logy
      ? ticks(Math.ceil(y0), y1, 4)
          .filter(Number.isInteger)
          .map((e) => 10 ** e)
      : ticks(y[0], y[1], clamp(Math.round(inner.h / (34 * s)), 1, count));
    for (const v of rows) {
      this.segment(inner.x, map.y(v), inner.x + inner.w, map.y(v), { color: GRID, width: 1 });
      this.text(number(v), inner.x - 7, map.y(v), { size: 13, align: "right", color: MUTED });
    }
    this.line(
      [
        [inner.x, inner.y],
        [inner.x, inner.y + inner.h],
        [inner.x + inner.w, inner.y + inner.h],
      ],
      { color: LINE, width: 1.5 },
    );
    if (xlabel) {
      this.text(xlabel, inner.x + inner.w, inner.y + inner.h + 32 * s, {
        size: 13,
        align: "right",
        color: MUTED,
      });
    }
    return map;
  }

  // A matrix of numbers as colored cells with the numbers in them where they fit.
  cells(values, rows, cols, box, { reach = 1, digits = 2, from = 0, kind = "diverging" } = {}) {
    const w = box.w / cols;
    const h = box.h / rows;
    this.heat(values, rows, cols, box, {
      from,
      kind,
      low: kind === "diverging" ? -reach : 0,
      high: reach,
    });
    for (let r = 0; r <= rows; r++) {
      this.segment(box.x, box.y + r * h, box.x + box.w, box.y + r * h, { color: PAPER, width: 1 });
    }
    for (let k = 0; k <= cols; k++) {
      this.segment(box.x + k * w, box.y, box.x + k * w, box.y + box.h, { color: PAPER, width: 1 });
    }
    if (w < 26 || h < 15) return; // no room for numbers
    const size = Math.min(15 * this.scale, w / 3.1, h * 0.6);
    const fits = (text) => this.width(text, 10 / this.scale) <= w - 2;
    for (let r = 0; r < rows; r++) {
      for (let k = 0; k < cols; k++) {
        const value = values[from + r * cols + k];
        const fraction = Math.abs(value) / reach;
        this.text(
          fits(short(value, digits)) ? short(value, digits) : short(value, 1),
          box.x + (k + 0.5) * w,
          box.y + (r + 0.5) * h,
          {
            size: size / this.scale,
            max: w - 2,
            align: "center",
            color: fraction > 0.62 ? PAPER : INK,
          },
        );
      }
    }
  }

  // What stays for many frames is drawn once and copied: `store` keeps it as long as the stamps
  // are the same objects or numbers.
  layer(store, stamps, box, draw) {
    const ratio = window.devicePixelRatio || 1;
    const key = [...stamps, box.x, box.y, box.w, box.h, ratio, this.scale];
    if (!store.key || key.some((value, i) => value !== store.key[i])) {
      const sheet = document.createElement("canvas");
      const c = sheet.getContext("2d");
      sheet.width = Math.ceil(box.w * ratio);
      sheet.height = Math.ceil(box.h * ratio);
      c.setTransform(ratio, 0, 0, ratio, -box.x * ratio, -box.y * ratio);
      draw(new Pen(c, this.scale));
      Object.assign(store, { key, sheet });
    }
    this.c.drawImage(
      store.sheet,
      box.x,
      box.y,
      store.sheet.width / ratio,
      store.sheet.height / ratio,
    );
  }

  // A small card with the formula and its numbers, kept inside the bounds.
  tooltip(x, y, lines, bounds) {
    const s = this.scale;
    const height = (lines.length * 20 + 14) * s;
    const weight = (i) => (i ? 400 : 600);
    const width = Math.max(...lines.map((line, i) => this.width(line, 14, weight(i)))) + 22 * s;
    const left = clamp(x + 14, bounds.x, Math.max(bounds.x, bounds.x + bounds.w - width));
    const top = clamp(
      y - height - 10 < bounds.y ? y + 14 : y - height - 10,
      bounds.y,
      bounds.y + bounds.h - height,
    );
    this.rect({ x: left, y: top, w: width, h: height }, { fill: "#17202cf2", round: 6 });
    lines.forEach((line, i) =>
      this.text(line, left + 11 * s, top + (17 + 20 * i) * s, { color: PAPER, weight: weight(i) }),
    );
  }
}
