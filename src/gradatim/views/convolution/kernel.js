// The products of window and kernel, and the kernel's cells: dragged, stepped by arrow keys, typed.
import { inset } from "../kit/canvas/boxes.js";
import { ACCENT, FRAME, INK, MUTED, PAPER } from "../kit/canvas/colors.js";
import { clamp, largestSize, number, plain, short } from "../kit/numbers.js";

const WHEEL = 8; // pixels of a drag that change a cell by one quarter

// Window x kernel = products, a row per channel; the sum of a row stands beside it, the sum of all
// at the end.
export function drawProducts(pen, p, box, ui) {
  const s = pen.scale;
  const [colors, k] = p.kernel.shape;
  const many = colors > 1;
  const left = many ? 18 * s : 0;
  const gap = 8 * s;
  const sign = clamp(box.w * 0.05, 16 * s, 30 * s);
  const room = Math.max(58 * s, pen.width(`= ${short(p.sum)}`, 20, 700) + 4);
  const names = ["window", "kernel", "products"];
  const side = Math.min(
    (box.w - left - 2 * sign - 12 * s - room) / 3,
    (box.h - (many ? 38 : 24) * s - gap * (colors - 1)) / colors,
  );
  const cell = side / k;
  const size = Math.min(
    15,
    ...names.map((name) => (15 * (side + sign - 6)) / pen.width(ui.t(name), 15, 600)),
  );
  const beside = box.x + left + 3 * side + 2 * sign + 12 * s;
  const arrays = [p.window, p.kernel, p.products];
  const reaches = [1.6, largestSize(p.kernel), largestSize(p.products)];
  let tip = null;
  for (let c = 0; c < colors; c++) {
    const y = box.y + 24 * s + c * (side + gap);
    if (many) {
      pen.text(ui.t("rgb")[c], box.x, y + side / 2, {
        size: 16,
        weight: 700,
        color: ["#b3261e", "#1f7a34", "#1f56b3"][c],
      });
    }
    names.forEach((name, i) => {
      const x = box.x + left + i * (side + sign);
      const area = { x, y, w: side, h: side };
      if (!c) pen.text(ui.t(name), x, y - 12 * s, { size, weight: 600 });
      pen.cells(arrays[i], k, k, area, { from: c * k * k, reach: reaches[i], kind: "diverging" });
      pen.rect(area, { stroke: i === 1 ? ACCENT : FRAME, width: i === 1 ? 3 : 1 });
      if (i === 1) tip = handles(pen, p, area, cell, c * k * k, ui) ?? tip;
      if (i < 2) {
        pen.text("×="[i], x + side + sign / 2, y + side / 2, {
          size: 22,
          align: "center",
          weight: 700,
        });
      }
    });
    if (many) {
      const plus = c ? "+ " : "\u2007 "; // a space as wide as a digit
      const term = `${p.sums[c] < 0 ? "− " : plus}${short(Math.abs(p.sums[c]))}`;
      pen.text(term, beside, y + side / 2, { size: 17, weight: 600, max: room });
    }
  }
  const y = box.y + 24 * s + (colors - 1) * (side + gap) + side / 2;
  if (!many) pen.text(ui.t("sum"), beside, y - 22 * s, { size: 14, color: MUTED, max: room });
  pen.text(`${many ? "= " : ""}${short(p.sum)}`, beside, y + (many ? 24 : 6) * s, {
    size: many ? 20 : 24,
    weight: 700,
    max: room,
  });
  return tip;
}

// The kernel's cells can be dragged, or chosen and changed by the arrow keys.
function handles(pen, p, area, cell, from, ui) {
  const k = p.kernel.shape[1];
  let tip = null;
  for (let c = from; c < from + k * k; c++) {
    const at = c - from;
    const spot = {
      x: area.x + (at % k) * cell,
      y: area.y + Math.floor(at / k) * cell,
      w: cell,
      h: cell,
    };
    const before = p.kernel[c];
    let start = null;
    ui.region(spot, {
      click: () => {
        Object.assign(ui.memory, { cell: c, typed: "" });
        ui.repaint();
      },
      drag: (place) => {
        start ??= place.y;
        ui.act("set_cell", [
          c,
          clamp(before + Math.round((start - place.y) / WHEEL) * 0.25, -20, 20),
        ]);
      },
    });
    if (ui.over(spot)) {
      tip = [`${ui.t("kernel")} = ${number(p.kernel[c])}`, ui.t("drag")];
    }
    if (ui.memory.cell !== c) continue;
    if (ui.memory.typed) {
      pen.rect(spot, { fill: PAPER });
      const text = { align: "center", weight: 700, size: Math.min(14, spot.w / 3) };
      pen.text(`${plain(ui.memory.typed)}▏`, spot.x + spot.w / 2, spot.y + spot.h / 2, text);
    }
    pen.rect(inset(spot, 2), { stroke: INK, width: 3 });
  }
  return tip;
}

export function stepCell(p, ui, amount) {
  const c = ui.memory.cell;
  if (c === undefined || c >= p.kernel.length) return;
  ui.act("set_cell", [c, clamp(p.kernel[c] + amount, -20, 20)]);
}

// Digits typed into the chosen cell; true when the key belonged to it.
export function typeIntoCell(key, p, ui) {
  const { cell, typed = "" } = ui.memory;
  if (cell === undefined || cell >= p.kernel.length) return false;
  if (!/^[0-9,-]$/.test(key) && !(typed && [".", "Backspace"].includes(key))) {
    ui.memory.typed = "";
    return false;
  }
  let text = key === "Backspace" ? typed.slice(0, -1) : typed + key.replace(",", ".");
  if (key === "-") text = typed.startsWith("-") ? typed.slice(1) : `-${typed}`;
  const value = Number(text);
  if (Number.isNaN(value) && text !== "-") return true; // such as a second comma
  ui.memory.typed = text;
  if (text && text !== "-") ui.act("set_cell", [cell, clamp(value, -20, 20)]);
  ui.repaint();
  return true;
}
