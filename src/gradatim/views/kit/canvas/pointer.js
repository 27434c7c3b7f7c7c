// The pointer over the canvas, moved by mouse, finger or keys, and the regions that answer to it.
import { inside } from "./boxes.js";

const TAP = 5; // pixels that a finger may slip and still tap
const HANDLE = 64; // pixels: what is larger is a figure, over which a swipe scrolls the page
const ARROWS = { ArrowLeft: [-6, 0], ArrowRight: [6, 0], ArrowUp: [0, -6], ArrowDown: [0, 6] };

// A region is a box with handlers: click(at, event) when pressed, drag(at) while held, and
// tap(at, event) when let go where it was pressed. `hold`: a finger on it never scrolls the page.
export function createPointer(canvas, paint) {
  let regions = [];
  let at = null; // where the pointer is
  let drag = null; // the handler of what is held
  let pressed = null; // { at, tap } while a region with a tap is held
  let byKeys = false;
  let visited = -1; // number of the region that "." went to last

  const place = (event) => {
    const r = canvas.getBoundingClientRect();
    return { x: event.clientX - r.left, y: event.clientY - r.top };
  };
  // The region drawn last lies on top.
  const find = (...handlers) =>
    regions.findLast((r) => inside(r.box, at.x, at.y) && handlers.some((name) => r[name]));
  const slipped = () => Math.hypot(at.x - pressed.at.x, at.y - pressed.at.y) >= TAP;

  // A finger on a handle moves it; elsewhere the browser may take the swipe to scroll.
  canvas.addEventListener(
    "touchstart",
    (event) => {
      at = place(event.touches[0]);
      const region = find("click", "drag");
      if (region?.drag && (region.hold || region.box.h <= HANDLE)) event.preventDefault();
    },
    { passive: false },
  );
  canvas.addEventListener("pointerdown", (event) => {
    at = place(event);
    const region = find("click", "drag");
    if (!region) return;
    const finger = event.pointerType === "touch";
    if (!finger) event.preventDefault();
    canvas.focus({ preventScroll: true });
    // A finger that begins to scroll must not click: it clicks when it is let go.
    const tap = region.tap ?? (finger && region.click);
    if (tap !== region.click) region.click?.(at, event);
    pressed = tap ? { at, tap } : null;
    if (!region.drag) return;
    drag = region.drag;
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    byKeys = false;
    at = place(event);
    if (drag && !(pressed && !slipped())) drag(at);
    const region = find("click", "drag");
    const cursor = region?.drag ? "grab" : "pointer";
    canvas.style.cursor = region ? cursor : "default";
    paint();
  });
  canvas.addEventListener("pointerup", (event) => {
    at = place(event);
    drag = null;
    if (pressed && !slipped()) pressed.tap(at, event);
    pressed = null;
  });
  canvas.addEventListener("pointercancel", () => {
    drag = null; // the browser scrolls
    pressed = null;
  });
  canvas.addEventListener("pointerleave", () => {
    at = null;
    paint();
  });

  // Moves the pointer without a mouse; true when the key was for it.
  function key(event) {
    const by = event.shiftKey && ARROWS[event.key];
    const placed = byKeys && at;
    if (event.key === "." && regions.length) {
      visited = (visited + 1) % regions.length;
      const { box } = regions[visited];
      at = { x: box.x + box.w / 2, y: box.y + box.h / 2 };
      drag = null;
    } else if (by) {
      const from = at ?? { x: canvas.clientWidth / 2, y: canvas.clientHeight / 2 };
      at = { x: from.x + by[0], y: from.y + by[1] };
      drag?.(at);
    } else if (placed && event.key === "Enter") {
      const region = find("click", "tap");
      (region?.tap ?? region?.click)?.(at, event);
    } else if (placed && event.key === "g") {
      drag = drag ? null : (find("drag")?.drag ?? null);
    } else if (placed && event.key === "Escape") {
      at = null;
      drag = null;
    } else return false;
    byKeys = true;
    paint();
    return true;
  }

  return {
    key,
    add: (box, handlers) => regions.push({ box, ...handlers }),
    clear: () => (regions = []),
    get at() {
      return at;
    },
    // The mouse has its own arrow; a pointer moved by keys is drawn.
    get drawn() {
      return byKeys ? at : null;
    },
  };
}
