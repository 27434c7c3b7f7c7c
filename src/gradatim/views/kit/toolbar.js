// The bar below the stage: play, step, speed, A/B, file, code, presenter mode.
import { element } from "./elements.js";
import { plain } from "./numbers.js";
import { createOwnFiles } from "./own_files.js";

const SPEEDS = [0.1, 0.25, 1, 4, 16];

export function createToolbar({ say, send, actions, notify }) {
  const button = (name, icon, action, key = "") =>
    element("button", {
      type: "button",
      title: say[name] + (key ? ` (${key})` : ""),
      "aria-label": say[name],
      "data-do": name,
      text: icon,
      onclick: action,
    });
  const speed = element(
    "select",
    {
      "aria-label": say.speed,
      title: say.speed,
      onchange: () => send("speed", { value: Number(speed.value) }),
    },
    ...SPEEDS.map((v) =>
      element("option", { value: String(v), text: `× ${plain(v)}`, selected: v === 1 }),
    ),
  );
  const own = createOwnFiles({ say, send, notify });
  const counter = element("output.gd-count", { "aria-live": "off" });
  const play = button("play", "▶", actions.toggle, "space");
  const back = button("back", "◀", actions.back, "←");
  const step = button("step", "▶▏", actions.step, "→");
  const freeze = button("freeze", say.freeze, actions.freeze, "F");
  const file = button("file", say.file, () => own.file.click());
  const run = button("run", say.run, () => own.folder.click());
  const node = element(
    "div.gd-bar",
    { role: "toolbar", "aria-label": say.controls, title: say.keys },
    button("reset", "⟲", actions.reset, "R"),
    back,
    play,
    step,
    counter,
    speed,
    element("span.gd-grow"),
    freeze,
    file,
    own.file,
    run,
    own.folder,
    button("code", say.code, actions.code, "C"),
    button("presenter", say.presenter, actions.present, "P"),
  );

  // Offer what this view can do.
  function build({ accepts, runs, pace }) {
    file.hidden = !accepts;
    run.hidden = !runs;
    own.file.setAttribute("accept", accepts);
    for (const part of [play, speed, counter, back, step]) part.hidden = pace === 0;
  }

  // Thirty times per second while playing: texts that stay the same are not laid out again.
  function show(playing, steps) {
    const icon = playing ? "❚❚" : "▶";
    const count = `${say.stepn} ${steps}`;
    if (play.textContent !== icon) {
      play.textContent = icon;
      play.setAttribute("aria-label", playing ? say.pause : say.play);
    }
    if (counter.textContent !== count) counter.textContent = count;
  }

  const showFrozen = (frozen) => (freeze.textContent = frozen ? say.thaw : say.freeze);
  return { node, build, show, showFrozen, listenToDrops: own.listen };
}
