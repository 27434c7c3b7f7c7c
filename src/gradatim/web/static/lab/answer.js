// The checker's answer, in the order of the command line: what is wrong, the input, got beside
// expected, the mistake, the next step.
import { element } from "../../views/kit/elements.js";
import { drawValue, reachOf } from "./arrays.js";
import { fill } from "./server.js";

// Backticks in a sentence of the checker mark code.
export const sentence = (text) =>
  text.split("`").map((part, i) => (i % 2 ? element("code", { text: part }) : part));

// step: { text, buttons: [[label, action, primary?]] }
export function drawAnswer(answer, step, after, say) {
  const mark = { passed: "✓", unsolved: "○" }[answer.status] ?? "✗";
  const parts = [];
  parts.push(
    element(
      `p.answer-sentence.${answer.status}`,
      {},
      element("span.answer-mark", { text: mark, "aria-hidden": "true" }),
      element("span", {}, ...sentence(answer.sentence)),
    ),
  );
  if (answer.inputs?.length) {
    parts.push(
      element(
        "div.answer-inputs",
        {},
        ...answer.inputs.map((value) =>
          drawValue(`${say.answer_with} ${value.name} =`, value, { say, reach: reachOf(value) }),
        ),
      ),
    );
  }
  if (answer.got) {
    const reach = reachOf(answer.got, answer.expected);
    const sides = [
      drawValue(say.answer_got, answer.got, { other: answer.expected, reach, say, kind: "got" }),
    ];
    if (answer.expected) {
      sides.push(
        drawValue(say.answer_expected, answer.expected, {
          other: answer.got,
          reach,
          say,
          kind: "expected",
        }),
      );
    }
    parts.push(element("div.answer-sides", {}, ...sides));
    if (JSON.stringify(answer.got.wrong ?? "").includes("true")) {
      parts.push(element("p.answer-note", { text: say.marked }));
    }
  }
  if (answer.mistake) {
    parts.push(
      element(
        "p.answer-mistake",
        { "data-mistake": answer.mistake.name },
        element("strong", { text: `${say.answer_mistake} ` }),
        ...sentence(answer.mistake.text),
      ),
    );
  }
  if (after) {
    parts.push(
      element("section.answer-after", {}, element("h2", { text: say.why }), asNodes(after)),
    );
  }
  const buttons = step.buttons.map(([label, action, primary]) =>
    element(primary ? "button.primary" : "button", {
      type: "button",
      text: label,
      onclick: action,
    }),
  );
  parts.push(
    element(
      "div.answer-next",
      {},
      ...(step.text ? [element("span", { text: step.text })] : []),
      ...buttons,
    ),
  );
  if (answer.left_running) {
    const key = answer.left_running === 1 ? "answer_left_one" : "answer_left_many";
    parts.push(element("p.answer-left", { text: fill(say[key], { count: answer.left_running }) }));
  }
  if (answer.printed) {
    const more = answer.dropped ? `\n… ${fill(say.answer_dropped, { count: answer.dropped })}` : "";
    parts.push(
      element(
        "details.answer-printed",
        { open: true },
        element("summary", { text: say.answer_printed }),
        element("pre", { text: answer.printed.replace(/\n$/, "") + more, tabindex: "0" }),
      ),
    );
  }
  if (answer.lines?.length) {
    parts.push(
      element(
        "div.answer-lines",
        {},
        element("p", { text: say.answer_your_lines }),
        element("pre", { text: answer.lines.join("\n"), tabindex: "0" }),
      ),
    );
  }
  if (answer.seconds) {
    parts.push(element("p.answer-note", { text: fill(say.seconds, { seconds: answer.seconds }) }));
  }
  return parts;
}

// HTML of a task or hint, which the server made from Markdown without raw HTML in it.
export function asNodes(html) {
  const node = element("div.prose");
  node.append(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  return node;
}

// "line 5, in f: code" and "   5 | code" name lines of the learner's file.
export function linesOf(answer) {
  const found = (answer.lines ?? [])
    .map((line) => line.match(/^line (\d+),/) ?? line.match(/^ *(\d+) \|/))
    .filter(Boolean)
    .map((match) => Number(match[1]));
  return found.length ? [found.at(-1)] : [];
}
