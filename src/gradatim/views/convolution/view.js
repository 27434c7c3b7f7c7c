// Convolution and pooling: image with window, window x kernel = products, map, pooled map.
import { inset, split, square } from "../kit/canvas/boxes.js";
import { ACCENT, FRAME, INK, MUTED, PAPER, POSITIVE, WARNING } from "../kit/canvas/colors.js";
import { clamp, largestSize, number, short } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";

// A titled square sheet at the top of a box; returns its area and the size of one cell.
function sheet(pen, box, title, rows) {
  const s = pen.scale;
  const body = inset(box, 0, 24 * s, 0, 0);
  const area = square(body);
  area.x = body.x;
  area.y = body.y;
  pen.text(title, box.x, box.y + 11 * s, { size: 15, weight: 600, max: box.w });
  return { area, cell: area.w / rows };
}

function image(pen, p, box, ui) {
  const [colors, n] = p.image.shape;
  const { area, cell } = sheet(pen, box, p.padding ? ui.t("padded", n) : ui.t("image", n), n);
  if (colors === 3) pen.photo(p.image, n, n, area);
  else pen.heat(p.image, n, n, area, { kind: "grey", low: 0, high: 1 });
  pen.rect(area, { stroke: FRAME });
  if (p.padding) {
    pen.rect(inset(area, p.padding * cell), { stroke: ACCENT, width: 2, dash: [5, 4] });
  }
  const k = p.kernel.shape[1];
  const [, , top, left] = p.place;
  const frame = {
    x: area.x + left * cell,
    y: area.y + top * cell,
    w: p.span * cell,
    h: p.span * cell,
  };
  pen.rect(frame, { stroke: PAPER, width: 6 });
  pen.rect(frame, { stroke: POSITIVE, width: 3.5 });
  const apart = k > 1 ? (p.span - 1) / (k - 1) : 1;
  if (apart > 1) {
    for (let c = 0; c < k * k; c++) {
      // a dilated window reads these cells only
      pen.rect(
        {
          x: frame.x + (c % k) * apart * cell,
          y: frame.y + Math.floor(c / k) * apart * cell,
          w: cell,
          h: cell,
        },
        { stroke: POSITIVE, width: 2.5, fill: "#ffffff55" },
      );
    }
  }
  ui.region(area, {
    drag: (at) => go(p, ui, (at.y - area.y) / cell, (at.x - area.x) / cell, true),
    click: (at) => go(p, ui, (at.y - area.y) / cell, (at.x - area.x) / cell, true),
  });
  if (ui.over(area)) {
    const row = clamp(Math.floor((ui.hover.y - area.y) / cell), 0, n - 1);
    const col = clamp(Math.floor((ui.hover.x - area.x) / cell), 0, n - 1);
    return [
      ui.t(
        "pixel",
        row,
        col,
        Array.from({ length: colors }, (_, c) => number(p.image[(c * n + row) * n + col], 2)).join(
          ", ",
        ),
      ),
    ];
  }
  return null;
}

// Put the window's middle at a pixel, or take a place of the map itself.
function go(p, ui, row, col, ofImage) {
  const half = p.span / 2;
  const [rows, cols] = p.map.shape;
  const stride = ui.values.stride;
  const y = ofImage ? Math.floor((row - half) / stride + 0.5) : Math.floor(row);
  const x = ofImage ? Math.floor((col - half) / stride + 0.5) : Math.floor(col);
  ui.act("move_window", [clamp(y, 0, rows - 1), clamp(x, 0, cols - 1)]);
}

// Window x kernel = products, a row per channel; the sum of a row stands beside it, the sum of all
// at the end.
function arithmetic(pen, p, box, ui) {
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
        ui.memory.cell = c;
        ui.repaint();
      },
      drag: (place) => {
        start ??= place.y;
        ui.act("set_cell", [c, clamp(before + Math.round((start - place.y) / 8) * 0.25, -20, 20)]);
      },
    });
    if (ui.over(spot)) {
      tip = [`${ui.t("kernel")} = ${number(p.kernel[c])}`, ui.t("drag")];
    }
    if (ui.memory.cell === c) pen.rect(inset(spot, 2), { stroke: INK, width: 3 });
  }
  return tip;
}

function map(pen, p, box, ui) {
  const n = p.map.shape[0];
  const { area, cell } = sheet(pen, box, ui.t("map", n), n);
  const [y, x] = p.place;
  const reach = largestSize(p.map);
  pen.heat(p.map, n, n, area, { low: -reach, high: reach });
  const shownAll = p.step === 0 || p.step >= n * n;
  if (!shownAll) {
    // what the window has not reached yet stays pale
    pen.c.globalAlpha = 0.72;
    if (x < n - 1) {
      pen.rect(
        { x: area.x + (x + 1) * cell, y: area.y + y * cell, w: (n - 1 - x) * cell, h: cell },
        { fill: PAPER },
      );
    }
    if (y < n - 1) {
      pen.rect(
        { x: area.x, y: area.y + (y + 1) * cell, w: area.w, h: (n - 1 - y) * cell },
        { fill: PAPER },
      );
    }
    pen.c.globalAlpha = 1;
  }
  pen.rect(area, { stroke: FRAME });
  pen.rect(
    { x: area.x + x * cell, y: area.y + y * cell, w: cell, h: cell },
    { stroke: INK, width: 3 },
  );
  ui.region(area, {
    drag: (at) => go(p, ui, (at.y - area.y) / cell, (at.x - area.x) / cell, false),
    click: (at) => go(p, ui, (at.y - area.y) / cell, (at.x - area.x) / cell, false),
  });
  if (ui.over(area)) {
    const row = clamp(Math.floor((ui.hover.y - area.y) / cell), 0, n - 1);
    const col = clamp(Math.floor((ui.hover.x - area.x) / cell), 0, n - 1);
    return [ui.t("value", row, col, number(p.map[row * n + col]))];
  }
  return null;
}

function pooled(pen, p, box, ui) {
  const n = p.pooled.shape[0];
  const { area, cell } = sheet(pen, box, ui.t("pooled", n), n);
  const reach = largestSize(p.map);
  pen.heat(p.pooled, n, n, area, { low: -reach, high: reach });
  pen.rect(area, { stroke: FRAME });
  const row = Math.floor(p.place[0] / p.pool_size);
  const col = Math.floor(p.place[1] / p.pool_size);
  if (row < n && col < n) {
    pen.rect(
      { x: area.x + col * cell, y: area.y + row * cell, w: cell, h: cell },
      { stroke: INK, width: 3 },
    );
  }
  return area;
}

function change(p, ui, amount) {
  const c = ui.memory.cell;
  if (c === undefined || c >= p.kernel.length) return;
  ui.act("set_cell", [c, clamp(p.kernel[c] + amount, -20, 20)]);
}

export default view({
  keys: {
    ArrowUp: (p, ui) => change(p, ui, 0.25),
    ArrowDown: (p, ui) => change(p, ui, -0.25),
    k: (p, ui) => {
      ui.memory.cell = ((ui.memory.cell ?? -1) + 1) % p.kernel.length;
      ui.repaint();
    },
  },
  phone: 1.55,
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const v = ui.values;
    const many = p.kernel.shape[0] > 1;
    const tips = [];
    let first;
    let second;
    let third;
    let fourth;
    let foot;
    if (tall) {
      const [a, b, c] = split(
        inset(box, 0, 0, 0, 50 * s),
        many ? [32, 42, 26] : [42, 24, 34],
        10,
        true,
      );
      first = a;
      second = b;
      const [m, q] = split(c, [1, 1], 12, false);
      third = m;
      fourth = { ...q, h: q.h - 4 };
      foot = { x: box.x, y: box.y + box.h - 34 * s, wide: true };
    } else {
      const narrow = box.w < 760 * s;
      const body = inset(box, 0, 0, 0, narrow ? 50 * s : 0); // no room beside the pooled map
      const [left, right] = split(body, [52, 48], (narrow ? 16 : 26) * s, false);
      const single = narrow ? [62, 38] : [66, 34];
      const [a, b] = split(left, many ? [44, 56] : single, 12 * s, true);
      const [c, d] = split(right, narrow ? [54, 46] : [58, 42], 12 * s, true);
      first = a;
      second = b;
      third = c;
      fourth = narrow ? d : { ...d, w: d.w * 0.5 };
      foot = narrow ? { x: box.x, y: box.y + box.h - 34 * s, wide: true } : { y: d.y + 24 * s };
    }
    tips.push(image(pen, p, first, ui), arithmetic(pen, p, second, ui), map(pen, p, third, ui));
    const area = pooled(pen, p, fourth, ui);
    const whole = Number.isInteger(p.exact);
    const lines = [
      [
        ui.t("formula", p.side, v.padding, p.span, v.stride, number(p.exact, 4)),
        whole ? INK : WARNING,
        600,
      ],
    ];
    if (!whole) lines.push([`→ ${p.map.shape[0]}  ${ui.t("floor")}`, WARNING, 400]);
    if (v.dilation > 1) lines.push([ui.t("span", p.span, v.dilation, v.size), MUTED, 400]);
    const moved = ui.t("moved", Math.round(100 * p.moved));
    if (foot.wide) {
      [lines.map(([text]) => text).join("   "), moved].forEach((text, i) =>
        pen.text(text, foot.x, foot.y + 24 * i * s, {
          size: 15,
          weight: i ? 400 : 600,
          color: i || whole ? INK : WARNING,
          max: box.w,
        }),
      );
    } else {
      const x = area.x + area.w + 18 * s;
      const width = box.x + box.w - x;
      lines.push(null, ...moved.split(": ").map((line, i) => [line, i ? INK : MUTED, 400]));
      lines.forEach(
        (line, i) =>
          line &&
          pen.text(line[0], x, foot.y + (12 + 23 * i) * s, {
            size: 15,
            color: line[1],
            weight: line[2],
            max: width,
          }),
      );
    }
    const tip = tips.find(Boolean);
    if (tip) pen.tooltip(ui.hover.x, ui.hover.y, tip, box);
  },
});
