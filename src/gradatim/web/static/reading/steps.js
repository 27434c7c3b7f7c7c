// Step through a program: its lines on the left, what the current one computed on the right.
import { element, value } from "./values.js";

const stepper = document.getElementById("stepper");
const say = stepper ? JSON.parse(stepper.dataset.words) : {};
const part = (id) => document.getElementById(id);
const language = document.documentElement.lang;
const LAYERS = ["call", "return", "module", "gradient"];
let run = null; // what the server answered
let at = 0;
let depths = []; // of every frame
let shownFile = null;

const fill = (text, values) =>
  text.replace(/\{(\w+)\}/g, (_, name) => (name in values ? values[name] : ""));
const depth = (step) => depths[step.frame];
const isShown = (step) => !part("modules").checked || LAYERS.includes(step.kind);

async function ask(address, options) {
  part("told").textContent = "…";
  try {
    const answer = await fetch(address, options);
    begin(await answer.json());
  } catch {
    part("told").textContent = say.lost;
  }
}

function begin(answer) {
  const sentences = [answer.sentence, ...(answer.lines ?? [])].filter(Boolean);
  if (answer.cut) sentences.push(fill(say.cut, { n: answer.steps.length }));
  if (!answer.steps?.length && !sentences.length) sentences.push(say.empty);
  part("told").textContent = sentences.join("\n");
  if (!answer.steps?.length) return;
  run = answer;
  shownFile = null;
  depths = [];
  run.frames.forEach((frame, i) => {
    depths[i] = frame.caller === null ? 0 : depths[frame.caller] + 1;
  });
  stepper.querySelector(".controls").hidden = false;
  stepper.querySelector(".keys").hidden = false;
  const start = stepper.querySelector(".begin");
  if (start) start.hidden = true;
  part("values").hidden = false;
  const program = stepper.querySelector(".program");
  if (program) program.open = false; // the code has the place now
  document.querySelector("main").classList.add("stepping");
  part("slider").max = run.steps.length - 1;
  stepper.querySelector("[data-do=forward]").hidden = forward() < 0;
  stepper.querySelector("[data-do=backward]").hidden = backward() < 0;
  const asked = Number(new URLSearchParams(location.search).get("step"));
  show(asked > 0 && asked <= run.steps.length ? asked - 1 : Math.max(0, forward()));
}

const forward = () =>
  run.steps.findIndex(
    (s) => s.kind === "call" && run.frames[s.frame].function.endsWith(".forward"),
  );
const backward = () => run.steps.findIndex((s) => s.kind === "gradient");

function move(by) {
  let next = at + by;
  while (run.steps[next] && !isShown(run.steps[next])) next += by;
  if (run.steps[next]) show(next);
}

function over() {
  const here = depth(run.steps[at]);
  let next = at + 1;
  while (run.steps[next] && (depth(run.steps[next]) > here || !isShown(run.steps[next]))) next += 1;
  if (run.steps[next]) show(next);
}

function show(index) {
  at = index;
  const step = run.steps[at];
  part("slider").value = at;
  part("count").textContent = `${at + 1} / ${run.steps.length}`;
  showLine(step);
  part("values").replaceChildren(where(step), ...told(step), ...known(step));
  const address = new URLSearchParams(location.search);
  address.set("step", at + 1);
  address.delete("token");
  clearTimeout(show.later); // browsers stop pages that change their address too often
  show.later = setTimeout(() => history.replaceState(null, "", `?${address}`), 250);
}

function showLine(step) {
  const file = run.frames[step.frame].file;
  const list = part("code").querySelector("ol");
  if (file !== shownFile) {
    shownFile = file;
    part("shown").textContent = file || stepper.dataset.own || say.program;
    list.replaceChildren(
      ...run.files[file].map((html) => {
        const row = document.createElement("li");
        row.innerHTML = html; // colored by our server, with the text escaped
        return row;
      }),
    );
  }
  list.querySelectorAll(".now").forEach((row) => row.classList.remove("now", "back"));
  for (let line = step.line; line && line <= step.last; line += 1) {
    list.children[line - 1]?.classList.add("now");
    list.children[line - 1]?.classList.toggle("back", step.kind === "gradient");
  }
  const row = list.children[step.line - 1];
  if (row) part("code").scrollTop = row.offsetTop - part("code").clientHeight / 2.6;
}

function where(step) {
  const names = [];
  for (let i = step.frame; i !== null; i = run.frames[i].caller) {
    const { function: name, module } = run.frames[i];
    names.unshift(name ? name + (module ? ` (${module})` : "") : say.program);
  }
  return element("p", { class: "where-now" }, names.join(" › "));
}

function told(step) {
  const name = run.frames[step.frame].function;
  if (step.kind === "line" && !step.values.length) {
    return [element("h2", {}, fill(say.nothing, step))];
  }
  if (step.kind === "line" || step.kind === "call") {
    const head = fill(say[step.kind], { ...step, function: name });
    return [element("h2", {}, head), ...step.values.map(([n, v]) => value(n, v, say))];
  }
  if (step.kind === "return") {
    const head = fill(say.return, { function: name });
    return [element("h2", {}, head), value(say.result, step.value, say)];
  }
  if (step.kind === "module") {
    const weights = step.parameters.map(([n, shape]) => `${n} (${shape.join(", ")})`).join(", ");
    const layer = element("p", { class: "layer" });
    layer.append(element("code", {}, `${step.module} ${step.type}`));
    if (weights) layer.append(element("span", {}, ` ${say.parameters}: ${weights}`));
    return [
      element("h2", {}, say.module),
      layer,
      ...step.inputs.map((v) => value(say.input, v, say)),
      value(say.output, step.output, say),
    ];
  }
  const made = step.made_by === null ? null : valueOf(run.steps[step.made_by], step.of);
  const shown = [
    element("h2", {}, fill(say.gradient, { of: step.of === "return" ? say.result : step.of })),
    value(`∂ / ∂ ${step.of === "return" ? say.result : step.of}`, step.value, say),
  ];
  return made ? [...shown, value(`${step.of}, ${say.known_value}`, made, say)] : shown;
}

function valueOf(step, name) {
  if (step.kind === "module") return step.output;
  if (step.kind === "return") return step.value;
  return step.values?.find(([n]) => n === name)?.[1];
}

function known(step) {
  const values = new Map();
  for (let i = 0; i < at; i += 1) {
    if (run.steps[i].frame === step.frame) {
      for (const [name, one] of run.steps[i].values ?? []) values.set(name, one);
    }
  }
  if (step.kind === "line" || step.kind === "call") step.values.forEach(([n]) => values.delete(n));
  if (!values.size || step.kind === "gradient") return [];
  const list = [...values].reverse().map(([name, one]) => value(name, one, say));
  return [element("h3", {}, say.known), ...list];
}

if (stepper) {
  const acts = {
    next: () => move(1),
    before: () => move(-1),
    over,
    forward: () => show(forward()),
    backward: () => show(backward()),
  };
  stepper.querySelectorAll("[data-do]").forEach((button) => {
    button.addEventListener("click", acts[button.dataset.do]);
  });
  part("begin").addEventListener("click", () => {
    if (stepper.dataset.steps) ask(stepper.dataset.steps);
    else send();
  });
  part("slider").addEventListener("input", (event) => show(Number(event.target.value)));
  const send = () => {
    const program = part("program")?.querySelector("textarea").value ?? "";
    ask(new URL(`../../own/steps?lang=${language}`, import.meta.url), {
      method: "POST",
      body: JSON.stringify({ own: stepper.dataset.own, program }),
    });
  };
  part("program")?.addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  const keys = { ArrowRight: acts.next, ArrowLeft: acts.before, ArrowDown: over };
  addEventListener("keydown", (event) => {
    const typing = /TEXTAREA|INPUT/.test(event.target.tagName);
    if (!run || typing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
  if (new URLSearchParams(location.search).has("step")) part("begin").click();
}
