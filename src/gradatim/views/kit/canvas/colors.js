// The colors of all views; one diverging scale serves data, weights and outputs alike.
import { clamp } from "../numbers.js";

export const INK = "#17202c";
export const MUTED = "#566273";
export const LINE = "#c9d0d9";
export const PAPER = "#ffffff";
export const PANEL = "#f4f6f8";
export const ACCENT = "#0f6e66";
export const FRAME = "#7d8895"; // around an image or a map
export const BORDER = "#aab3bf"; // around a tile or a button
export const GRID = "#e6e9ed";
export const WARNING = "#a3410a";
export const CLEAR = "#ffffff00";
// Blue is negative, orange positive: a pair that color-blind people tell apart.
export const NEGATIVE = "#1864a8";
export const POSITIVE = "#c2570c";
const LOW = [24, 100, 168];
const ZERO = [243, 243, 240];
const HIGH = [214, 102, 16];

// The color of t in [-1, 1]; an exponent below 1 makes small values visible.
export function diverging(t) {
  const end = t < 0 ? LOW : HIGH;
  const fraction = Math.pow(clamp(Math.abs(t), 0, 1), 0.8);
  return ZERO.map((zero, i) => Math.round(zero + (end[i] - zero) * fraction));
}

export const rgb = (color) => `rgb(${color[0]},${color[1]},${color[2]})`;
// A shade between two colors, t in [0, 1].
export const blend = (from, to, t) =>
  rgb(from.map((v, i) => Math.round(v + (to[i] - v) * clamp(t, 0, 1))));
export const signed = (value, reach) => rgb(diverging(reach ? value / reach : 0));

// In the dark the style sheet turns the whole canvas: light and dark change places, hues stay
// (`filter: invert(1) hue-rotate(180deg)`). An image of the data is turned beforehand, so that it
// comes out as it is. The matrix is that of hue-rotate(180deg) in the standard of filters.
export const scheme = globalThis.matchMedia?.("(prefers-color-scheme: dark)");
export const isDark = () => Boolean(scheme?.matches);
const HUES = [
  [-0.574, 1.43, 0.144],
  [0.426, 0.43, 0.144],
  [0.426, 1.43, -0.856],
];
export const turned = (color) =>
  HUES.map((row) => 255 - Math.round(row.reduce((sum, m, i) => sum + m * color[i], 0))).map((v) =>
    clamp(v, 0, 255),
  );
// What is filled with paper is of the color of the page, also in the dark.
const TURNED_PAPER = "#e4e7eb"; // becomes the dark of the page
export const ground = (fill) => (fill === PAPER && isDark() ? TURNED_PAPER : fill);
export const ofImage = (color) => (isDark() ? turned(color) : color);

// One pixel as ImageData stores it, read as a 32-bit integer: browsers run on little-endian
// machines, so red is the lowest byte.
export const pixel = ([r, g, b]) => ((255 << 24) | (b << 16) | (g << 8) | r) >>> 0;

// The scales as tables of 511 pixels, low to high; an odd number puts zero exactly in the middle.
export const SCALE_STEPS = 510;
const scaleTable = (color) =>
  Uint32Array.from({ length: SCALE_STEPS + 1 }, (_, i) =>
    pixel(color(i / SCALE_STEPS).map(Math.round)),
  );
export const SCALES = {
  diverging: scaleTable((t) => diverging(2 * t - 1)),
  gray: scaleTable((t) => [255 * t, 255 * t, 255 * t]),
  negative: scaleTable((t) => [255 - 255 * t, 255 - 255 * t, 255 - 255 * t]), // gray, turned
  ink: scaleTable((t) => [255 - 238 * t, 255 - 223 * t, 255 - 211 * t]),
};
