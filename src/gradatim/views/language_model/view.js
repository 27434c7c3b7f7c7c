// Language model: the text as tiles, the likeliest words as bars, the loss while learning.
import { inset, lines, split, wrap } from "../kit/canvas/boxes.js";
import {
  ACCENT,
  BORDER,
  INK,
  MUTED,
  PANEL,
  PAPER,
  POSITIVE,
  WARNING,
  blend,
} from "../kit/canvas/colors.js";
import { clamp, number, short } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";

const shade = (surprise, reach) => blend([255, 250, 244], [235, 140, 54], surprise / reach);

// The largest tiles with which all words find room.
function fitted(pen, words, box) {
  const s = pen.scale;
  let found;
  for (const size of [24, 18, 15, 12, 10]) {
    const height = 1.35 * size * s + 10 * s;
    const widths = words.map((word) =>
      Math.max(1.2 * size * s, pen.width(word, size, 600) + 0.75 * size * s),
    );
    const places = wrap(widths, box, height, size > 15 ? 6 : 3);
    found = { size, height, places };
    if (places[places.length - 1].y + 2 * height < box.y + box.h) break;
  }
  return found;
}

function tiles(pen, p, box, ui) {
  const s = pen.scale;
  const reach = Math.log(p.vocabulary);
  const hidden = new Set(p.hidden_words);
  const shown = p.tokens.map((word, i) => (hidden.has(i) ? "▒▒▒" : word.replace(/ /g, "·") || "∅"));
  const { size, height, places } = fitted(pen, shown, inset(box, 0, 26 * s, 0, 0));
  let tip = null;
  pen.text(ui.t("surprise"), box.x, box.y + 10 * s, { size: 14, color: MUTED });
  pen.text(
    ui.t("parameters", p.parameters.toLocaleString("en").replaceAll(",", " ")),
    box.x + box.w,
    box.y + 10 * s,
    { size: 14, color: MUTED, align: "right" },
  );
  // Nothing predicts the first token of a causal model.
  const unpredicted = (i) => i === 0 && p.task === "next";
  const fill = (i) => (unpredicted(i) ? PANEL : shade(p.surprise[i], reach));
  places.forEach((tile, i) => {
    const chosen = i === p.position;
    pen.rect(tile, {
      fill: hidden.has(i) ? INK : fill(i),
      stroke: chosen ? ACCENT : BORDER,
      width: chosen ? 4 : 1,
      round: 7,
    });
    pen.text(shown[i], tile.x + tile.w / 2, tile.y + tile.h / 2, {
      size,
      weight: 600,
      align: "center",
      color: hidden.has(i) ? PAPER : INK,
      max: tile.w - 6,
    });
    ui.region(tile, { click: () => ui.act(p.task === "masked" ? "hide" : "inspect", i) });
    if (ui.over(tile)) {
      tip = [
        ui.t("p", short(p.surprise[i]), number(Math.exp(-p.surprise[i]), 2)),
        ui.t("entropy", short(p.entropy[i])),
        ...(p.task === "masked" ? [ui.t(hidden.has(i) ? "show" : "hide")] : []),
      ];
    }
  });
  const last = places[places.length - 1];
  if (p.task === "next") {
    const label = `${ui.t("write")} ⏎`;
    const width = pen.width(label, 16, 600) + 24 * s;
    const fits = last.x + last.w + 10 + width < box.x + box.w;
    const spot = {
      x: fits ? last.x + last.w + 10 : box.x,
      y: fits ? last.y : last.y + height + 6,
      w: width,
      h: height,
    };
    pen.rect(spot, { fill: ACCENT, round: 7 });
    pen.text(label, spot.x + spot.w / 2, spot.y + spot.h / 2, {
      size: 16,
      weight: 600,
      align: "center",
      color: PAPER,
    });
    ui.memory.foot = spot.y + spot.h;
    ui.region(spot, { click: () => ui.act("write") });
  }
  const foot = Math.max(
    ...places.map((tile) => tile.y + tile.h),
    p.task === "next" ? (ui.memory.foot ?? 0) : 0,
  );
  if (p.task === "next" && p.live) {
    written(pen, p, { x: box.x, y: foot + 14 * s, w: box.w, h: box.y + box.h - foot - 14 * s }, ui);
  }
  return tip;
}

function written(pen, p, box, ui) {
  const s = pen.scale;
  const pitch = 23 * s;
  const room = Math.floor((box.h - 30 * s) / pitch);
  if (!p.written || room < 1) return;
  const rows = lines(pen, p.written, box.w - 28, 16).slice(-room); // the end is new
  pen.rect({ ...box, h: 34 * s + pitch * rows.length }, { fill: PANEL, round: 8 });
  pen.text(ui.t("writes"), box.x + 12, box.y + 15 * s, { size: 14, color: MUTED, max: box.w - 20 });
  rows.forEach((line, i) =>
    pen.text(line, box.x + 12, box.y + 38 * s + i * pitch, { size: 16, max: box.w - 20 }),
  );
}

function bars(pen, p, box, ui) {
  const s = pen.scale;
  const n = p.words.length;
  const pitch = Math.min(34 * s, (box.h - 26 * s) / n);
  const name = (i) => p.words[i].replace(/ /g, "·") || "∅";
  const left =
    box.x +
    Math.min(box.w * 0.42, Math.max(...p.words.map((_, i) => pen.width(name(i), 17))) + 14 * s);
  pen.text(ui.t("likely"), box.x, box.y + 10 * s, { size: 16, weight: 650, max: box.w });
  for (let i = 0; i < n; i++) {
    const y = box.y + 26 * s + (i + 0.5) * pitch;
    const row = { x: box.x, y: y - pitch / 2, w: box.w, h: pitch };
    const over = ui.over(row);
    if (over) pen.rect(row, { fill: "#eef6f5", round: 5 });
    pen.text(name(i), box.x + 4, y, {
      size: Math.min(17, pitch / s - 4),
      max: left - box.x - 10,
      weight: i ? 400 : 650,
    });
    const width = (box.x + box.w - left - 62 * s) * p.probabilities[i];
    pen.rect(
      { x: left, y: y - pitch * 0.34, w: Math.max(1.5, width), h: pitch * 0.68 },
      { fill: i ? "#6f9a95" : ACCENT },
    );
    pen.text(`${number(100 * p.probabilities[i], 2)} %`, left + Math.max(1.5, width) + 6, y, {
      size: Math.min(15, pitch / s - 4),
      color: MUTED,
    });
    ui.region(row, { click: () => ui.act("choose", i) });
  }
}

function curve(pen, p, box, ui) {
  const s = pen.scale;
  const n = p.losses.length;
  const even = Math.log(p.vocabulary);
  if (!p.live) {
    const quiet = { size: 16, color: MUTED, max: box.w };
    pen.text(ui.t("nolearn"), box.x, box.y + 12 * s, quiet);
    return void (p.task === "next" && written(pen, p, inset(box, 0, 32 * s, 0, 0), ui));
  }
  const from = Math.max(0, p.step - n);
  const top = Math.max(even * 1.08, ...p.losses.filter(Number.isFinite));
  const plot = pen.plot(box, {
    x: [from, Math.max(from + 50, p.step)],
    y: [0, Math.min(top, even * 3)],
    title: n ? `${ui.t("loss")} ${short(p.losses[n - 1])}` : ui.t("loss"),
    xlabel: ui.t("step"),
  });
  pen.segment(plot.box.x, plot.y(even), plot.box.x + plot.box.w, plot.y(even), {
    color: POSITIVE,
    width: 2,
    dash: [6, 5],
  });
  pen.text(
    ui.t("uniform", p.vocabulary, short(even)),
    plot.box.x + plot.box.w - 4,
    plot.y(even) + 13 * s,
    { size: 14, align: "right", color: WARNING },
  );
  pen.line(
    Array.from(p.losses, (v, i) => [plot.x(from + i + 1), plot.y(clamp(v, 0, even * 3))]),
    { color: INK, width: 3 },
  );
}

export default view({
  phone: 2,
  keys: {
    Enter: (p, ui) => ui.act(p.task === "next" ? "write" : "choose", p.task === "next" ? null : 0),
  },
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const causal = tall ? [38, 62] : [40, 60];
    const [top, bottom] = split(box, p.task === "masked" ? [26, 74] : causal, 14 * s, true);
    const tip = tiles(pen, p, top, ui);
    const [left, right] = split(bottom, tall ? [60, 40] : [48, 52], 26 * s, tall);
    bars(pen, p, left, ui);
    curve(pen, p, right, ui);
    if (tip) pen.tooltip(ui.hover.x, ui.hover.y, tip, box);
  },
});
