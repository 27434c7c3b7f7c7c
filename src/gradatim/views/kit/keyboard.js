// The keys: first what is typed into a cell, then those of the pointer, of the view, of all views.

const TYPED_INTO = ["INPUT", "SELECT", "TEXTAREA"];

// `own` gives the view's handler for a key, if it has one; returns a function that stops listening.
export function listenToKeys(target, { actions, pointer, typed, own, busy }) {
  const shared = {
    " ": actions.toggle,
    ArrowRight: actions.step,
    ArrowLeft: actions.back,
    r: actions.reset,
    f: actions.freeze,
    p: actions.present,
    c: actions.code,
  };

  function pressed(event) {
    const tag = event.target?.tagName;
    if (event.ctrlKey || event.metaKey || event.altKey || busy()) return;
    if (TYPED_INTO.includes(tag) && event.key !== "Escape") return;
    if (tag === "BUTTON" && (event.key === " " || event.key === "Enter")) return;
    if (typed(event.key) || pointer.key(event)) return void event.preventDefault();
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const action = own(event.key) ?? shared[key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  target.addEventListener("keydown", pressed);
  return () => target.removeEventListener("keydown", pressed);
}
