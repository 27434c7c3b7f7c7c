// Overfitting: the accuracy on training and on unseen images of two networks, the one without and
// the other with help; what the second is shown; images on which the two differ.
import { inset, split } from "../kit/canvas/boxes.js";
import { ACCENT, FRAME, INK, MUTED, NEGATIVE, POSITIVE } from "../kit/canvas/colors.js";
import { percentLines } from "../kit/canvas/percent_lines.js";
import { number } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";

// One image of a stack (N, C, S, S).
function picture(pen, images, i, box) {
  const [, channels, rows, cols] = images.shape;
  const from = i * channels * rows * cols;
  if (channels === 1) pen.heat(images, rows, cols, box, { from, kind: "gray", low: 0, high: 255 });
  else {
    const part = images.subarray(from, from + channels * rows * cols);
    pen.photo(
      Float32Array.from(part, (v) => v / 255),
      rows,
      cols,
      box,
    );
  }
  pen.rect(box, { stroke: FRAME });
}

const percent = (fraction) => `${number(100 * fraction)} %`;

// Both accuracies of one network against the steps; the gap between them is shaded.
function gap(pen, p, box, ui, curve, title) {
  const s = pen.scale;
  const [n] = curve.shape;
  const at = (row, column) => curve[3 * row + column];
  const [training, unseen] = [at(n - 1, 1), at(n - 1, 2)];
  pen.text(title, box.x, box.y + 11 * s, { size: 17, weight: 700, max: box.w });
  const area = inset(box, 0, 24 * s, 0, 30 * s);
  const [above, below] = percentLines(pen, curve, area, ui.t("accuracy"), ui.t("steps"));
  if (n > 1) {
    const c = pen.c;
    c.beginPath();
    [...above, ...below.toReversed()].forEach(([x, y], i) => (i ? c.lineTo(x, y) : c.moveTo(x, y)));
    c.fillStyle = "#c2570c26";
    c.fill();
  }
  pen.line(above, { color: NEGATIVE, width: 2.5, dash: [7, 4] });
  pen.line(below, { color: ACCENT, width: 4 });
  const foot = box.y + box.h - 12 * s;
  const error = 2 * Math.sqrt((unseen * (1 - unseen)) / p.n_unseen);
  const parts = [
    [ui.t("training", percent(training)), NEGATIVE],
    [ui.t("unseen", `${number(100 * unseen)} ± ${number(100 * error, 1)} %`), ACCENT],
    [ui.t("gap", number(100 * (training - unseen), 2)), POSITIVE],
  ];
  const columns = split({ ...box, y: foot, h: 1 }, [32, 40, 28], 6, false);
  parts.forEach(([text, color], i) =>
    pen.text(text, columns[i].x, foot, { size: 15, weight: 650, color, max: columns[i].w }),
  );
}

// What the helped network is shown of one image; of "more", images that the other never sees.
function versions(pen, p, box, ui) {
  const s = pen.scale;
  const n = p.versions.shape[0];
  const idea = ui.values.idea;
  pen.text(ui.t(`shown_${idea}`), box.x, box.y + 11 * s, { size: 15, weight: 650, max: box.w });
  const gapWidth = 8 * s;
  const side = Math.min((box.w - gapWidth * (n - 1)) / n, box.h - 54 * s);
  for (let i = 0; i < n; i++) {
    const x = box.x + i * (side + gapWidth);
    picture(pen, p.versions, i, { x, y: box.y + 28 * s, w: side, h: side });
  }
  const y = box.y + 28 * s + side + 16 * s;
  pen.text(ui.t(`why_${idea}`), box.x, y, { size: 14, color: MUTED, max: box.w });
}

// Unseen images that only one of the two names right.
function differing(pen, p, box, ui) {
  const s = pen.scale;
  const n = p.differing.shape[0];
  pen.text(ui.t(n ? "differing" : "same"), box.x, box.y + 11 * s, {
    size: 15,
    weight: 650,
    max: box.w,
  });
  const gapWidth = 8 * s;
  const side = Math.min((box.w - gapWidth * 5) / 6, box.h - 78 * s);
  for (let i = 0; i < n; i++) {
    const x = box.x + i * (side + gapWidth);
    picture(pen, p.differing, i, { x, y: box.y + 28 * s, w: side, h: side });
    const truth = p.named[0][i];
    [p.named[1][i], p.named[2][i]].forEach((answer, row) => {
      const right = answer === truth;
      const text = `${"AB"[row]} ${p.classes[answer]} ${right ? "✓" : "✗"}`;
      pen.text(text, x + side / 2, box.y + 28 * s + side + (14 + 19 * row) * s, {
        size: 14,
        align: "center",
        weight: right ? 650 : 400,
        color: right ? ACCENT : INK,
        max: side + gapWidth,
      });
    });
  }
}

export default view({
  phone: 2.5,
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const [top, foot] = split(box, tall ? [62, 38] : [66, 34], 16 * s, true);
    const [one, two] = split(top, [1, 1], 24 * s, tall);
    const idea = ui.option("idea", ui.values.idea);
    const [few, many] = p.n_images;
    gap(
      pen,
      p,
      one,
      ui,
      p.without,
      ui.t("without", few, p.n_weights.toLocaleString("en").replaceAll(",", " ")),
    );
    gap(pen, p, two, ui, p.helped, ui.t("with", idea, many));
    const [left, right] = split(foot, [1, 1], 24 * s, tall);
    versions(pen, p, left, ui);
    differing(pen, p, right, ui);
  },
});
