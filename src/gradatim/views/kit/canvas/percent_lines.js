// Two fractions of a run against its steps, as percent from 0 to 100.

// Draw the axes for the table `curve` (n, 3), whose rows are a step and two fractions; returns the
// places on the canvas of both columns, n points [x, y] each.
export function percentLines(pen, curve, box, title, xlabel) {
  const [n] = curve.shape;
  const plot = pen.plot(box, {
    // At least 60 steps wide: else the axis would change its scale at each of the first steps.
    x: [curve[0], Math.max(60, curve[3 * (n - 1)])],
    y: [0, 100],
    title,
    xlabel,
  });
  return [1, 2].map((column) =>
    Array.from({ length: n }, (_, i) => [
      plot.x(curve[3 * i]),
      plot.y(100 * curve[3 * i + column]),
    ]),
  );
}
