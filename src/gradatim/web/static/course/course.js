import { present } from "./slides.js";

// A live view in a chapter is as high as it needs to be: on a phone its parts stand one below the
// other, and the page scrolls, never a frame inside it.
const NARROW = matchMedia("(max-width: 760px)");

function fit(frame) {
  const inner = frame.contentDocument?.getElementById("view");
  frame.style.height = NARROW.matches && inner ? `${inner.scrollHeight}px` : "";
}

for (const frame of document.querySelectorAll(".live iframe")) {
  const watch = () => {
    const inner = frame.contentDocument?.getElementById("view");
    if (inner) new ResizeObserver(() => fit(frame)).observe(inner);
    fit(frame);
  };
  frame.addEventListener("load", watch);
  if (frame.contentDocument?.readyState === "complete") watch();
  NARROW.addEventListener("change", () => fit(frame));
}

const button = document.getElementById("present");
if (button) {
  button.hidden = false;
  button.addEventListener("click", () =>
    present(document.querySelector("article"), button.textContent),
  );
}
