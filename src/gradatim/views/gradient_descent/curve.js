// A surface of one weight as the lecture draws it: the curve, the slope, and the update in numbers.
import { inset } from "../kit/canvas/boxes.js";
import { ACCENT, INK, NEGATIVE, PAPER, POSITIVE } from "../kit/canvas/colors.js";
import { number } from "../kit/numbers.js";

export const COLORS = { a: NEGATIVE, b: POSITIVE };

// The next step in numbers: a ← −2.4 − 0.1 · (−3) = −2.1; of plain descent only.
export function update(p, key, ui) {
  if (ui.values.method !== "gradient") return "";
  const trail = p[`trail_${key}`];
  const [weight, slope] = [trail[trail.length - 3], p[`gradient_${key}`][0]];
  const rate = p[`rate_${key}`];
  const bracketed = slope < 0 ? `(${number(slope, 3)})` : number(slope, 3);
  const after = number(weight - rate * slope, 3);
  return ui.t("update", "W", number(weight, 3), number(rate), bracketed, after);
}

export function curve(pen, p, area, key, ui) {
  const s = pen.scale;
  const n = p.root.shape[0];
  const row = Math.floor(n / 2) * n; // every row is the same: the second weight does nothing
  const heights = Array.from({ length: n }, (_, i) => p.lowest + p.root[row + i] ** 2);
  const high = Math.max(...heights);
  const plot = pen.plot(inset(area, 0, 0, 0, 28 * s), {
    x: [-p.reach, p.reach],
    y: [0, high * 1.05],
    xlabel: "W",
    title: "J(W)",
  });
  const at = (i) => [plot.x(-p.reach + (2 * p.reach * i) / (n - 1)), plot.y(heights[i])];
  pen.line(
    heights.map((_, i) => at(i)),
    { color: INK, width: 2.5 },
  );
  const trail = p[`trail_${key}`];
  const rows = trail.shape[0];
  const inside = (i) => Math.abs(trail[3 * i]) <= p.reach && trail[3 * i + 2] <= high * 1.05;
  const spots = Array.from({ length: rows }, (_, i) => i)
    .filter(inside)
    .map((i) => [plot.x(trail[3 * i]), plot.y(trail[3 * i + 2])]);
  pen.line(spots, { color: COLORS[key], width: 1.5, dash: [4, 4] });
  spots.forEach(([x, y]) => pen.dot(x, y, 3.5, { fill: COLORS[key], stroke: PAPER, width: 1 }));
  if (inside(rows - 1)) {
    const [weight, , height] = trail.slice(-3);
    const slope = p[`gradient_${key}`][0];
    const reach = Math.min(0.6, 1.2 / (1 + Math.abs(slope) / 3)); // how far the tangent is drawn
    const ends = [-reach, reach].map((d) => [plot.x(weight + d), plot.y(height + slope * d)]);
    pen.segment(...ends[0], ...ends[1], { color: ACCENT, width: 3 });
    pen.dot(...spots[spots.length - 1], 8, { fill: COLORS[key], stroke: PAPER, width: 2.5 });
  }
  pen.text(update(p, key, ui), area.x, area.y + area.h - 8 * s, { size: 15, max: area.w });
  const start = (place) => ui.act("start_at", [plot.back(place.x, place.y)[0], 0]);
  ui.region(area, { click: start });
}
