// The exact value of each move, written between the player's cell and the one it leads to.
import { INK, signed } from "../kit/canvas/colors.js";
import { clamp } from "../kit/numbers.js";
import { DX, DY } from "./directions.js";

const rounded = (fraction) => `${Math.round(100 * fraction)} %`;

export function exactMoves(pen, p, center, side, ui) {
  const [x, y] = center;
  const r = clamp(side * 0.36, 12 * pen.scale, 26 * pen.scale);
  let tip = null;
  for (let a = 0; a < 5; a++) {
    const value = p.moves[a];
    if (!Number.isFinite(value)) continue;
    // "Nothing" has no direction: its mark stands beside the player, to the north-west.
    const bx = a ? x + DX[a] * side * 0.85 : x - side * 0.6;
    const by = a ? y + DY[a] * side * 0.85 : y - side * 0.6;
    const played = p.chances[a] > 0.005;
    pen.dot(bx, by, r, { fill: signed(value - 0.5, 0.7), stroke: INK, width: played ? 4 : 1 });
    pen.text(Math.round(100 * value), bx, by + 0.5, {
      size: (r * 0.78) / pen.scale,
      align: "center",
      weight: played ? 800 : 500,
      color: INK,
    });
    if (ui.hover && Math.hypot(ui.hover.x - bx, ui.hover.y - by) < r) {
      tip = [ui.t("value", rounded(value)), ui.t("chance", rounded(p.chances[a]))];
    }
  }
  return tip;
}

// One line for the panel: the value of the position, or when it can be solved.
export function exactWords(p, ui) {
  if (Number.isFinite(p.value)) return ui.t("exactly", rounded(p.value));
  return ui.t("solvable", p.solvable);
}
