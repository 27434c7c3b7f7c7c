// One exercise: the learner's file in an editor, checked, with hints, our solution and the view.
import { element } from "../../views/kit/elements.js";
import { drawAnswer, linesOf } from "./answer.js";
import { openFile } from "./file.js";
import { createPanels } from "./panels.js";
import { button, byId, data, fileName, fill, language, say } from "./server.js";

const SLOW = 4000; // milliseconds of checking before the page says that it may take longer

const file = openFile({ oncheck: check, onchange: () => panels.refreshView() });
const panels = createPanels({ careful: file.careful });

// The bar above the editor
const checkButton = button(say.check, check, { id: "lab-check", title: say.keys });
checkButton.className = "primary";
const resetButton = button(say.reset, () => ask(true), { id: "lab-reset" });
const yes = button(say.yes, () => {
  ask(false);
  file.reset();
});
const no = button(say.no, () => ask(false));
const sure = element("span.lab-sure", { hidden: true }, element("span", { text: say.reset_ask }));
sure.append(yes, no);
byId("lab-bar").append(
  element("code", { text: fileName, title: data.path }),
  file.stateOutput,
  element("span.lab-grow"),
  resetButton,
  sure,
  checkButton,
);

function ask(on) {
  sure.hidden = !on;
  resetButton.hidden = on;
  (on ? yes : resetButton).focus();
}

async function check() {
  if (checkButton.disabled) return; // one check at a time
  checkButton.disabled = true;
  checkButton.textContent = say.checking;
  const answer = byId("lab-answer");
  const slow = setTimeout(() => {
    answer.replaceChildren(element("p.answer-note", { text: say.checking_long }));
  }, SLOW);
  const told = await file.check();
  clearTimeout(slow);
  checkButton.disabled = false;
  checkButton.textContent = say.check;
  if (!told) return;
  panels.showProgress(told.progress);
  answer.replaceChildren(...drawAnswer(told.answer, nextStep(told), told.after, say));
  answer.scrollTop = 0;
  answer.dataset.status = told.answer.status;
  if (told.current) file.ed.mark(linesOf(told.answer));
  if (told.answer.status === "passed") panels.passed();
}

// What is offered below an answer: a text, and buttons [label, action, primary?].
function nextStep({ next, answer }) {
  const show = (name) => () => panels.show(name, true);
  const passed = answer.status === "passed";
  let text = "";
  const buttons = [];
  if (next.key === "next_read") buttons.push([say.next_read, show("task"), true]);
  if (next.key === "next_hint") {
    buttons.push([fill(say.hint_open, next), panels.openHint, true]);
  }
  if (next.key === "next_solution") {
    text = say.next_solution;
    buttons.push([say.solution, show("solution")]);
  }
  if (next.key === "next_done") {
    const go = () => (location.href = `${next.following}?lang=${language}`);
    buttons.push([`${say.answer_next} ${data.titles[next.following]}`, go, true]);
  }
  if (passed) buttons.push([say.compare, show("solution")]);
  if (passed && byId("panel-view")) buttons.push([say.see, show("view")]);
  return { text, buttons };
}

// The token has become a cookie: an address that is copied should not give it away.
const query = new URLSearchParams(location.search);
if (query.has("token")) {
  query.delete("token");
  history.replaceState(null, "", `?${query}${location.hash}`);
}
const asked = location.hash.slice(1);
if (asked && byId(`tab-${asked}`)) panels.show(asked);
addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
  const action = { enter: check, s: file.save }[event.key.toLowerCase()];
  if (!action) return;
  event.preventDefault();
  action();
});
