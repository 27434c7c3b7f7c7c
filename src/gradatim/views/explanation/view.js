// Explanation: an image and the names that fit it, four maps of what speaks for one of them, the
// same maps of an untrained network, and the image as its pixels are deleted.
import { inset, split, square } from "../kit/canvas/boxes.js";
import { ACCENT, BORDER, FRAME, INK, MUTED, PANEL, POSITIVE } from "../kit/canvas/colors.js";
import { number } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";

const SIDE = 32; // pixels of an image
const percent = (p) => `${number(100 * p, 2)} %`;

function title(pen, text, box, size = 15) {
  pen.text(text, box.x, box.y + 10 * pen.scale, { size, weight: 600, max: box.w });
  return inset(box, 0, 26 * pen.scale, 0, 0);
}

// The image, what it shows, and the names that fit it; a click on one asks what speaks for it.
function naming(pen, p, box, ui) {
  const s = pen.scale;
  let rest = title(pen, p.called || ui.t("own"), box, 16);
  const side = Math.min(rest.w, rest.h * 0.46);
  const area = { x: rest.x, y: rest.y, w: side, h: side };
  pen.photo(p.image, SIDE, SIDE, area);
  pen.rect(area, { stroke: FRAME });
  rest = title(pen, ui.t("names"), inset(rest, 0, side + 14 * s, 0, 0));
  const pitch = Math.min(32 * s, rest.h / p.best.length);
  p.best.forEach(([name, probability], i) => {
    const asked = name === p.asked;
    const line = { x: rest.x, y: rest.y + i * pitch, w: rest.w, h: pitch - 5 };
    const bar = { ...line, w: Math.max(3, line.w * probability) };
    pen.rect(line, { stroke: asked ? ACCENT : BORDER, width: asked ? 2 : 1, round: 3 });
    pen.rect(bar, { fill: asked ? "#bfe3dd" : PANEL, round: 3 });
    pen.text(`${name}  ${percent(probability)}`, line.x + 8, line.y + line.h / 2, {
      size: 15,
      weight: asked ? 700 : 400,
      max: line.w - 12,
    });
    ui.region(line, { click: () => ui.set("words", name) });
  });
}

// The image, faint, and over it in orange how much each place counts.
function overlay(pen, p, maps, i, area) {
  pen.photo(p.image, SIDE, SIDE, area);
  const how = { from: i * SIDE * SIDE, low: -1, high: 1, alpha: 0.75 };
  pen.heat(maps, SIDE, SIDE, area, how);
}

// A row of the four maps; `below` says something of each.
function row(pen, p, maps, heading, box, ui, below) {
  const s = pen.scale;
  const rest = title(pen, heading, box);
  split(rest, [1, 1, 1, 1], 12 * s, false).forEach((part, i) => {
    const area = square(inset(part, 0, 18 * s, 0, 18 * s));
    Object.assign(area, { x: part.x, y: part.y + 18 * s });
    const chosen = p.methods[i] === ui.values.method;
    pen.text(ui.option("method", p.methods[i]), part.x, part.y + 7 * s, {
      size: 14,
      weight: chosen ? 700 : 400,
      color: chosen ? ACCENT : INK,
      max: part.w,
    });
    if (maps) overlay(pen, p, maps, i, area);
    else pen.text("?", area.x + area.w / 2, area.y + area.h / 2, { size: 34, align: "center" });
    pen.rect(area, { stroke: chosen ? ACCENT : FRAME, width: chosen ? 3 : 1 });
    const y = area.y + area.h + 11 * s;
    pen.text(below(i), part.x, y, { size: 13, color: MUTED, max: part.w });
    ui.region(area, { click: () => ui.unlocked && ui.set("method", p.methods[i]) });
  });
}

// The probability of the name as pixels go: those that are marked first, or any.
function fading(pen, p, box, ui) {
  const s = pen.scale;
  const tall = box.w < 460 * s;
  const [chart, left, right] = split(box, tall ? [44, 28, 28] : [56, 22, 22], 14 * s, false);
  const n = p.fractions.length;
  const most = Math.max(0.1, ...p.marked, ...p.random);
  const plot = pen.plot(chart, {
    x: [0, 100],
    y: [0, 100 * most],
    title: ui.t("deletion", p.asked),
    xlabel: ui.t("deleted"),
  });
  const curve = (values) =>
    Array.from({ length: n }, (_, i) => [plot.x(100 * p.fractions[i]), plot.y(100 * values[i])]);
  pen.line(curve(p.random), { color: MUTED, width: 2, dash: [6, 4] });
  pen.line(curve(p.marked), { color: POSITIVE, width: 3 });
  const at = plot.x(100 * p.fractions[p.step]);
  pen.segment(at, plot.box.y, at, plot.box.y + plot.box.h, { color: ACCENT, width: 2 });
  const shown = [
    [left, p.without_marked, "marked", p.marked[p.step], POSITIVE],
    [right, p.without_random, "random", p.random[p.step], MUTED],
  ];
  for (const [part, image, word, probability, color] of shown) {
    pen.text(ui.t(word), part.x, part.y + 11 * s, { size: 14, weight: 600, color, max: part.w });
    const area = square(inset(part, 0, 26 * s, 0, 24 * s));
    Object.assign(area, { x: part.x, y: part.y + 26 * s });
    pen.photo(image, SIDE, SIDE, area);
    pen.rect(area, { stroke: color, width: 2 });
    pen.text(percent(probability), area.x, area.y + area.h + 13 * s, { size: 16, weight: 700 });
  }
}

export default view({
  phone: 2.6,
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const [first, second] = tall
      ? split(box, [36, 64], 14 * s, true)
      : split(box, [27, 73], 28 * s, false);
    naming(pen, p, first, ui);
    const parts = split(second, tall ? [30, 30, 40] : [32, 32, 36], 10 * s, true);
    row(pen, p, p.maps, ui.t("maps", p.asked, percent(p.probability)), parts[0], ui, () => "");
    // How much alike they are is what is asked first.
    const known = ui.unlocked;
    row(pen, p, known ? p.shuffled : null, ui.t("shuffled"), parts[1], ui, (i) =>
      known ? ui.t("alike", number(p.alike[i], 2)) : "",
    );
    fading(pen, p, parts[2], ui);
  },
});
