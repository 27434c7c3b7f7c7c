// The learner's file: saved while they write, and watched, as another editor may write it too.
import { element } from "../../views/kit/elements.js";
import { sentence } from "./answer.js";
import { editor } from "./editor.js";
import { button, byId, call, data, fileName, fileNow, fill, say } from "./server.js";

const WATCH_EVERY = 1500; // milliseconds between two looks at the disk
const SAVE_AFTER = 1200; // milliseconds after the last key

// `oncheck` is what Ctrl-Enter does; `onchange` is called when the file on the disk is another.
export function openFile({ oncheck, onchange }) {
  let known = data.file.mark; // of the version that the server and this page agree on
  let stored = data.file.text;
  let other = null; // what another program wrote, until the learner chooses
  let saving = null;
  let offline = false;
  let checking = false;
  let timer = 0;
  const stateOutput = element("output", { id: "lab-state" });
  const ed = editor(byId("lab-editor"), {
    label: fill(say.editor, { file: fileName }),
    onsave: save,
    oncheck,
    onchange: () => {
      showState();
      clearTimeout(timer);
      timer = setTimeout(save, SAVE_AFTER);
    },
  });
  const changed = () => ed.value !== stored;

  function showState(text) {
    const unsaved = other || offline || changed();
    stateOutput.textContent = text ?? (unsaved ? say.unsaved : say.saved);
    stateOutput.className = unsaved ? "unsaved" : "";
  }

  function alertWith(words = [], buttons = [], more = null) {
    const hide = button("✕", () => byId("lab-alert").replaceChildren(), { "aria-label": say.hide });
    const row = element(
      "div.lab-alert-row",
      {},
      element("p", {}, ...words),
      ...buttons.map(([label, act]) => button(label, act)),
      ...(other ? [] : [hide]), // two versions are a choice to make, not a notice to close
    );
    byId("lab-alert").replaceChildren(...(words.length ? [row] : []), ...(more ? [more] : []));
  }

  function found() {
    if (!offline) return;
    offline = false;
    alertWith();
  }

  // Runs a call. A version that came in between, a refusal or a silent server is told, and the
  // text stays.
  async function careful(work) {
    try {
      const told = await work();
      found();
      return told;
    } catch (error) {
      if (error.disk) conflict(error.disk);
      else if (error.told) alertWith([error.message]);
      else {
        offline = true;
        alertWith([say.offline]);
      }
      return null;
    } finally {
      showState();
    }
  }

  function adopt({ mark, text, problem }) {
    known = mark;
    if (text !== undefined) {
      ed.value = text;
      stored = text;
    }
    ed.area.readOnly = Boolean(problem) || mark === "gone";
    other = null;
    byId("lab-alert").replaceChildren();
    if (problem) alertWith([...sentence(problem)], [[say.convert, keepMine]]);
    else if (mark === "gone") alertWith([say.gone], [[say.fresh_one, reset]]);
    showState();
  }

  function save() {
    clearTimeout(timer);
    // Two saves at once could overtake each other: the second waits for the first.
    if (saving) return saving.then(() => (changed() ? save() : null));
    if (!changed() || other || ed.area.readOnly) return Promise.resolve();
    const text = ed.value;
    saving = careful(async () => {
      showState(say.saving);
      agree(await call("save", { text, known }), text);
      onchange();
    }).finally(() => {
      saving = null;
      showState();
    });
    return saving;
  }

  function agree(told, text) {
    known = told.file.mark;
    stored = text;
  }

  async function look() {
    const waiting = () => checking || saving || other;
    if (document.hidden || waiting()) return;
    try {
      const now = await fileNow(known);
      if (!now || waiting()) return;
      found();
      if (now.mark === known || now.text === undefined) return;
      if (changed() || now.mark === "gone") return void conflict(now);
      adopt(now);
      showState(say.reloaded);
      onchange();
    } catch {
      offline = true;
    }
  }

  function conflict(now) {
    other = now;
    if (now.mark === "gone") {
      const ways = [
        [say.put_back, keepMine],
        [say.fresh_one, reset],
      ];
      return alertWith([fill(say.conflict_gone, { file: fileName })], ways);
    }
    const both = element("div.lab-both", { hidden: true });
    const toggle = () => {
      both.hidden = !both.hidden;
      if (!both.hidden) showBoth(both, ed.value, now.text);
    };
    const words = [element("strong", { text: fill(say.conflict, { file: fileName }) })];
    const ways = [
      [say.mine, keepMine],
      [say.theirs, takeDisk],
      [say.both, toggle],
    ];
    alertWith([...words, ` (${say.other_kept})`], ways, both);
    showState();
  }

  async function keepMine() {
    const text = ed.value;
    const told = await careful(() => call("mine", { text, known: other?.mark ?? known }));
    if (!told) return;
    adopt(told.file);
    stored = ed.value;
    if (told.kept) alertWith([fill(say.kept, { action: say.kept_mine, file: told.kept })]);
    showState();
    onchange();
  }

  async function takeDisk() {
    const told = await careful(() => call("theirs", { text: ed.value }));
    if (!told) return;
    adopt(told.file);
    alertWith([fill(say.kept, { action: say.took_disk, file: told.kept })]);
    onchange();
  }

  async function reset() {
    const nothing = known === "gone" && !ed.value; // to keep a copy of
    const told = await careful(() => call("reset", nothing ? {} : { text: ed.value }));
    if (!told) return;
    adopt(told.file);
    alertWith([told.kept ? fill(say.kept, { action: say.fresh, file: told.kept }) : say.fresh]);
    byId("lab-answer").replaceChildren();
    ed.area.focus();
    onchange();
  }

  // Sends the text to the checker; null where there is no answer.
  async function check() {
    if (checking) return null;
    if (other) {
      byId("lab-alert").querySelector("button")?.focus();
      return null;
    }
    await saving;
    if (other) return null;
    checking = true;
    clearTimeout(timer);
    const text = ed.value;
    const told = await careful(() => call("check", ed.area.readOnly ? {} : { text, known }));
    checking = false;
    if (!told) return null;
    if (!ed.area.readOnly) agree(told, text);
    showState();
    onchange();
    return { ...told, current: ed.value === text };
  }

  adopt(data.file);
  ed.draw();
  setInterval(look, WATCH_EVERY);
  addEventListener("visibilitychange", () => (document.hidden ? save() : look()));
  addEventListener("pagehide", save);
  addEventListener("focus", look);
  addEventListener("beforeunload", (event) => {
    if (other || offline) event.preventDefault(); // the text here is the only copy
  });
  return { ed, stateOutput, careful, save, reset, check };
}

// Two texts side by side; lines that the other one lacks are marked.
function showBoth(place, mine, theirs) {
  const side = (title, text, rest) => {
    const others = new Set(rest.split("\n"));
    const row = (line) =>
      element(others.has(line) ? "div" : "div.lab-differs", { text: line || " " });
    const lines = element("pre", {}, ...text.split("\n").map(row));
    return element("div", { tabindex: "0" }, element("h2", { text: title }), lines);
  };
  place.replaceChildren(side(say.here, mine, theirs), side(say.disk, theirs, mine));
}
