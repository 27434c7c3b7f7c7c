// The stage: the canvas on which a view draws, alone or as a frozen A beside a live B.
import { inset } from "./boxes.js";
import { Pen } from "./canvas.js";
import { CLEAR, PAPER, scheme } from "./colors.js";
import { element } from "../elements.js";
import { createPointer } from "./pointer.js";

const SMALLEST = 60; // pixels along a side, below which nothing can be drawn
const PRESENTER_SCALE = 1.3;

export function createStage({ spec, state, ui, say, presenting, ondrawn, onbroken }) {
  const canvas = element("canvas", { tabindex: "0", role: "img", "aria-label": "…" });
  const node = element("div.gd-stage", {}, canvas);
  const pointer = createPointer(canvas, paint);
  const watcher = new ResizeObserver(resize);
  let wanted = false;
  watcher.observe(node);
  scheme?.addEventListener?.("change", paint);

  // Many changes between two frames of the screen are drawn once.
  function paint() {
    if (wanted) return;
    wanted = true;
    requestAnimationFrame(() => {
      wanted = false;
      draw();
    });
  }

  function draw() {
    if (!state.frame || !state.hello) return;
    const ratio = window.devicePixelRatio || 1;
    const context = canvas.getContext("2d", { alpha: false });
    const pen = new Pen(context, presenting() ? PRESENTER_SCALE : 1);
    const whole = { x: 0, y: 0, w: canvas.width / ratio, h: canvas.height / ratio };
    if (Math.min(whole.w, whole.h) < SMALLEST) return void ondrawn(); // it is just being laid out
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.rect(whole, { fill: PAPER });
    pointer.clear();
    try {
      if (state.frozen) drawBoth(pen, whole);
      else drawPart(pen, state, whole, "");
      onbroken(false);
    } catch (error) {
      console.error(error);
      onbroken(true);
    }
    const at = pointer.drawn;
    if (at) pen.dot(at.x, at.y, 9, { fill: CLEAR, stroke: "#2a7de1", width: 3 });
    ondrawn();
  }

  function drawBoth(pen, whole) {
    const down = whole.h > whole.w;
    const half = down ? { ...whole, h: whole.h / 2 } : { ...whole, w: whole.w / 2 };
    const other = down ? { ...half, y: half.h } : { ...half, x: half.w };
    drawPart(pen, state.frozen, half, say.frozen);
    pointer.clear(); // what is frozen answers to nothing
    drawPart(pen, state, other, `${say.live} · ${difference()}`);
    pen.segment(other.x, other.y, down ? whole.w : half.w, down ? half.h : whole.h, {
      color: "#aeb7c2",
      width: 2,
    });
  }

  function drawPart(pen, { frame, values }, box, label) {
    if (label) pen.text(label, box.x + 14, box.y + 16, { weight: 700, max: box.w - 28 });
    Object.assign(ui, { values, scale: pen.scale, frozen: frame === state.frozen?.frame });
    pen.c.save();
    spec.draw(pen, frame, inset(box, 12, label ? 32 : 12, 12, 12), ui);
    pen.c.restore();
  }

  // The controls in which B differs from A.
  function difference() {
    const [now, then] = [state.values, state.frozen.values];
    const shown = (name) => {
      const label = state.words.controls[name] ?? name;
      return typeof now[name] === "object" ? label : `${label} ${now[name]}`;
    };
    const names = Object.keys(state.hello.controls);
    const changed = names.filter((n) => JSON.stringify(now[n]) !== JSON.stringify(then[n]));
    return changed.map(shown).join(", ") || say.same;
  }

  function resize() {
    const ratio = window.devicePixelRatio || 1;
    const w = Math.round(node.clientWidth * ratio);
    const h = Math.round(node.clientHeight * ratio);
    // Setting a size clears the canvas, so only a new one is set.
    if (w && h && (canvas.width !== w || canvas.height !== h)) {
      canvas.width = w;
      canvas.height = h;
    }
    paint();
  }

  return {
    node,
    pointer,
    paint,
    resize,
    describe: (text) => canvas.setAttribute("aria-label", text),
    stop: () => {
      watcher.disconnect();
      scheme?.removeEventListener?.("change", paint);
    },
  };
}
