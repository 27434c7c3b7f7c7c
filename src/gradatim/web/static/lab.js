// One exercise: the learner's file in an editor, checked, with hints, our solution and the view on their function.
import { element } from "/views/core/view_kit.js";
import { asNodes, drawAnswer, fill, linesOf, sentence } from "./answer.js";
import { colour, editor } from "./editor.js";

const data = JSON.parse(document.getElementById("lab-data").textContent);
const say = data.words;
const language = document.documentElement.lang;
const $ = (id) => document.getElementById(id);
const file = `${data.module}.py`;
const address = (name) => `lab/${name}?lang=${language}`;
const EVERY = 1500;
const QUIET = 1200; // milliseconds between two looks at the disk; after the last key, before saving
const s = {
  known: data.file.mark,
  stored: data.file.text,
  problem: data.file.problem,
  disk: null,
  busy: false,
  opened: data.hints,
  solved: data.progress.state === "done",
  timer: 0,
  saving: null,
  offline: false,
};

// The server ----------------------------------------------------------------------------------------
async function call(action, fields = {}) {
  const answer = await fetch(`/lab/${data.name}/${action}?lang=${language}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fields),
    keepalive: action === "save",
  });
  const told = await answer.json().catch(() => ({ error: say.offline }));
  if (answer.status === 409) throw Object.assign(new Error("changed"), { disk: told.changed });
  if (!answer.ok) throw Object.assign(new Error(told.error ?? say.offline), { told: true });
  return told;
}
// Runs a call; a version that came in between, a mistake or a silent server is told, and the text stays.
async function careful(work) {
  try {
    const told = await work();
    if (s.offline) {
      s.offline = false;
      alertWith();
    }
    return told;
  } catch (error) {
    if (error.disk) conflict(error.disk);
    else if (error.told) alertWith([error.message]);
    else {
      s.offline = true;
      alertWith([say.offline]);
    }
    return null;
  } finally {
    state();
  }
}

// The file ------------------------------------------------------------------------------------------
const changed = () => ed.value !== s.stored;
function adopt({ mark, text, problem }) {
  s.known = mark;
  s.problem = problem;
  if (text !== undefined) {
    ed.value = text;
    s.stored = text;
  }
  ed.area.readOnly = Boolean(problem) || mark === "gone";
  s.disk = null;
  $("lab-alert").replaceChildren();
  if (problem) alertWith([...sentence(problem)], [[say.convert, keepMine]]);
  else if (mark === "gone") alertWith([say.gone], [[say.fresh_one, () => reset()]]);
  state();
}
function save() {
  clearTimeout(s.timer);
  if (s.saving) return s.saving.then(() => (changed() ? save() : null));
  if (!changed() || s.disk || ed.area.readOnly) return Promise.resolve();
  const text = ed.value;
  s.saving = careful(async () => {
    state(say.saving);
    const told = await call("save", { text, known: s.known });
    s.known = told.file.mark;
    s.stored = text;
    again();
  }).finally(() => {
    s.saving = null;
    state();
  });
  return s.saving;
}
async function look() {
  if (document.hidden || s.busy || s.saving || s.disk) return;
  try {
    const answer = await fetch(`/lab/${data.name}/file?known=${s.known}&lang=${language}`);
    if (!answer.ok || s.busy || s.saving || s.disk) return;
    const now = await answer.json();
    if (s.offline) {
      s.offline = false;
      alertWith();
    }
    if (now.mark === s.known || now.text === undefined) return;
    if (changed()) return void conflict(now);
    if (now.mark === "gone") return void conflict(now);
    adopt(now);
    state(say.reloaded);
    again();
  } catch {
    s.offline = true;
  }
}
function conflict(now) {
  s.disk = now;
  if (now.mark === "gone") {
    alertWith(
      [fill(say.conflict_gone, { file })],
      [
        [say.put_back, keepMine],
        [say.fresh_one, () => reset()],
      ],
    );
    return;
  }
  const both = element("div.lab-both", { hidden: true });
  const toggle = () => {
    both.hidden = !both.hidden;
    if (!both.hidden) showBoth(both, ed.value, now.text);
  };
  alertWith(
    [element("strong", { text: fill(say.conflict, { file }) }), ` (${say.other_kept})`],
    [
      [say.mine, keepMine],
      [say.theirs, takeDisk],
      [say.both, toggle],
    ],
    both,
  );
  state();
}
// Two texts side by side; lines that the other one lacks are marked.
function showBoth(place, mine, theirs) {
  const side = (title, text, rest) =>
    element(
      "div",
      { tabindex: "0" },
      element("h2", { text: title }),
      element(
        "pre",
        {},
        ...text
          .split("\n")
          .map((line) =>
            element(rest.has(line) ? "div" : "div.lab-differs", { text: line || " " }),
          ),
      ),
    );
  place.replaceChildren(
    side(say.here, mine, new Set(theirs.split("\n"))),
    side(say.disk, theirs, new Set(mine.split("\n"))),
  );
}
async function keepMine() {
  const told = await careful(() =>
    call("mine", { text: ed.value, known: s.disk?.mark ?? s.known }),
  );
  if (!told) return;
  const text = ed.value;
  adopt(told.file);
  s.stored = text;
  if (told.kept) alertWith([fill(say.kept, { action: say.kept_mine, file: told.kept })]);
  state();
  again();
}
async function takeDisk() {
  const told = await careful(() => call("theirs", { text: ed.value }));
  if (!told) return;
  adopt(told.file);
  alertWith([fill(say.kept, { action: say.took_disk, file: told.kept })]);
  again();
}
async function reset() {
  const told = await careful(() =>
    call("reset", s.known === "gone" && !ed.value ? {} : { text: ed.value }),
  );
  if (!told) return;
  adopt(told.file);
  alertWith([told.kept ? fill(say.kept, { action: say.fresh, file: told.kept }) : say.fresh]);
  $("lab-answer").replaceChildren();
  ed.area.focus();
  again();
}

// The bar above the editor --------------------------------------------------------------------------
const check = element("button.primary", {
  type: "button",
  id: "lab-check",
  text: say.check,
  title: say.keys,
  onclick: () => examine(),
});
const saved = element("output", { id: "lab-state" });
const again_ = element("button", { type: "button", text: say.reset, id: "lab-reset" });
const sure = element(
  "span.lab-sure",
  { hidden: true },
  element("span", { text: say.reset_ask }),
  element("button", {
    type: "button",
    text: say.yes,
    onclick: () => {
      ask(false);
      reset();
    },
  }),
  element("button", { type: "button", text: say.no, onclick: () => ask(false) }),
);
const ask = (on) => {
  sure.hidden = !on;
  again_.hidden = on;
  (on ? sure.querySelector("button") : again_).focus();
};
again_.addEventListener("click", () => ask(true));
$("lab-bar").append(
  element("code", { text: file, title: data.path }),
  saved,
  element("span.lab-grow"),
  again_,
  sure,
  check,
);
function state(text) {
  saved.textContent = text ?? (s.disk || s.offline || changed() ? say.unsaved : say.saved);
  saved.className = s.disk || s.offline || changed() ? "unsaved" : "";
}
function alertWith(words = [], buttons = [], more = null) {
  const shut = element("button", {
    type: "button",
    text: "✕",
    "aria-label": say.hide,
    onclick: () => $("lab-alert").replaceChildren(),
  });
  const row = element(
    "div.lab-alert-row",
    {},
    element("p", {}, ...words),
    ...buttons.map(([label, act]) =>
      element("button", { type: "button", text: label, onclick: act }),
    ),
    ...(s.disk ? [] : [shut]),
  );
  $("lab-alert").replaceChildren(...(words.length ? [row] : []), ...(more ? [more] : []));
}

// Checking ------------------------------------------------------------------------------------------
async function examine() {
  if (s.busy) return;
  if (s.disk) return void $("lab-alert").querySelector("button")?.focus();
  await s.saving;
  if (s.disk) return;
  s.busy = true;
  clearTimeout(s.timer);
  check.disabled = true;
  check.textContent = say.checking;
  const slow = setTimeout(() => {
    $("lab-answer").replaceChildren(element("p.answer-note", { text: say.checking_long }));
  }, 4000);
  const text = ed.value;
  const fields = ed.area.readOnly ? {} : { text, known: s.known };
  const told = await careful(() => call("check", fields));
  clearTimeout(slow);
  s.busy = false;
  check.disabled = false;
  check.textContent = say.check;
  if (!told) return;
  if (!ed.area.readOnly) {
    s.known = told.file.mark;
    s.stored = text;
  }
  showProgress(told.progress);
  $("lab-answer").replaceChildren(...drawAnswer(told.answer, step(told), told.after, say));
  $("lab-answer").scrollTop = 0;
  $("lab-answer").dataset.status = told.answer.status;
  if (ed.value === text) ed.mark(linesOf(told.answer));
  s.solved ||= told.answer.status === "passed";
  if (s.solved) solution();
  state();
  again();
}
function step({ next, answer }) {
  const lines = { text: "", buttons: [] };
  if (next.key === "next_read") lines.buttons.push([say.next_read, () => show("task", true), true]);
  if (next.key === "next_hint") {
    lines.buttons.push([
      fill(say.hint_open, { level: next.level, levels: next.levels }),
      hint,
      true,
    ]);
  }
  if (next.key === "next_solution") {
    lines.text = say.next_solution;
    lines.buttons.push([say.solution, () => show("solution", true)]);
  }
  if (next.key === "next_done") {
    lines.buttons.push([
      `${say.answer_next}: ${data.titles[next.following]}`,
      () => {
        location.href = `/${address(next.following)}`;
      },
      true,
    ]);
  }
  if (answer.status === "passed") lines.buttons.push([say.compare, () => show("solution", true)]);
  if ($("panel-view") && answer.status === "passed") {
    lines.buttons.push([say.see, () => show("view", true)]);
  }
  return lines;
}
function showProgress(progress) {
  $("lab-count").textContent = fill(say.done_of, progress);
  data.progress = progress;
}

// Tabs: task, hints, view, solution -----------------------------------------------------------------
const tabs = [...document.querySelectorAll("[role=tab]")];
function show(name, focus = false) {
  for (const tab of tabs) {
    const on = tab.id === `tab-${name}`;
    tab.setAttribute("aria-selected", String(on));
    tab.tabIndex = on ? 0 : -1;
    $(tab.id.replace("tab", "panel")).hidden = !on;
    if (on && focus) tab.focus();
  }
  history.replaceState(
    null,
    "",
    name === "task" ? location.pathname + location.search : `#${name}`,
  );
  if (name === "view") openView();
}
tabs.forEach((tab, i) => {
  tab.addEventListener("click", () => show(tab.id.slice(4)));
  tab.addEventListener("keydown", (event) => {
    const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    show(tabs[(to + tabs.length) % tabs.length].id.slice(4), true);
  });
});

function hints() {
  const open = s.opened.length;
  const list = s.opened.map((text, i) =>
    element(
      "section.lab-hint",
      {},
      element("h2", { text: fill(say.hint_n, { level: i + 1 }) }),
      asNodes(text),
    ),
  );
  const more =
    open < data.levels
      ? [
          element("button", {
            type: "button",
            id: "lab-hint",
            text: fill(say.hint_open, { level: open + 1, levels: data.levels }),
            onclick: hint,
          }),
        ]
      : [];
  $("panel-hints").replaceChildren(
    ...(open ? [] : [element("p", { text: say.hint_none })]),
    ...list,
    ...more,
  );
  $("tab-hints").textContent = `${say.hints} ${open}/${data.levels}`;
}
async function hint() {
  const told = await careful(() =>
    call("hint", { level: Math.min(s.opened.length + 1, data.levels) }),
  );
  if (!told) return;
  s.opened = told.hints;
  hints();
  show("hints", true);
  $("panel-hints").lastElementChild.scrollIntoView({ block: "nearest" });
}

async function solution(wish = false) {
  if (s.solved || wish || data.progress.state === "seen") {
    const told = await careful(() => call("solution", { wish }));
    if (!told) return;
    showProgress(told.progress);
    $("panel-solution").replaceChildren(
      element("h2", { text: say.ours }),
      element("pre.lab-code", { tabindex: "0" }, ...colour(told.solution)),
      element("h2", { text: say.why }),
      asNodes(told.after),
    );
    return;
  }
  const sureWish = element(
    "span.lab-sure",
    { hidden: true },
    element("span", { text: say.wish_ask }),
    element("button", {
      type: "button",
      id: "lab-wish-yes",
      text: say.yes,
      onclick: () => solution(true),
    }),
    element("button", { type: "button", text: say.no, onclick: () => solution() }),
  );
  const button = element("button", {
    type: "button",
    id: "lab-wish",
    text: say.wish,
    onclick: () => {
      button.hidden = true;
      sureWish.hidden = false;
      sureWish.querySelector("button").focus();
    },
  });
  $("panel-solution").replaceChildren(element("p", { text: say.locked }), button, sureWish);
}

// The view, on the learner's own function -----------------------------------------------------------
let viewed = false;
function openView() {
  if (viewed) return;
  viewed = true;
  $("view").addEventListener("told", ({ detail }) => {
    const own = detail.data?.own;
    if (detail.type !== "picture" || !own) return;
    const word = { right: say.view_right, wrong: say.view_wrong }[own.status] ?? say.view_failed;
    const names = own.names
      .split(", ")
      .map((name) => `\`${name}\``)
      .join(", ");
    $("lab-own").replaceChildren(...sentence(fill(word, { names, sentence: own.sentence })));
    $("lab-own").dataset.status = own.status;
  });
  import("/static/host.js");
}
const again = () => {
  if (viewed) $("view").dispatchEvent(new Event("again"));
};

// Begin ---------------------------------------------------------------------------------------------
const ed = editor($("lab-editor"), {
  label: fill(say.editor, { file }),
  onsave: save,
  oncheck: examine,
  onchange: () => {
    state();
    clearTimeout(s.timer);
    s.timer = setTimeout(save, QUIET);
  },
});
adopt({ mark: data.file.mark, text: data.file.text, problem: data.file.problem });
ed.draw();
hints();
solution();
const query = new URLSearchParams(location.search);
if (query.has("token")) {
  query.delete("token");
  history.replaceState(null, "", `?${query}${location.hash}`);
}
if (location.hash.length > 1 && $(`tab-${location.hash.slice(1)}`)) show(location.hash.slice(1));
setInterval(look, EVERY);
addEventListener("visibilitychange", () => (document.hidden ? save() : look()));
addEventListener("pagehide", save);
addEventListener("focus", look);
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
  if (event.key === "Enter") {
    event.preventDefault();
    examine();
  } else if (event.key.toLowerCase() === "s") {
    event.preventDefault();
    save();
  }
});
addEventListener("beforeunload", (event) => {
  if (s.disk || s.offline) event.preventDefault();
});
