// The plane of the toy points: the network's answer at every place, and the points over it.
import { INK, NEGATIVE, PAPER, POSITIVE } from "./colors.js";

const TWENTIETHS = 20; // of a unit: points travel as whole numbers of them

// Draws `output` (-1 for the one class, +1 for the other) and the points; returns the plot.
export function drawPlane(pen, p, area, ui, radius) {
  const n = p.output.shape[0];
  const plot = pen.plot(area, { x: [-p.reach, p.reach], y: [-p.reach, p.reach], axes: false });
  // A little beyond 1, so that points of the same color stand out.
  pen.heat(p.output, n, n, area, { low: -1.15, high: 1.15, flip: true, smooth: true });
  const store = (ui.memory[ui.frozen ? "frozen" : "live"] ??= {});
  pen.layer(store, [p.points], area, (layer) =>
    p.labels.forEach((label, i) =>
      layer.dot(
        plot.x(p.points[2 * i] / TWENTIETHS),
        plot.y(p.points[2 * i + 1] / TWENTIETHS),
        radius,
        {
          fill: label ? POSITIVE : NEGATIVE,
          shape: label ? "circle" : "square",
          stroke: p.held_out?.[i] ? INK : PAPER, // of a test point
          width: 1.4,
        },
      ),
    ),
  );
  pen.rect(area, { stroke: INK, width: 1.5 });
  return plot;
}
