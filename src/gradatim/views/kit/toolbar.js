// The bar below the stage: play, step, speed, A/B, file, code, presenter mode.
import { element } from "./elements.js";

const LARGEST_FILE = 8e6; // bytes; uploads.py refuses more
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
      element("option", { value: String(v), text: `× ${v}`, selected: v === 1 }),
    ),
  );
  const picker = element("input", {
    type: "file",
    hidden: true,
    tabindex: "-1",
    "aria-label": say.file,
    onchange: () => {
      upload(picker.files[0]);
      picker.value = ""; // so that the same file may be chosen again
    },
  });
  const counter = element("output.gd-count", { "aria-live": "off" });
  const play = button("play", "▶", actions.toggle, "space");
  const back = button("back", "◀", actions.back, "←");
  const step = button("step", "▶▏", actions.step, "→");
  const freeze = button("freeze", say.freeze, actions.freeze, "F");
  const file = button("file", say.file, () => picker.click());
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
    picker,
    button("code", say.code, actions.code, "C"),
    button("presenter", say.presenter, actions.present, "P"),
  );

  async function upload(chosen) {
    if (!chosen) return;
    if (chosen.size > LARGEST_FILE) return void notify(say.toolarge);
    send("file", { name: chosen.name }, [new DataView(await chosen.arrayBuffer())]);
  }

  // Offer what this view can do.
  function build({ accepts, pace }) {
    file.hidden = !accepts;
    picker.setAttribute("accept", accepts);
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
  return { node, build, show, showFrozen };
}
