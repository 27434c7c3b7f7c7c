// Chat: the same question to the network after each stage, token by token.
import { inset, lines, split, wrap } from "../kit/canvas/boxes.js";
import { ACCENT, BORDER, INK, MUTED, PANEL, POSITIVE, blend } from "../kit/canvas/colors.js";
import { number } from "../kit/numbers.js";
import { view } from "../kit/view_kit.js";

const shade = (surprise, reach) =>
  blend([255, 250, 244], [235, 140, 54], Math.min(1, surprise / reach));
const isSpecial = (token) => token.startsWith("<|");
const readable = (token) => token.replace(/ /g, "·") || "∅";

// How to train a stage that is not here, and the questions whose answers were recorded.
function missing(pen, stage, box, ui) {
  const s = pen.scale;
  const say = (text, y) => {
    const rows = lines(pen, text, box.w, 15);
    rows.forEach((line, i) =>
      pen.text(line, box.x, y + 22 * i * s, { size: 15, color: MUTED, max: box.w }),
    );
    return y + 22 * rows.length * s;
  };
  let y = box.y + 12 * s;
  if (stage.questions.length) {
    y = say(ui.t("recorded_only"), y);
    for (const question of stage.questions) {
      const row = { x: box.x, y: y - 4 * s, w: box.w, h: 30 * s };
      pen.rect(row, { fill: PANEL, stroke: BORDER, round: 5 });
      pen.text(question, row.x + 9 * s, row.y + row.h / 2, { size: 15, max: box.w - 16 * s });
      ui.region(row, { click: () => ui.set("question", question) });
      y += 36 * s;
    }
    y += 14 * s;
  }
  say(`${ui.t("missing")} ${stage.command}`, y);
}

// What a tile looks like: given text, a special token, the calculator, or a token that was chosen.
function look(stage, i, reach) {
  const written = i - stage.given;
  if (written < 0) return { fill: PANEL, stroke: isSpecial(stage.tokens[i]) ? ACCENT : BORDER };
  const byCalculator = !stage.best[written].length;
  if (byCalculator) return { fill: "#e3f1e4", stroke: POSITIVE };
  const fill = shade(-Math.log(Math.max(1e-9, stage.chances[written])), reach);
  return { fill, stroke: isSpecial(stage.tokens[i]) ? ACCENT : BORDER };
}

function tipOf(stage, i, ui) {
  const written = i - stage.given;
  if (written < 0) return [ui.t(isSpecial(stage.tokens[i]) ? "template" : "read")];
  if (!stage.best[written].length) return [ui.t("calculator")];
  return [
    ui.t("chosen", number(100 * stage.chances[written], 2)),
    ...stage.best[written].map(([token, p]) => `${readable(token)}  ${number(100 * p, 2)} %`),
  ];
}

// The shipped network, a run of this computer, or answers that were recorded.
function kindOf(stage) {
  if (stage.name === "pretrained") return "plain";
  return stage.origin ? "run" : "recorded";
}

function column(pen, stage, box, ui, size) {
  const s = pen.scale;
  pen.text(ui.t(stage.name), box.x, box.y + 11 * s, { size: 17, weight: 650, max: box.w });
  const about = stage.tokens ? ui.t(kindOf(stage), stage.origin || stage.recipe) : "";
  pen.text(about, box.x, box.y + 32 * s, { size: 14, color: MUTED, max: box.w });
  const below = inset(box, 0, 48 * s, 0, 0);
  if (!stage.tokens) {
    missing(pen, stage, below, ui);
    return null;
  }
  const height = (size + 14) * s;
  const shown = stage.tokens.map(readable);
  const widths = shown.map((token) => Math.max(16 * s, pen.width(token, size, 600) + 10 * s));
  const reach = Math.log(stage.vocabulary);
  let tip = null;
  wrap(widths, below, height, 4).forEach((tile, i) => {
    if (tile.y + tile.h > box.y + box.h) return;
    const { fill, stroke } = look(stage, i, reach);
    const given = i < stage.given;
    pen.rect(tile, { fill, stroke, width: isSpecial(stage.tokens[i]) ? 2 : 1, round: 5 });
    pen.text(shown[i], tile.x + tile.w / 2, tile.y + tile.h / 2, {
      size,
      weight: given ? 400 : 650,
      color: given ? MUTED : INK,
      align: "center",
      max: tile.w - 4,
    });
    if (ui.over(tile)) tip = tipOf(stage, i, ui);
  });
  return tip;
}

export default view({
  phone: 2.2,
  draw(pen, p, box, ui) {
    const s = pen.scale;
    const tall = box.h > box.w;
    const size = tall ? 15 : 16;
    const parts = split(box, [1, 1, 1], 22 * s, tall);
    let tip = null;
    parts.forEach((part, i) => {
      tip = column(pen, p.stages[i], part, ui, size) ?? tip;
      if (i && !tall) {
        const x = part.x - 11 * s;
        pen.segment(x, part.y, x, part.y + part.h, { color: BORDER, width: 1 });
      }
    });
    if (tip) pen.tooltip(ui.hover.x, ui.hover.y, tip, box);
  },
});
