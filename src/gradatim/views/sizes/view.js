// Sizes and energy: parameters of famous models and of ours on one logarithmic scale; on the right
// what a training takes, formula by formula, and its energy beside that of our own.
import { inset, split } from "../kit/canvas/boxes.js";
import { ACCENT, GRID, INK, LINE, MUTED, POSITIVE, WARNING } from "../kit/canvas/colors.js";
import { number, plain } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";

const POWERS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
const raised = (n) =>
  (n < 0 ? "⁻" : "") +
  String(Math.abs(n))
    .split("")
    .map((d) => POWERS[d])
    .join("");
const FROM = 2; // powers of ten of the axis of sizes
const TO = 12;
// Where a name stands beside its dot: to the right (1) or left, and how far down, in pixels.
const LABELS = {
  "transformer-big": [-1, 0],
  "bert-large": [-1, -12],
  "gpt2-xl": [-1, 0],
  gpt3: [-1, 0],
  "vit-large": [1, 0],
  "llama-7b": [-1, 0],
  "llama-2-70b": [-1, -9],
  "mixtral-8x7b": [-1, 10],
};

// A number with a word for its power of a thousand.
function counted(value, ui) {
  const step = [1e12, 1e9, 1e6, 1e3].findIndex((unit) => value >= unit * 0.9995);
  if (step < 0) return number(value);
  return `${number(value / [1e12, 1e9, 1e6, 1e3][step])} ${ui.t(`unit${step}`)}`;
}

// 3.1 · 10²³, as it is written by hand.
function scientific(value) {
  const power = Math.floor(Math.log10(value));
  return `${number(value / 10 ** power, 2)} · 10${raised(power)}`;
}

function scale(pen, p, box, ui) {
  const s = pen.scale;
  pen.text(ui.t("sizes"), box.x, box.y + 11 * s, { size: 16, weight: 650, max: box.w });
  const area = inset(box, 42 * s, 30 * s, 6, 32 * s);
  const years = [2010, 2025];
  const x = (year) => area.x + ((year - years[0]) / (years[1] - years[0])) * area.w;
  const y = (value) => area.y + ((TO - Math.log10(value)) / (TO - FROM)) * area.h;
  for (let power = FROM; power <= TO; power++) {
    const at = y(10 ** power);
    pen.segment(area.x, at, area.x + area.w, at, { color: GRID, width: 1 });
    pen.text(`10${raised(power)}`, area.x - 8 * s, at, { size: 13, align: "right", color: MUTED });
  }
  for (let year = 2012; year <= 2024; year += 4) {
    pen.segment(x(year), area.y, x(year), area.y + area.h, { color: GRID, width: 1 });
    pen.text(String(year), x(year), area.y + area.h + 14 * s, {
      size: 13,
      align: "center",
      color: MUTED,
    });
  }
  pen.line(
    [
      [area.x, area.y],
      [area.x, area.y + area.h],
      [area.x + area.w, area.y + area.h],
    ],
    { color: LINE, width: 1.5 },
  );
  p.ours.forEach((name, i) => {
    const at = y(p.our_sizes[i]);
    pen.segment(area.x, at, area.x + area.w, at, { color: POSITIVE, width: 2, dash: [7, 5] });
    const label = ui.t("size", ui.t(name), counted(p.our_sizes[i], ui));
    pen.text(label, area.x + 8 * s, at - 10 * s, {
      size: 14,
      color: WARNING,
      max: area.w - 16 * s,
    });
    choosable(ui, name, { x: area.x, y: at - 20 * s, w: area.w, h: 26 * s });
  });
  let tip = null;
  p.names.forEach((name, i) => {
    const [cx, cy] = [x(p.years[i]), y(p.sizes[i])];
    const newest = i === p.names.length - 1;
    const chosen = name === ui.values.model;
    pen.dot(cx, cy, chosen ? 9 : 7, { fill: chosen ? POSITIVE : ACCENT, stroke: INK });
    const [side, down] = LABELS[name] ?? [1, 0];
    pen.text(ui.t(name), cx + 13 * side * s, cy + down * s, {
      size: 14,
      align: side < 0 ? "right" : "left",
      weight: newest || chosen ? 700 : 500,
    });
    const spot = { x: cx - 13, y: cy - 13, w: 26, h: 26 };
    choosable(ui, name, spot);
    if (ui.over(spot)) tip = [`${ui.t(name)}, ${p.years[i]}`, ui.t("n", counted(p.sizes[i], ui))];
  });
  if (p.names.length < p.n_famous) {
    pen.text(ui.t("next"), area.x + area.w, area.y + 12 * s, {
      size: 14,
      align: "right",
      color: MUTED,
      max: area.w,
    });
  } else {
    pen.text(ui.t("unknown"), area.x + area.w, area.y + area.h - 12 * s, {
      size: 13,
      align: "right",
      color: MUTED,
      max: area.w * 0.9,
    });
  }
  return tip;
}

// A model whose training can be planned is chosen by a click, once the question is answered.
function choosable(ui, name, spot) {
  if (ui.unlocked && ui.plannable.includes(name)) {
    ui.region(spot, { click: () => ui.set("model", name) });
  }
}

// Each line: what it is, how it comes about, what it gives.
function cost(pen, p, box, ui) {
  const s = pen.scale;
  const v = ui.values;
  pen.text(ui.t("cost", ui.t(v.model)), box.x, box.y + 11 * s, {
    size: 16,
    weight: 650,
    max: box.w,
  });
  const speed = p.teraflops * v.gpus * v.utilization;
  const time = duration(p.days * 86400, ui);
  const power = `${v.gpus} · ${p.watts} W · ${plain(1.2)} · t`;
  const part = p.active < p.parameters ? ui.t("active", counted(p.active, ui)) : "";
  const source = p.published ? ui.t(p.published === v.tokens ? "stated" : "other") : "";
  const fit = ui.t(p.fits ? "fits" : "full", p.card_gigabytes);
  const lines = [
    [ui.t("parameters"), `N = ${counted(p.parameters, ui)} ${part}`],
    [ui.t("tokens"), `D = ${counted(v.tokens, ui)} ${source}`],
    [ui.t("operations"), `C = 6 · N · D = ${scientific(p.operations)}`],
    [ui.t("time"), `C / (${scientific(speed * 1e12)} /s) = ${time}`],
    [ui.t("energy"), `${power} = ${energy(p.kilowatt_hours)}`],
    [ui.t("co2"), `${p.grams} g/kWh · ${energy(p.kilowatt_hours)} = ${weight(p.tonnes)}`],
    [ui.t("memory"), `16 · N = ${ui.t("gigabytes", number(p.gigabytes))} (${fit})`],
  ];
  const top = box.y + 28 * s;
  const pitch = Math.min(33 * s, (box.h - 28 * s) / lines.length);
  lines.forEach(([name, text], i) => {
    const y = top + (i + 0.5) * pitch;
    pen.text(name, box.x, y, { size: 14, color: MUTED, max: box.w * 0.27 });
    pen.text(text, box.x + box.w * 0.29, y, {
      size: 14,
      weight: 600,
      max: box.w * 0.71,
      color: i === 6 && !p.fits ? WARNING : INK,
    });
  });
}

function energy(kwh) {
  if (kwh >= 1e6) return `${number(kwh / 1e6)} GWh`;
  if (kwh >= 1e4) return `${number(kwh / 1e3)} MWh`;
  if (kwh >= 1) return `${number(kwh)} kWh`;
  if (kwh >= 0.001) return `${number(1000 * kwh)} Wh`;
  return `${number(3.6e6 * kwh)} J`;
}

function weight(tonnes) {
  if (tonnes >= 1) return `${number(tonnes)} t`;
  if (tonnes >= 1e-3) return `${number(1e3 * tonnes)} kg`;
  return `${number(1e6 * tonnes)} g`;
}

function duration(seconds, ui) {
  if (seconds >= 86400) return ui.t("days", number(seconds / 86400));
  if (seconds >= 3600) return ui.t("hours", number(seconds / 3600));
  if (seconds >= 60) return ui.t("minutes", number(seconds / 60));
  return ui.t("seconds", number(seconds));
}

// The energy of the run beside others; each step to the right is ten times as much.
function bars(pen, p, box, ui) {
  const s = pen.scale;
  pen.text(ui.t("compare"), box.x, box.y + 11 * s, { size: 15, weight: 650, max: box.w });
  const [low, high] = [-5, 8]; // powers of ten, in kilowatt-hours
  const area = inset(box, box.w * 0.42, 26 * s, 0, 0);
  const pitch = Math.min(34 * s, area.h / p.compared.length);
  const room = area.w - 84 * s;
  p.compared.forEach((name, i) => {
    const y = area.y + i * pitch;
    const kwh = p.energies[i];
    const w = Math.max(2, (room * (Math.log10(kwh) - low)) / (high - low));
    const label = name === "run" ? ui.t("run", ui.t(ui.values.model)) : ui.t(`e_${name}`);
    pen.text(label, box.x, y + pitch / 2, { size: 14, color: MUTED, max: box.w * 0.41 });
    pen.rect(
      { x: area.x, y: y + pitch * 0.2, w: Math.min(room, w), h: pitch * 0.6 },
      { fill: name === "run" ? POSITIVE : ACCENT },
    );
    pen.text(energy(kwh), area.x + Math.min(room, w) + 7 * s, y + pitch / 2, { size: 14 });
  });
}

export default view({
  phone: 2.6,
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    ui.plannable = p.plannable;
    const [one, two] = split(box, tall ? [46, 54] : [52, 48], 26 * s, tall);
    const tip = scale(pen, p, one, ui);
    const [top, foot] = split(two, [62, 38], 14 * s, true);
    cost(pen, p, top, ui);
    bars(pen, p, foot, ui);
    if (tip) pen.tooltip(ui.hover.x, ui.hover.y, tip, box);
  },
});
