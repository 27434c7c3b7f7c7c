// The kit: turns a view's draw function into a widget that speaks with its engine through the
// anywidget model. A view is { draw(pen, frame, box, ui), keys, typing, phone }.
import { createBanner, createCodeDialog } from "./banner.js";
import { inside } from "./canvas/boxes.js";
import { createControls } from "./controls.js";
import { element } from "./elements.js";
import { inFrench } from "./french.js";
import { createGuess } from "./guess.js";
import { writeNumbersIn } from "./numbers.js";
import { listenToKeys } from "./keyboard.js";
import { fill, kitWords, languageOf } from "./kit_words.js";
import { createStage } from "./canvas/stage.js";
import { createToolbar } from "./toolbar.js";
import { decode } from "./wire.js";

const PATIENCE = 400; // milliseconds without a frame before the page says what it waits for
const QUIET = new Set(["ready", "drawn", "code"]); // messages that change nothing
const STEPS_BACK = 20; // offered when the numbers are no longer finite

export const view = (spec) => ({ render: ({ model, el }) => mount(spec, model, el) });

function mount(spec, model, el) {
  const language = languageOf(el);
  const say = kitWords(language);
  const told = (text) => (language === "fr" ? inFrench(text) : text); // by the engine
  writeNumbersIn(language);
  // What the parts of the widget read; only this function and the sliders write it.
  const state = {
    hello: null, // what the engine said of itself
    words: null, // of the view, in this language
    values: {}, // of the controls
    frame: null, // the last one
    frozen: null, // { frame, values } of A
    playing: false,
  };
  let pending = 0; // number of the frame that the engine waits for to be drawn
  let frames = 0;
  let changes = 0; // of the controls, that the engine told

  const send = (type, fields = {}, buffers = []) => {
    // Who goes on has read what was refused; the engine says it again if it is still so.
    if (!QUIET.has(type)) banner.over("error");
    model.send({ type, ...fields }, undefined, buffers);
  };
  // What a view's draw function may use besides the pen.
  const ui = {
    t: (key, ...filled) => fill(state.words?.labels?.[key] ?? key, ...filled),
    option: (name, value) => state.words?.options?.[name]?.[value] ?? value,
    set: (name, value) => send("set", { name, value }),
    act: (name, value = null) => send("act", { name, value }),
    region: (box, handlers) => stage.pointer.add(box, handlers),
    // Whether the pointer is over a box.
    over: (box) => Boolean(ui.hover) && inside(box, ui.hover.x, ui.hover.y),
    repaint: () => stage.paint(),
    memory: {}, // what a view keeps from frame to frame
    send,
    get hover() {
      return stage.pointer.at;
    },
  };
  const actions = {
    toggle: () => send(state.playing ? "pause" : "play"),
    step: () => send("step", { n: 1 }),
    back: () => send("rewind", { k: 1 }),
    reset: () => send("reset"),
    code: () => send("code"),
    freeze,
    present,
  };

  const root = element("div.gd", { "data-frames": "0" });
  const banner = createBanner(say);
  const dialog = createCodeDialog(say);
  const stage = createStage({
    spec,
    state,
    ui,
    say,
    presenting: () => root.classList.contains("gd-presenter"),
    ondrawn: acknowledge,
    onbroken: (broken) =>
      broken ? banner.show(say.broken, null, "broken") : banner.over("broken"),
  });
  const toolbar = createToolbar({
    say,
    send,
    actions,
    notify: (text) => banner.show(text, null, "error"),
  });
  const controls = createControls({ say, ui, state });
  const guess = createGuess({ say, onanswer: unlock });
  const discover = element("section.gd-discover");
  const side = element("div.gd-side", {}, guess.node, controls.node, discover);
  root.append(banner.node, stage.node, toolbar.node, side, dialog.node);
  if (spec.phone) root.style?.setProperty?.("--phone", `${spec.phone * 100}vw`);
  if (model.get("presenter")) root.classList.add("gd-presenter");
  root.addEventListener("fullscreenchange", leave);
  toolbar.listenToDrops(root);
  el.append(root);
  setTimeout(() => {
    if (!state.frame) banner.show(say.preparing, null, "preparing");
  }, PATIENCE);

  // Large type, and the whole screen where the browser gives it.
  function present() {
    const presenting = root.classList.toggle("gd-presenter");
    if (presenting) root.requestFullscreen?.()?.catch(() => {});
    else if (document.fullscreenElement === root) document.exitFullscreen();
    stage.resize();
  }

  // Escape ends the full screen, and the presenter mode with it.
  function leave() {
    if (document.fullscreenElement || !root.classList.contains("gd-presenter")) return;
    present();
  }

  function freeze() {
    const { frame, values } = state;
    state.frozen = state.frozen || !frame ? null : { frame, values };
    toolbar.showFrozen(state.frozen);
    stage.paint();
  }

  function unlock(answered) {
    controls.lock(!answered);
    discover.hidden = !answered; // it would give the answer away
    ui.unlocked = answered;
    stage.paint();
  }

  // The engine sends the next frame only now, so it never runs ahead of a slow browser.
  function acknowledge() {
    if (!pending) return;
    send("drawn", { id: pending });
    pending = 0;
    frames += 1;
    root.dataset.frames = String(frames);
  }

  function begin(hello) {
    state.hello = hello;
    state.words = hello.words[language];
    state.values = hello.values;
    stage.describe(state.words.alt);
    toolbar.build(hello);
    controls.build();
    controls.show();
    const points = state.words.discover.map((text) => element("li", { text }));
    discover.replaceChildren(element("h2", { text: say.discover }), element("ul", {}, ...points));
    guess.ask(hello.view, state.words.guess);
    stage.resize();
  }

  function receiveFrame(message, buffers) {
    const before = state.frame;
    banner.over("preparing");
    banner.over("waiting");
    state.frame = decode(message.data, buffers, before ?? {});
    state.playing = message.playing;
    pending = message.id;
    if (message.values) {
      state.values = message.values;
      changes += 1;
      controls.show();
    }
    const { step, diverged, notice } = state.frame;
    toolbar.show(state.playing, step);
    Object.assign(root.dataset, { told: changes, step, playing: state.playing }); // for tests
    if (diverged && !before?.diverged) {
      const back = [say.rewind, () => send("rewind", { k: STEPS_BACK })];
      banner.show(say.diverged, back, "diverged");
    } else if (notice && notice !== before?.notice) banner.show(told(notice), null, "notice");
    if (!diverged) banner.over("diverged");
    if (!notice) banner.over("notice");
    stage.paint();
  }

  // What was refused goes from its field: beside the picture of another sentence it would lie.
  function refuse(text) {
    controls.show(true);
    banner.show(told(text), null, "error");
  }

  // Others compute first: how many.
  function showPlace(ahead) {
    banner.show(fill(say.waiting, ahead), null, "waiting");
  }

  function receive(message, buffers = []) {
    if (message.type === "hello") begin(message);
    // A frame that arrives before the hello is sent again after it.
    else if (message.type === "frame" && state.hello) receiveFrame(message, buffers);
    else if (message.type === "waiting") showPlace(message.ahead);
    else if (message.type === "error") refuse(message.text);
    else if (message.type === "code") dialog.show(message.parts);
    else if (message.type === "lost") banner.show(say.lost, null, "lost");
    else if (message.type === "found") banner.over("lost");
  }

  // On our page the keys work wherever the focus is; a notebook keeps its own keys.
  const stopKeys = listenToKeys(model.get("page") ? document : root, {
    actions,
    pointer: stage.pointer,
    typed: (key) => Boolean(state.frame && spec.typing?.(key, state.frame, ui)),
    own: (key) => {
      const handler = state.frame && spec.keys?.[key];
      return handler && (() => handler(state.frame, ui));
    },
    busy: () => dialog.node.open,
  });
  model.on("msg:custom", receive);
  send("ready");
  return () => {
    stage.stop();
    stopKeys();
    model.off?.("msg:custom", receive);
  };
}
