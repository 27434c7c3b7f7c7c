// Self-attention: q, k, scores, weights, output of one head; all heads as thumbnails below.
import { inset, inside, split } from "../kit/canvas/boxes.js";
import { ACCENT, BORDER, FRAME, INK, MUTED } from "../kit/canvas/colors.js";
import { clamp, largestSize, short } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";

const word = (text) => text.trim() || "·";

// A matrix of words by words; the cell pointed at is returned.
function matrix(pen, p, box, title, values, options, ui) {
  const s = pen.scale;
  const n = p.tokens.length;
  const margin = Math.min(
    82 * s,
    Math.max(...p.tokens.map((t) => pen.width(word(t), 14))) + 10 * s,
    box.w * 0.27,
  );
  const side = Math.min(box.w - margin, box.h - 24 * s - margin * 0.78);
  const area = { x: box.x + margin, y: box.y + 24 * s + margin * 0.78, w: side, h: side };
  const cell = side / n;
  const part = n < p.n_words ? ui.t("part", p.first, p.first + n - 1, p.n_words) : "";
  pen.text(title + part, box.x, box.y + 10 * s, { size: 15, weight: 650, max: box.w });
  pen.cells(values, n, n, area, options);
  for (let i = 0; i < n; i++) {
    const at = ui.memory.cell;
    const bold = (k) => (at && at[k] === i ? 700 : 400);
    pen.text(word(p.tokens[i]), area.x - 6, area.y + (i + 0.5) * cell, {
      size: Math.min(14, cell / s),
      align: "right",
      max: margin - 8,
      weight: bold(0),
    });
    pen.text(word(p.tokens[i]), area.x + (i + 0.5) * cell + 2, area.y - 6, {
      size: Math.min(14, cell / s),
      turn: -Math.PI / 3.2,
      max: margin,
      weight: bold(1),
    });
    for (let j = 0; j < n; j++) {
      if (!p.visible[i * n + j]) {
        const x = area.x + j * cell;
        const y = area.y + i * cell;
        pen.rect({ x, y, w: cell, h: cell }, { fill: "#dfe3e8" });
        pen.segment(x + 3, y + cell - 3, x + cell - 3, y + 3, { color: "#9aa5b1", width: 1.2 });
      }
    }
  }
  const h = ui.hover;
  if (h && inside(area, h.x, h.y)) {
    ui.memory.cell = [
      clamp(Math.floor((h.y - area.y) / cell), 0, n - 1),
      clamp(Math.floor((h.x - area.x) / cell), 0, n - 1),
    ];
  }
  ui.region(area, {
    click: (at) => {
      ui.memory.cell = [Math.floor((at.y - area.y) / cell), Math.floor((at.x - area.x) / cell)].map(
        (v) => clamp(v, 0, n - 1),
      );
      ui.repaint();
    },
  });
  const chosen = ui.memory.cell;
  if (chosen && chosen[0] < n && chosen[1] < n) {
    pen.rect(
      { x: area.x + chosen[1] * cell, y: area.y + chosen[0] * cell, w: cell, h: cell },
      { stroke: INK, width: 3 },
    );
  }
  pen.rect(area, { stroke: FRAME });
}

function vectors(pen, p, box, ui) {
  const s = pen.scale;
  const n = p.tokens.length;
  const names = [
    ["queries", p.q],
    ["keys", p.k],
    ["values", p.v],
    ["output", p.output],
  ];
  const parts = split(box, [1, 1, 1, 1], 10 * s, false);
  const size = Math.min(
    14,
    ...names.map(([name]) => (14 * parts[0].w) / pen.width(ui.t(name), 14, 600)),
  );
  parts.forEach((part, i) => {
    const [name, values] = names[i];
    const d = p.width;
    const area = inset(part, 0, 22 * s, 0, 0);
    const row = area.h / n;
    const said = size < 11 ? ui.t(name).replace(/^\S+ /, "") : ui.t(name); // "queries q": "q"
    pen.text(said, part.x, part.y + 9 * s, { size: Math.max(11, size), weight: 600, max: part.w });
    pen.heat(values, n, d, area, { low: -largestSize(values), high: largestSize(values) });
    pen.rect(area, { stroke: BORDER });
    const at = ui.memory.cell ? ui.memory.cell[i === 1 || i === 2 ? 1 : 0] : -1;
    if (at >= 0 && at < n) {
      pen.rect({ x: area.x, y: area.y + at * row, w: area.w, h: row }, { stroke: INK, width: 2.5 });
    }
  });
}

function heads(pen, p, box, ui) {
  const s = pen.scale;
  const [layers, count, n] = p.heads.shape;
  const titled = inset(box, 0, 24 * s, 0, 0);
  pen.text(ui.t("heads"), box.x, box.y + 10 * s, { size: 15, weight: 650, max: box.w });
  const room = Math.min(titled.h / layers - 6, (titled.w - 74 * s) / count - 8);
  for (let l = 0; l < layers; l++) {
    const y = titled.y + l * (room + 6);
    pen.text(ui.t("layer", l + 1), titled.x, y + room / 2, { size: 14, color: MUTED, max: 66 * s });
    for (let h = 0; h < count; h++) {
      const tile = { x: titled.x + 74 * s + h * (room + 8), y, w: room, h: room };
      const chosen = ui.values.layer === l + 1 && ui.values.head === h + 1;
      pen.heat(p.heads, n, n, tile, {
        from: (l * count + h) * n * n,
        low: 0,
        high: 1,
        kind: "ink",
      });
      pen.rect(tile, { stroke: chosen ? ACCENT : BORDER, width: chosen ? 4 : 1 });
      ui.region(tile, {
        click: () => {
          ui.set("layer", l + 1);
          ui.set("head", h + 1);
        },
      });
    }
  }
}

function arithmetic(pen, p, box, ui) {
  const s = pen.scale;
  const n = p.tokens.length;
  const at = ui.memory.cell && ui.memory.cell.every((v) => v < n) ? ui.memory.cell : [n - 1, 0];
  const [i, j] = at;
  const k = i * n + j;
  const first = [0, 1, 2]
    .map(
      (d) =>
        `${short(p.q[i * p.width + d])}·${short(p.k[j * p.width + d])}`.replace("·−", "·(−") +
        (p.k[j * p.width + d] < 0 && short(p.k[j * p.width + d]) !== "0" ? ")" : ""),
    )
    .join(" + ");
  const lines = [
    [ui.t("looks", word(p.tokens[i]), word(p.tokens[j])), 17, 650],
    [`q·k = ${first}`, 15, 400],
    [`   + … = ${short(p.products[k])}`, 15, 400],
    [
      ui.t(
        ui.values.scale ? "scaled" : "unscaled",
        short(p.products[k]),
        p.width,
        short(p.products[k] / (ui.values.scale ? Math.sqrt(p.width) : 1)),
      ),
      15,
      400,
    ],
    [p.visible[k] ? ui.t("soft", short(p.weights[k], 3)) : ui.t("hidden"), 15, 650],
  ];
  if (p.live && p.step) lines.push([ui.t("loss", short(p.loss)), 14, 400]);
  const pitch = Math.min(28 * s, box.h / lines.length);
  lines.forEach(([text, size, weight], row) =>
    pen.text(text, box.x, box.y + (row + 0.5) * pitch, {
      size,
      weight,
      max: box.w,
      color: row === 5 ? MUTED : INK,
    }),
  );
}

// What a head looks at most: a place beside each word, or one word that all look at.
function habit(p, from, ui) {
  const n = p.tokens.length;
  const weight = (i, j) => p.heads[from + i * n + j];
  const means = [
    ["itself", (i) => i],
    ["before", (i) => i - 1],
    ["after", (i) => i + 1],
  ].map(([name, place]) => {
    let [sum, rows] = [0, 0];
    for (let i = 1; i < n; i++) {
      if (place(i) >= n) continue;
      sum += weight(i, place(i));
      rows += 1;
    }
    return [ui.t(name), rows ? sum / rows : 0];
  });
  for (let j = 0; j < n; j++) {
    let [sum, rows] = [0, 0];
    // The word itself and those that cannot see it say nothing about what the head looks for.
    for (let i = p.causal ? j + 1 : 0; i < n; i++) {
      if (i === j) continue;
      sum += weight(i, j);
      rows += 1;
    }
    if (rows > 1) means.push([ui.t("named", word(p.tokens[j])), sum / rows]);
  }
  return means.reduce((best, next) => (next[1] > best[1] ? next : best));
}

// Every head of every layer at once, as large as the stage allows.
function gallery(pen, p, box, ui) {
  const s = pen.scale;
  const [layers, count, n] = p.heads.shape;
  const left = 78 * s;
  const titled = inset(box, left, 46 * s, 0, 0);
  const gap = Math.min(8, titled.w / count / 8);
  const said = 34 * s; // below each head
  const side = Math.min(titled.w / count - gap, titled.h / layers - gap - said);
  pen.text(ui.t("every", layers * count), box.x, box.y + 12 * s, {
    size: 17,
    weight: 650,
    max: box.w,
  });
  for (let h = 0; h < count; h++) {
    if (side > 14) {
      pen.text(String(h + 1), titled.x + h * (side + gap) + side / 2, titled.y - 11 * s, {
        size: 13,
        align: "center",
        color: MUTED,
      });
    }
  }
  for (let l = 0; l < layers; l++) {
    const y = titled.y + l * (side + gap + said);
    pen.text(ui.t("layer", l + 1), box.x, y + side / 2, {
      size: Math.min(14, (side + gap) / s),
      color: MUTED,
      max: left - 8,
    });
    for (let h = 0; h < count; h++) {
      const tile = { x: titled.x + h * (side + gap), y, w: side, h: side };
      const over = ui.over(tile);
      pen.heat(p.heads, n, n, tile, {
        from: (l * count + h) * n * n,
        low: 0,
        high: 1,
        kind: "ink",
      });
      pen.rect(tile, {
        stroke: over || (ui.values.layer === l + 1 && ui.values.head === h + 1) ? ACCENT : BORDER,
        width: over ? 4 : 1,
      });
      ui.region(tile, {
        click: () => {
          ui.set("layer", l + 1);
          ui.set("head", h + 1);
          ui.set("display", "one");
        },
      });
      if (side < 40) continue;
      const [most, mean] = habit(p, (l * count + h) * n * n, ui);
      const middle = { size: 13, align: "center", max: side + gap - 2 };
      pen.text(most, tile.x + side / 2, y + side + 9 * s, { ...middle, weight: 650 });
      pen.text(`${Math.round(100 * mean)} %`, tile.x + side / 2, y + side + 24 * s, {
        ...middle,
        color: MUTED,
      });
    }
  }
}

const move = (ui, name, by, top) => ui.set(name, clamp(ui.values[name] + by, 1, top));

export default view({
  phone: 2.35,
  keys: {
    h: (p, ui) => ui.set("head", (ui.values.head % p.heads.shape[1]) + 1),
    l: (p, ui) => ui.set("layer", (ui.values.layer % p.heads.shape[0]) + 1),
    ArrowUp: (p, ui) => move(ui, "layer", -1, p.heads.shape[0]),
    ArrowDown: (p, ui) => move(ui, "layer", 1, p.heads.shape[0]),
  },
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    if (ui.values.display === "all") return gallery(pen, p, box, ui);
    const [top, bottom] = split(box, tall ? [70, 30] : [62, 38], 14 * s, true);
    const [left, right] = split(top, [1, 1], 20 * s, tall);
    matrix(
      pen,
      p,
      left,
      ui.t(ui.values.scale ? "scores" : "raw"),
      p.scaled,
      { reach: largestSize(p.scaled) },
      ui,
    );
    matrix(pen, p, right, ui.t("weights"), p.weights, { reach: 1, kind: "ink" }, ui);
    const [one, two, three] = tall
      ? [...split(bottom, [52, 48], 12, true), null]
      : split(bottom, [42, 28, 30], 22 * s, false);
    arithmetic(pen, p, one, ui);
    heads(pen, p, two, ui);
    if (three) vectors(pen, p, three, ui);
  },
});
