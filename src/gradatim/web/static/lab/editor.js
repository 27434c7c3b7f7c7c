// A small editor for Python: a textarea with colors behind it, line numbers, indenting and marked
// lines. Long lines wrap after any character, so that both layers wrap at the same place.
import { element } from "../../views/kit/elements.js";
import { highlighted } from "./python_highlighting.js";

const INDENT = "    ";
const ROW = 21; // pixels, as in lab.css
const PADDING = 10; // pixels on each side of the text

// What a key does to the text, without the page.
export const lineStart = (text, at) => text.lastIndexOf("\n", at - 1) + 1;
export function nextIndent(text, at) {
  const line = text.slice(lineStart(text, at), at);
  const own = line.match(/^ */)[0];
  if (/:\s*(#.*)?$/.test(line)) return own + INDENT;
  return /^\s*(return|raise|pass|break|continue)\b/.test(line) ? own.slice(INDENT.length) : own;
}
export function shift(block, out) {
  const change = (line) => {
    if (out) return line.replace(/^ {1,4}/, "");
    return line ? INDENT + line : line;
  };
  return block.split("\n").map(change).join("\n");
}
export function comment(block) {
  const lines = block.split("\n");
  const full = lines.filter((line) => line.trim());
  const all = full.every((line) => /^\s*#/.test(line));
  const least = Math.min(...full.map((line) => line.match(/^ */)[0].length));
  const change = (line) => {
    if (!line.trim()) return line;
    if (all) return line.replace(/^(\s*)# ?/, "$1");
    return `${line.slice(0, least)}# ${line.slice(least)}`;
  };
  return lines.map(change).join("\n");
}

// How many rows a line takes where so many characters fit into one.
export const rows = (line, columns) => Math.max(1, Math.ceil(line.length / Math.max(1, columns)));

export function editor(place, { label, onchange, onsave, oncheck }) {
  const area = element("textarea", {
    spellcheck: "false",
    autocomplete: "off",
    autocapitalize: "off",
    autocorrect: "off",
    "aria-label": label,
  });
  const paint = element("pre.ed-paint", { "aria-hidden": "true" });
  const gutter = element("div");
  const ruler = element("span.ed-ruler", { text: "m".repeat(100), "aria-hidden": "true" });
  const node = element(
    "div.ed",
    {},
    element("div.ed-gutter", { "aria-hidden": "true" }, gutter),
    element("div.ed-body", {}, ruler, paint, area),
  );
  place.append(node);
  let marked = new Set();
  let leaving = false;

  function draw() {
    const text = area.value;
    paint.replaceChildren(...highlighted(text), "\n");
    paint.style.width = `${area.clientWidth}px`; // without the scroll bar
    const columns = Math.floor((area.clientWidth - 2 * PADDING) / (ruler.offsetWidth / 100));
    const heights = text.split("\n").map((line) => rows(line, columns));
    const shown = `${heights} ${[...marked]}`;
    if (gutter.dataset.shown !== shown) {
      gutter.replaceChildren(
        ...heights.map((n, i) => {
          const number = element(marked.has(i + 1) ? "div.ed-wrong" : "div", {
            text: String(i + 1),
          });
          number.style.height = `${n * ROW}px`;
          return number;
        }),
      );
      gutter.dataset.shown = shown;
    }
    follow();
  }
  function follow() {
    paint.style.transform = `translate(${-area.scrollLeft}px, ${-area.scrollTop}px)`;
    gutter.style.transform = `translateY(${-area.scrollTop}px)`;
  }
  // execCommand keeps the browser's own undo; what cannot do it replaces the text directly.
  function put(text, from, to) {
    area.setSelectionRange(from, to);
    if (document.execCommand(text ? "insertText" : "delete", false, text)) return;
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input"));
  }
  function block(change) {
    const text = area.value;
    const from = lineStart(text, area.selectionStart);
    const last =
      area.selectionEnd > area.selectionStart && text[area.selectionEnd - 1] === "\n"
        ? area.selectionEnd - 1
        : area.selectionEnd;
    const end = text.indexOf("\n", last);
    const to = end < 0 ? text.length : end;
    const changed = change(text.slice(from, to));
    const one = !text.slice(from, to).includes("\n");
    const caret = area.selectionStart + (changed.length - (to - from));
    if (changed === text.slice(from, to)) return;
    put(changed, from, to);
    if (one) area.setSelectionRange(Math.max(from, caret), Math.max(from, caret));
    else area.setSelectionRange(from, from + changed.length);
  }
  area.addEventListener("keydown", (event) => {
    const control = event.ctrlKey || event.metaKey;
    const { selectionStart: from, selectionEnd: to, value } = area;
    const before = value.slice(lineStart(value, from), from);
    // After Escape, Tab leaves the editor: the keyboard must not be caught in it (WCAG 2.1.2).
    if (event.key === "Escape") {
      leaving = true;
      return;
    }
    const leave = leaving;
    if (!["Shift", "Control", "Alt", "Meta"].includes(event.key)) leaving = false;
    let act = null;
    if (control && event.key === "Enter") act = oncheck;
    else if (control && event.key.toLowerCase() === "s") act = onsave;
    else if (control && (event.key === "/" || event.key === ":")) act = () => block(comment);
    else if (control || event.altKey) return;
    else if (event.key === "Tab" && leave) return;
    else if (event.key === "Tab" && (event.shiftKey || value.slice(from, to).includes("\n"))) {
      act = () => block((text) => shift(text, event.shiftKey));
    } else if (event.key === "Tab") act = () => put(" ".repeat(4 - (before.length % 4)), from, to);
    else if (event.key === "Enter") {
      act = () => {
        put(`\n${nextIndent(value, from)}`, from, to);
      };
    } else if (event.key === "Backspace" && from === to && before.length && !before.trim()) {
      act = () => put("", from - (((before.length - 1) % 4) + 1), from);
    } else if (event.key === "Home" && !event.shiftKey) {
      const first =
        lineStart(value, from) + value.slice(lineStart(value, from)).match(/^ */)[0].length;
      if (from !== first) act = () => area.setSelectionRange(first, first);
    }
    if (!act) return;
    event.preventDefault();
    act();
  });
  area.addEventListener("input", () => {
    marked = new Set();
    draw();
    onchange();
  });
  area.addEventListener("scroll", follow);
  new ResizeObserver(draw).observe(area);
  return {
    node,
    area,
    get value() {
      return area.value;
    },
    // What comes from the disk replaces the text; the caret stays where it was.
    set value(text) {
      if (area.value === text) return;
      const { selectionStart: from, scrollTop: top } = area;
      area.value = text;
      area.setSelectionRange(Math.min(from, text.length), Math.min(from, text.length));
      area.scrollTop = top;
      marked = new Set();
      draw();
    },
    // The first marked line is brought into sight.
    mark(lines) {
      marked = new Set(lines);
      draw();
      const wrong = gutter.querySelector(".ed-wrong");
      const top = wrong?.offsetTop;
      if (wrong && (top < area.scrollTop || top > area.scrollTop + area.clientHeight - 30)) {
        area.scrollTop = top - area.clientHeight / 3;
      }
    },
    draw,
  };
}
