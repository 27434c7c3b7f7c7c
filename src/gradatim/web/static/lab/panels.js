// The panels beside the editor: task, hints, the view on the learner's function, our solution.
import { element } from "../../views/kit/elements.js";
import { asNodes, sentence } from "./answer.js";
import { button, byId, call, data, fill, say } from "./server.js";
import { highlighted } from "./python_highlighting.js";

// `careful` runs a call to the server and tells what goes wrong.
export function createPanels({ careful }) {
  const tabs = [...document.querySelectorAll("[role=tab]")];
  let opened = data.hints; // the texts of the hints that were asked for
  let solved = data.progress.state === "done";
  let viewed = false;

  function show(name, focus = false) {
    for (const tab of tabs) {
      const on = tab.id === `tab-${name}`;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      byId(tab.id.replace("tab", "panel")).hidden = !on;
      if (on && focus) tab.focus();
    }
    const here = name === "task" ? location.pathname + location.search : `#${name}`;
    history.replaceState(null, "", here);
    if (name === "view") openView();
  }

  tabs.forEach((tab, i) => {
    tab.addEventListener("click", () => show(tab.id.slice("tab-".length)));
    tab.addEventListener("keydown", (event) => {
      const to = { ArrowRight: i + 1, ArrowLeft: i - 1, Home: 0, End: tabs.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      show(tabs[(to + tabs.length) % tabs.length].id.slice("tab-".length), true);
    });
  });

  function showProgress(progress) {
    byId("lab-count").textContent = fill(say.done_of, progress);
    data.progress = progress;
  }

  function hints() {
    const open = opened.length;
    const { levels } = data;
    const shown = opened.map((text, i) => {
      const title = element("h2", { text: fill(say.hint_n, { level: i + 1 }) });
      return element("section.lab-hint", {}, title, asNodes(text));
    });
    if (!open) shown.push(element("p", { text: say.hint_none }));
    if (open < levels) {
      const label = fill(say.hint_open, { level: open + 1, levels });
      shown.push(button(label, openHint, { id: "lab-hint" }));
    }
    byId("panel-hints").replaceChildren(...shown);
    byId("tab-hints").textContent = `${say.hints} ${open}/${levels}`;
  }

  async function openHint() {
    const level = Math.min(opened.length + 1, data.levels);
    const told = await careful(() => call("hint", { level }));
    if (!told) return;
    opened = told.hints;
    hints();
    show("hints", true);
    byId("panel-hints").lastElementChild.scrollIntoView({ block: "nearest" });
  }

  // Our solution, once the exercise is solved or the learner says twice that they want to see it.
  async function solution(wish = false) {
    if (!solved && !wish && data.progress.state !== "seen") return lockedSolution();
    const told = await careful(() => call("solution", { wish }));
    if (!told) return;
    showProgress(told.progress);
    byId("panel-solution").replaceChildren(
      element("h2", { text: say.ours }),
      element("pre.lab-code", { tabindex: "0" }, ...highlighted(told.solution)),
      element("h2", { text: say.why }),
      asNodes(told.after),
    );
  }

  function lockedSolution() {
    const yes = button(say.yes, () => solution(true), { id: "lab-wish-yes" });
    const sure = element(
      "span.lab-sure",
      { hidden: true },
      element("span", { text: say.wish_ask }),
      yes,
      button(say.no, () => lockedSolution()),
    );
    const ask = () => {
      wish.hidden = true;
      sure.hidden = false;
      yes.focus();
    };
    const wish = button(say.wish, ask, { id: "lab-wish" });
    byId("panel-solution").replaceChildren(element("p", { text: say.locked }), wish, sure);
  }

  function openView() {
    if (viewed) return;
    viewed = true;
    byId("view").addEventListener("told", ({ detail }) => {
      const own = detail.data?.own;
      if (detail.type !== "frame" || !own) return;
      const word = { right: say.view_right, wrong: say.view_wrong }[own.status] ?? say.view_failed;
      const names = own.names.replace(/\w+/g, "`$&`");
      byId("lab-own").replaceChildren(...sentence(fill(word, { names, sentence: own.sentence })));
      byId("lab-own").dataset.status = own.status;
    });
    import("../host.js");
  }

  hints();
  solution();
  return {
    show,
    showProgress,
    openHint,
    passed() {
      solved = true;
      solution();
    },
    // The view computes anew with what the learner's file now says.
    refreshView() {
      if (viewed) byId("view").dispatchEvent(new Event("again"));
    },
  };
}
