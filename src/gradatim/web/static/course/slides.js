// A chapter as slides, made from the page itself: of its prose the first sentences, in large type,
// with its formulas, lists, tables, code, figures and live views, as many on a slide as fit.
const FORWARD = new Set(["ArrowRight", "ArrowDown", "PageDown", " "]);
const BACK = new Set(["ArrowLeft", "ArrowUp", "PageUp", "Backspace"]);
const END = /[.!?](?=\s|$)/; // of a sentence
const ABBREVIATED = /(\bal|\bvs|\bFig|\be\.g|\bi\.e|\bp\. ex|\b[A-Z])$/;
const SHORT = 70; // characters
const WHOLE = "math, code, a"; // inside of these no sentence ends

const make = (tag, name, ...children) => {
  const node = document.createElement(tag);
  if (name) node.className = name;
  node.append(...children);
  return node;
};

// A copy of a paragraph up to the end of its first sentence that is long enough to say something.
export function firstSentence(paragraph) {
  const copy = paragraph.cloneNode(true);
  copy.removeAttribute("id");
  const walker = document.createTreeWalker(copy, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (text.parentElement.closest(WHOLE)) continue;
    let from = 0;
    for (;;) {
      const found = END.exec(text.data.slice(from));
      if (!found) break;
      const at = from + found.index;
      const rest = document.createRange();
      rest.setStart(copy, 0);
      rest.setEnd(text, at);
      if (String(rest).length >= SHORT && !ABBREVIATED.test(text.data.slice(0, at))) {
        rest.setStart(text, at + 1);
        rest.setEndAfter(copy.lastChild);
        rest.deleteContents();
        return copy;
      }
      from = at + 1;
    }
  }
  return copy;
}

// What of an element of the page goes on a slide.
function shortened(element) {
  if (element.matches("p")) return firstSentence(element);
  const copy = element.cloneNode(true);
  copy.removeAttribute("id");
  if (copy.matches("ul, ol")) {
    [...copy.children].forEach((item) => item.replaceWith(firstSentence(item)));
  }
  return copy;
}

// The sections of an article: a title, and what stands below it.
function sections(article) {
  const found = [];
  for (const element of article.children) {
    if (element.matches("h1, h2, h3")) found.push({ title: element, parts: [] });
    else if (!element.matches(".run-here")) found.at(-1)?.parts.push(shortened(element));
  }
  return found;
}

export function present(article, say) {
  const stage = make("div", "slide");
  const count = make("output", "");
  const deck = make("dialog", "deck", stage);
  deck.setAttribute("aria-label", say);
  const slides = [];
  let at = 0;

  const button = (text, label, act) => {
    const node = make("button", "", text);
    node.setAttribute("aria-label", label);
    node.addEventListener("click", act);
    return node;
  };
  const show = (to) => {
    at = Math.max(0, Math.min(slides.length - 1, to));
    stage.replaceChildren(...slides[at]);
    stage.classList.toggle("opening", at === 0);
    stage.scrollTop = 0;
    count.textContent = `${at + 1} / ${slides.length}`;
  };
  deck.append(
    make(
      "nav",
      "",
      button("‹", "←", () => show(at - 1)),
      count,
      button("›", "→", () => show(at + 1)),
      button("×", "Esc", () => deck.close()),
    ),
  );
  deck.addEventListener("keydown", (event) => {
    const by = Number(FORWARD.has(event.key)) - Number(BACK.has(event.key));
    const to = { Home: 0, End: slides.length - 1 }[event.key] ?? at + by;
    // A button that has the focus is pressed by Space as well.
    if (to === at || (event.key === " " && event.target.matches("button, a"))) return;
    event.preventDefault();
    show(to);
  });
  deck.addEventListener("close", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    deck.remove();
  });
  document.body.append(deck);
  deck.showModal();
  document.documentElement.requestFullscreen?.().catch(() => {});

  // Filled one element after the other, and a new one begun when it no longer fits.
  for (const { title, parts } of sections(article)) {
    const headed = () => [make(title.tagName, "", ...title.cloneNode(true).childNodes)];
    let slide = headed();
    for (const part of parts) {
      const view = part.querySelector?.("iframe");
      if (view) view.remove(); // it would be loaded only to be measured
      stage.replaceChildren(...slide, part);
      const full = stage.scrollHeight > stage.clientHeight;
      if (view) part.prepend(view);
      if ((full || view) && slide.length > 1) {
        slides.push(slide);
        slide = headed();
      }
      slide.push(part);
      if (view) {
        slides.push(slide);
        slide = headed();
      }
    }
    if (slide.length > 1 || !parts.length) slides.push(slide);
  }
  show(0);
}
