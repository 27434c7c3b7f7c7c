// The table of runs can be sorted by a column; the page of a run asks for its state every second.
const table = document.getElementById("runs");
table?.querySelectorAll("[data-sort]").forEach((button) => {
  let up = true;
  button.addEventListener("click", () => {
    const column = Number(button.dataset.sort);
    const text = (row) => row.cells[column].textContent;
    const rows = [...table.tBodies[0].rows].sort((a, b) => {
      const [x, y] = [a, b].map((row) => parseFloat(text(row).replace(",", "."))); // French: 0,5
      const order = Number.isNaN(x - y) ? text(a).localeCompare(text(b)) : x - y;
      return up ? order : -order;
    });
    up = !up;
    table.tBodies[0].append(...rows);
  });
});

const SVG = "http://www.w3.org/2000/svg";
const page = document.getElementById("run");
const part = (id) => document.getElementById(id);

const numberIn = (value) =>
  value.toLocaleString(document.documentElement.lang, { maximumSignificantDigits: 3 });

function drawCurve(points) {
  const lines = points.filter(([, loss]) => Number.isFinite(loss));
  const curve = part("curve");
  if (lines.length < 2) return;
  const last = lines[lines.length - 1];
  const top = Math.max(...lines.map(([, loss]) => loss)) || 1;
  const x = (step) => 60 + (480 * (step - lines[0][0])) / Math.max(1, last[0] - lines[0][0]);
  const y = (loss) => 225 - (205 * loss) / top;
  const make = (tag, attributes, text = "") => {
    const node = document.createElementNS(SVG, tag);
    Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
    node.textContent = text;
    return node;
  };
  const label = (at, text, anchor) =>
    make("text", { x: at[0], y: at[1], "text-anchor": anchor, class: "axis" }, text);
  curve.replaceChildren(
    make("path", { d: "M60 20V225H540", class: "axes" }),
    make("polyline", { points: lines.map(([s, l]) => `${x(s)},${y(l)}`).join(" ") }),
    label([54, 26], numberIn(top), "end"),
    label([54, 229], "0", "end"),
    label(
      [540, 250],
      `${page.dataset.steps} ${last[0].toLocaleString(document.documentElement.lang)}`,
      "end",
    ),
  );
}

// What the model made while it trained: the newest, until somebody looks at an older one.
const made = { samples: [], shown: null };

async function showSample() {
  const sample = made.samples[Number(part("which").value)];
  if (!sample || made.shown === sample.step) return;
  made.shown = sample.step;
  part("made").hidden = false;
  const after = page.dataset.made.replace("{0}", sample.step);
  part("after").textContent = after;
  const language = document.documentElement.lang;
  const address = (name) => `${page.dataset.address}/samples/${name}?lang=${language}`;
  const image = sample.files.find((name) => !name.endsWith(".txt"));
  const text = sample.files.find((name) => name.endsWith(".txt"));
  part("drawn").hidden = !image;
  if (image) part("drawn").src = address(image);
  const written = text ? await (await fetch(address(text))).text() : "";
  if (made.shown !== sample.step) return; // a newer one came meanwhile
  part("drawn").alt = image ? `${after}: ${written}` : "";
  part("written").hidden = !written;
  part("written").textContent = written;
}

function takeSamples(samples) {
  const slider = part("which");
  const newest = Number(slider.value) >= made.samples.length - 1;
  if (samples.length === made.samples.length) return;
  made.samples = samples;
  slider.max = samples.length - 1;
  slider.disabled = samples.length < 2;
  if (newest) slider.value = samples.length - 1;
  showSample();
}

function show(state) {
  part("state").textContent = page.dataset[state.state] ?? state.error;
  part("left").textContent =
    state.left === null || state.left === undefined
      ? ""
      : `· ${page.dataset.left.replace("{0}", Math.ceil(state.left))}`;
  part("fraction").value = state.fraction ?? 0;
  drawCurve(state.curve ?? []);
  takeSamples(state.samples ?? []);
  part("said").hidden = !state.said;
  part("said").textContent = state.said ?? "";
  document.querySelectorAll("[data-when]").forEach((form) => {
    form.hidden = !form.dataset.when.split(" ").includes(state.state);
  });
  if (state.report && state.state === "finished" && !part("report").firstChild) {
    const frame = document.createElement("iframe");
    frame.src = `${page.dataset.address}/report?lang=${document.documentElement.lang}`;
    frame.title = document.title;
    frame.className = "report";
    part("report").append(frame);
  }
}

async function follow() {
  let wait = 1000;
  try {
    const answer = await fetch(`${page.dataset.address}/state`);
    const state = await answer.json();
    show(state);
    const over = ["stopped", "failed"].includes(state.state);
    if (over || (state.state === "finished" && state.report)) return;
  } catch {
    wait = 4000; // the server may be restarting
  }
  setTimeout(follow, wait);
}

if (page) {
  part("which").addEventListener("input", showSample);
  follow();
}
