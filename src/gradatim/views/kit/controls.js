// The controls beside the stage: a slider, menu, check box or text field for each of controls.py.
import { element } from "./elements.js";
import { grouped } from "./numbers.js";

const SLIDER_STEPS = 1000; // of a slider whose numbers are not whole
const LONG_WORD = 12; // letters: a longer one would be broken in half a row

export const toSlider = (c, v) => {
  if (c.log) return (Math.log(v / c.low) / Math.log(c.high / c.low)) * SLIDER_STEPS;
  return c.integer ? v : ((v - c.low) / (c.high - c.low)) * SLIDER_STEPS;
};

export const fromSlider = (c, s) => {
  if (c.integer && !c.log) return Math.round(s);
  const t = s / SLIDER_STEPS;
  const v = c.log ? c.low * Math.pow(c.high / c.low, t) : c.low + (c.high - c.low) * t;
  // Three digits, so that the value shown is the value sent.
  return Math.min(c.high, Math.max(c.low, c.integer ? Math.round(v) : Number(v.toPrecision(3))));
};

export function createControls({ say, ui, state }) {
  const node = element("section.gd-controls", { "aria-label": say.controls });
  const inputs = new Map(); // name -> input
  const lines = new Map(); // name -> its row
  let keyInput = null; // of the control that opens once the question is answered

  function build() {
    inputs.clear();
    lines.clear();
    const shown = Object.entries(state.hello.controls).filter(([, c]) => !c.hidden);
    shown.forEach(([name, c]) => lines.set(name, row(name, c)));
    keyInput = inputs.get(state.words.guess.key) ?? null;
    node.replaceChildren(element("h2", { text: say.controls }), ...lines.values());
    node.className = lines.size > 6 ? "gd-controls gd-dense" : "gd-controls";
  }

  function row(name, c) {
    const id = `gd-${state.hello.view}-${name}`;
    const label = state.words.controls[name] ?? (name === "seed" ? say.seed : name);
    const output = c.kind === "number" && name !== "seed" ? element("output", { for: id }) : "";
    const input = output ? slider(name, c, id, output) : field(name, c, id);
    if (c.fixed) Object.assign(input, { disabled: true }).dataset.fixed = "true"; // by the lesson
    inputs.set(name, input);
    const longOption = c.kind === "choice" && c.options.some((o) => ui.option(name, o).length > 15);
    const wide = longOption || label.split(/[ \u00a0]/).some((word) => word.length > LONG_WORD);
    return element(
      `div.gd-row.gd-${c.kind}${wide ? ".gd-wide" : ""}`,
      {},
      element("label", { for: id, text: label }),
      output,
      input,
    );
  }

  function slider(name, c, id, output) {
    const whole = c.integer && !c.log;
    const input = element("input", {
      id,
      name,
      type: "range",
      min: String(whole ? c.low : 0),
      max: String(whole ? c.high : SLIDER_STEPS),
      step: "1",
      oninput: () => {
        const value = fromSlider(c, Number(input.value));
        state.values[name] = value;
        output.textContent = grouped(value);
        ui.set(name, value);
      },
    });
    return input;
  }

  function field(name, c, id) {
    const set = (read) => ({ id, name, onchange: () => ui.set(name, read()) });
    let input;
    if (c.kind === "choice") {
      const options = c.options.map((o) =>
        element("option", { value: o, text: ui.option(name, o) }),
      );
      input = element(
        "select",
        set(() => input.value),
        ...options,
      );
    } else if (c.kind === "flag") {
      input = element("input", { ...set(() => input.checked), type: "checkbox" });
    } else if (c.kind === "number") {
      const bounds = { min: String(c.low), max: String(c.high) };
      input = element("input", { ...set(() => Number(input.value)), type: "number", ...bounds });
    } else {
      const length = { maxlength: String(c.max_length) };
      input = element("input", { ...set(() => input.value), type: "text", ...length });
    }
    return input;
  }

  // Show the values that the engine has, but not over what somebody is typing or dragging, unless
  // it was refused.
  function show(refused = false) {
    for (const [name, input] of inputs) {
      const c = state.hello.controls[name];
      const value = state.values[name];
      const [other, such] = c.when ?? [name, [value]];
      lines.get(name).hidden = !such.includes(state.values[other]); // it would change nothing
      const busy = input === document.activeElement && !refused;
      if (c.kind === "flag") input.checked = value;
      else if (input.type === "range") {
        if (!busy || fromSlider(c, Number(input.value)) !== value) {
          input.value = String(toSlider(c, value));
        }
        input.previousElementSibling.textContent = grouped(value);
      } else if (!busy) input.value = String(value);
    }
  }

  function lock(locked) {
    if (!keyInput) return;
    keyInput.disabled = locked || keyInput.dataset.fixed === "true";
    keyInput.title = locked ? say.locked : "";
  }

  return { node, build, show, lock };
}
