// Guess first: one question per view; its key control opens once it is answered.
import { element } from "./elements.js";

// Private windows and some notebooks refuse localStorage; the answer then lasts as the page does.
const remembered = new Map();

function recall(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return remembered.get(key) ?? null;
  }
}

function remember(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    remembered.set(key, value);
  }
}

function forget(key) {
  remembered.delete(key);
  try {
    localStorage.removeItem(key);
  } catch {
    // the answer was kept above
  }
}

export function createGuess({ say, onanswer }) {
  const node = element("section.gd-guess");

  function ask(view, guess) {
    const key = `gradatim.guess.${view}`;
    const given = recall(key);
    const done = given !== null && given !== undefined;
    const choice = (text, i) =>
      element("button", {
        type: "button",
        text,
        "data-choice": String(i),
        onclick: () => {
          remember(key, String(i));
          node.dispatchEvent?.(new CustomEvent("guessed", { bubbles: true }));
          ask(view, guess);
        },
      });
    const again = element("button", {
      type: "button",
      text: say.again,
      onclick: () => {
        forget(key);
        ask(view, guess);
      },
    });
    const verdict = Number(given) === guess.answer ? say.right : say.wrong;
    node.replaceChildren(
      element("h2", { text: say.guess }),
      element("p", { text: guess.question }),
      ...(done
        ? [element("p.gd-verdict", { text: `${verdict} ${guess.because}` }), again]
        : [element("div.gd-choices", {}, ...guess.choices.map(choice))]),
    );
    onanswer(done);
  }

  return { node, ask };
}
