// What is told over the stage (a notice, an error), and the dialog with the package's own code.
import { element } from "./elements.js";
import { fill } from "./kit_words.js";

export function createBanner(say) {
  const node = element("div.gd-banner", { role: "status", hidden: true });
  let about = ""; // what the text is about: "diverged", "notice", "error", "waiting" ...
  const hide = () => (node.hidden = true);

  // `action` is [label, function]: a button beside the text.
  function show(text, action = null, subject = "") {
    about = subject;
    const button =
      action &&
      element("button.primary", {
        type: "button",
        text: action[0],
        onclick: () => {
          action[1]();
          hide();
        },
      });
    node.replaceChildren(
      element("span", { text }),
      ...(button ? [button] : []),
      element("button", { type: "button", "aria-label": say.close, text: "✕", onclick: hide }),
    );
    node.hidden = !text;
  }

  // What the text was about is over.
  function over(subject) {
    if (about === subject) hide();
  }

  return { node, show, hide, over };
}

export function createCodeDialog(say) {
  const node = element("dialog.gd-code", { "aria-label": say.code });

  function show(parts) {
    const blocks = parts.flatMap((part) => [
      element("h3", { text: `${part.where}, ${fill(say.line, part.line)}` }),
      element("pre", { tabindex: "0" }, element("code", { text: part.text })),
    ]);
    const close = { type: "button", text: say.close, onclick: () => node.close() };
    node.replaceChildren(element("button", close), ...blocks);
    node.showModal();
  }

  return { node, show };
}
