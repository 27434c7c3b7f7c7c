// The kit: turns a view's draw function into a widget with controls, transport, guess, code, files and A/B.
// A view is { draw(pen, picture, box, ui), keys } and speaks with its engine through the anywidget model only.
export * from "./canvas.js";
import { Pen, inset, inside, ACCENT, INK, PAPER } from "./canvas.js";

const COMMON = {
  en: {
    play: "Play",
    pause: "Pause",
    back: "Step back",
    step: "Step",
    reset: "Reset",
    speed: "Speed",
    freeze: "Freeze as A",
    thaw: "End A/B",
    file: "Use my file",
    code: "Show the code",
    presenter: "Presenter",
    stepn: "step",
    guess: "Guess first",
    discover: "What to discover",
    controls: "Controls",
    right: "Yes.",
    wrong: "Not quite.",
    locked: "answer the question to unlock",
    again: "Guess again",
    close: "Close",
    diverged: "The numbers are no longer finite: this is the last step that was.",
    rewind: "Go back 20 steps",
    seed: "Seed",
    frozen: "A, frozen",
    live: "B, live",
    same: "same settings",
    lost: "The connection is lost; trying again…",
    broken: "This picture could not be drawn.",
    toolarge: "The file is larger than 8 MB; choose a smaller one.",
    preparing: "The model is being prepared…",
    keys: "Keys: space plays, arrows step, R resets, F freezes, P presenter, C code; . goes to the next handle, Enter clicks it, G grabs it, Shift and arrows move it",
  },
  fr: {
    play: "Lancer",
    pause: "Pause",
    back: "Pas en arrière",
    step: "Un pas",
    reset: "Recommencer",
    speed: "Vitesse",
    freeze: "Figer en A",
    thaw: "Finir A/B",
    file: "Mon fichier",
    code: "Voir le code",
    presenter: "Présenter",
    stepn: "pas",
    guess: "Devinez d’abord",
    discover: "À découvrir",
    controls: "Réglages",
    right: "Oui.",
    wrong: "Pas tout à fait.",
    locked: "répondez à la question pour débloquer",
    again: "Deviner encore",
    close: "Fermer",
    diverged: "Les nombres ne sont plus finis : voici le dernier pas où ils l’étaient.",
    rewind: "Revenir 20 pas en arrière",
    seed: "Graine",
    frozen: "A, figé",
    live: "B, en direct",
    same: "mêmes réglages",
    lost: "Connexion perdue ; nouvel essai…",
    broken: "Cette image n’a pas pu être dessinée.",
    toolarge: "Le fichier dépasse 8 Mo ; choisissez-en un plus petit.",
    preparing: "Le modèle se prépare…",
    keys: "Touches : espace lance, flèches pas à pas, R recommence, F fige, P présente, C code ; . va à la poignée suivante, Entrée la clique, G la saisit, Maj et flèches la déplacent",
  },
};

// Arrays come as bytes; a quantised q of 0..255 stands for low + q (high - low) / 255.
// What is marked as the same is taken from the picture before.
export function decode(header, buffers, before = {}) {
  const picture = {};
  for (const [name, value] of Object.entries(header)) {
    if (value?.same === true) {
      picture[name] = before[name];
      continue;
    }
    if (value === null || typeof value !== "object" || !("array" in value)) {
      picture[name] = value;
      continue;
    }
    const view = buffers[value.array];
    const bytes = view.buffer.slice(view.byteOffset, view.byteOffset + view.byteLength);
    let array;
    if (value.dtype === "f4") array = new Float32Array(bytes);
    else if (value.dtype === "i4") array = new Int32Array(bytes);
    else {
      array = new Uint8Array(bytes);
      if (value.dtype === "q1") {
        const levels = array;
        const step = (value.high - value.low) / 255;
        array = new Float32Array(levels.length);
        for (let i = 0; i < levels.length; i++) array[i] = value.low + levels[i] * step;
      }
    }
    array.shape = value.shape;
    picture[name] = array;
  }
  return picture;
}

// element("button.primary", { text, onclick, ... }, child, ...)
export function element(kind, settings = {}, ...children) {
  const [tag, ...classes] = kind.split(".");
  const node = document.createElement(tag);
  if (classes.length) node.className = classes.join(" ");
  for (const [name, value] of Object.entries(settings)) {
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (typeof value === "boolean") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

export const toSlider = (c, v) =>
  c.log
    ? (Math.log(v / c.low) / Math.log(c.high / c.low)) * 1000
    : c.integer
      ? v
      : ((v - c.low) / (c.high - c.low)) * 1000;
export const fromSlider = (c, s) => {
  if (c.integer && !c.log) return Math.round(s);
  const v = c.log
    ? c.low * Math.pow(c.high / c.low, s / 1000)
    : c.low + ((c.high - c.low) * s) / 1000;
  return Math.min(c.high, Math.max(c.low, c.integer ? Math.round(v) : Number(v.toPrecision(3))));
};

// A button on the canvas; `on` marks the chosen one of a few.
export function press(pen, ui, box, text, click, on = false) {
  pen.rect(box, {
    fill: on ? ACCENT : PAPER,
    stroke: on ? ACCENT : "#aab3bf",
    width: 1.2,
    round: 7,
  });
  pen.text(text, box.x + box.w / 2, box.y + box.h / 2, {
    size: 15,
    weight: 600,
    align: "center",
    colour: on ? PAPER : INK,
    max: box.w - 10,
  });
  ui.hot(box, { click });
}

// Such buttons in a row from the left of a box; narrower where it is narrow.
export function presses(pen, ui, box, list) {
  const gap = 6 * pen.scale;
  const widths = list.map(([text]) => pen.width(text, 15, 600) + 20 * pen.scale);
  const share = Math.min(1, (box.w - gap * (list.length - 1)) / widths.reduce((a, b) => a + b, 0));
  let x = box.x;
  list.forEach(([text, click, on], i) => {
    press(pen, ui, { x, y: box.y, w: widths[i] * share, h: box.h }, text, click, on);
    x += widths[i] * share + gap;
  });
}

export const view = (spec) => ({ render: ({ model, el }) => mount(spec, model, el) });

function mount(spec, model, el) {
  const language = (
    (el.closest && el.closest("[lang]")?.lang) ||
    navigator.language ||
    "en"
  ).startsWith("fr")
    ? "fr"
    : "en";
  const say = COMMON[language];
  const page = Boolean(model.get("page"));
  const s = {
    hello: null,
    words: null,
    values: {},
    picture: null,
    frozen: null,
    playing: false,
    pending: 0,
    pictures: 0,
    hots: [],
    at: null,
    drag: null,
    guessed: null,
  };
  const send = (type, fields = {}, buffers = []) =>
    model.send({ type, ...fields }, undefined, buffers);
  const store = (name, value) => {
    try {
      return value === undefined ? localStorage.getItem(name) : localStorage.setItem(name, value);
    } catch {
      return null;
    }
  };

  const button = (name, icon, action, key = "") =>
    element("button", {
      type: "button",
      title: say[name] + (key ? ` (${key})` : ""),
      "aria-label": say[name],
      "data-do": name,
      text: icon,
      onclick: action,
    });
  const canvas = element("canvas", { tabindex: "0", role: "img", "aria-label": "…" });
  const banner = element("div.gd-banner", { role: "status", hidden: true });
  const counter = element("output.gd-count", { "aria-live": "off" });
  const playButton = button("play", "▶", () => toggle(), "space");
  const speed = element(
    "select",
    {
      "aria-label": say.speed,
      title: say.speed,
      onchange: () => send("speed", { value: Number(speed.value) }),
    },
    ...[0.1, 0.25, 1, 4, 16].map((v) =>
      element("option", { value: String(v), text: `× ${v}`, selected: v === 1 }),
    ),
  );
  const freeze = button("freeze", say.freeze, () => freezeNow(), "F");
  const picker = element("input", {
    type: "file",
    hidden: true,
    tabindex: "-1",
    "aria-label": say.file,
    onchange: () => {
      upload(picker.files[0]);
      picker.value = "";
    },
  });
  const fileButton = button("file", say.file, () => picker.click());
  const bar = element(
    "div.gd-bar",
    { role: "toolbar", "aria-label": say.controls, title: say.keys },
    button("reset", "⟲", () => send("reset"), "R"),
    button("back", "◀", () => send("rewind", { k: 1 }), "←"),
    playButton,
    button("step", "▶▏", () => send("step", { n: 1 }), "→"),
    counter,
    speed,
    element("span.gd-grow"),
    freeze,
    fileButton,
    picker,
    button("code", say.code, () => send("code"), "C"),
    button("presenter", say.presenter, () => present(), "P"),
  );
  const guess = element("section.gd-guess");
  const controls = element("section.gd-controls", { "aria-label": say.controls });
  const discover = element("section.gd-discover");
  const side = element("div.gd-side", {}, guess, controls, discover);
  const dialog = element("dialog.gd-code", { "aria-label": say.code });
  const stage = element("div.gd-stage", {}, canvas, banner);
  const root = element("div.gd", { "data-pictures": "0" }, stage, bar, side, dialog);
  if (spec.phone) root.style?.setProperty?.("--phone", `${spec.phone * 100}vw`);
  el.append(root);
  setTimeout(() => {
    if (!s.picture) notify(say.preparing);
  }, 400);
  if (model.get("presenter")) root.classList.add("gd-presenter"); // drawn when all below is set up

  function present() {
    root.classList.toggle("gd-presenter");
    resize();
  }
  function toggle() {
    send(s.playing ? "pause" : "play");
  }
  function freezeNow() {
    s.frozen = s.frozen ? null : s.picture && { picture: s.picture, values: s.values };
    freeze.textContent = s.frozen ? say.thaw : say.freeze;
    paint();
  }
  async function upload(file) {
    if (!file) return;
    if (file.size > 8e6) return void notify(say.toolarge);
    send("file", { name: file.name }, [new DataView(await file.arrayBuffer())]);
  }
  function notify(text, action = null) {
    banner.replaceChildren(
      element("span", { text }),
      ...(action ? [action] : []),
      element("button", {
        type: "button",
        "aria-label": say.close,
        text: "✕",
        onclick: () => (banner.hidden = true),
      }),
    );
    banner.hidden = !text;
  }
  function showCode(parts) {
    const blocks = parts.flatMap((part) => [
      element("h3", { text: `${part.where}, line ${part.line}` }),
      element("pre", { tabindex: "0" }, element("code", { text: part.text })),
    ]);
    dialog.replaceChildren(
      element("button", { type: "button", text: say.close, onclick: () => dialog.close() }),
      ...blocks,
    );
    dialog.showModal();
  }

  const ui = {
    t: (key, ...filled) =>
      filled.reduce(
        (text, item, i) => text.replaceAll(`{${i}}`, item),
        s.words?.labels?.[key] ?? key,
      ),
    option: (name, value) => s.words?.options?.[name]?.[value] ?? value,
    set: (name, value) => send("set", { name, value }),
    act: (name, value = null) => send("act", { name, value }),
    hot: (box, handlers) => s.hots.push({ box, ...handlers }),
    repaint: () => paint(),
    memory: {},
    send,
    get hover() {
      return s.at;
    },
  };

  // Controls ------------------------------------------------------------------------------------
  function build() {
    const { words } = s;
    const key = words.guess.key;
    canvas.setAttribute("aria-label", words.alt);
    fileButton.hidden = !s.hello.accepts;
    picker.setAttribute("accept", s.hello.accepts);
    for (const node of [
      playButton,
      speed,
      counter,
      ...(bar.querySelectorAll?.("[data-do=step],[data-do=back]") ?? []),
    ]) {
      node.hidden = s.hello.pace === 0;
    }
    discover.replaceChildren(
      element("h2", { text: say.discover }),
      element("ul", {}, ...words.discover.map((text) => element("li", { text }))),
    );
    const rows = Object.entries(s.hello.controls)
      .filter(([, c]) => !c.hidden)
      .map(([name, c]) => row(name, c, name === key));
    controls.replaceChildren(element("h2", { text: say.controls }), ...rows);
    controls.className = rows.length > 6 ? "gd-controls gd-dense" : "gd-controls";
    s.guessed = store(`gradatim.guess.${s.hello.view}`);
    ask();
  }
  function ask() {
    const { question, choices, answer, because, key } = s.words.guess;
    const done = s.guessed !== null;
    const verdict = element("p.gd-verdict", {
      text: done ? `${Number(s.guessed) === answer ? say.right : say.wrong} ${because}` : "",
    });
    const options = choices.map((text, i) =>
      element("button", {
        type: "button",
        text,
        disabled: done,
        "data-choice": String(i),
        "aria-pressed": String(done && Number(s.guessed) === i),
        onclick: () => {
          s.guessed = String(i);
          store(`gradatim.guess.${s.hello.view}`, s.guessed);
          ask();
        },
      }),
    );
    guess.replaceChildren(
      element("h2", { text: say.guess }),
      element("p", { text: question }),
      ...(done ? [verdict] : [element("div.gd-choices", {}, ...options)]),
    );
    for (const input of controls.querySelectorAll?.("[data-key]") ?? []) {
      input.disabled = !done;
      input.title = done ? "" : say.locked;
    }
    ui.unlocked = done;
    if (done && key) root.classList.add("gd-unlocked");
    paint();
  }
  function row(name, c, isKey) {
    const label = s.words.controls[name] ?? (name === "seed" ? say.seed : name);
    const id = `gd-${s.hello.view}-${name}`;
    const marks = { id, name, ...(isKey ? { "data-key": "1" } : {}) };
    let input;
    let shown = "";
    if (c.kind === "number" && name !== "seed") {
      const whole = c.integer && !c.log;
      shown = element("output", { for: id });
      input = element("input", {
        ...marks,
        type: "range",
        min: String(whole ? c.low : 0),
        max: String(whole ? c.high : 1000),
        step: "1",
        oninput: () => {
          const value = fromSlider(c, Number(input.value));
          s.values[name] = value;
          shown.textContent = String(value);
          ui.set(name, value);
        },
      });
    } else if (c.kind === "number") {
      input = element("input", {
        ...marks,
        type: "number",
        min: String(c.low),
        max: String(c.high),
        onchange: () => ui.set(name, Number(input.value)),
      });
    } else if (c.kind === "choice") {
      input = element(
        "select",
        { ...marks, onchange: () => ui.set(name, input.value) },
        ...c.options.map((o) => element("option", { value: o, text: ui.option(name, o) })),
      );
    } else if (c.kind === "flag") {
      input = element("input", {
        ...marks,
        type: "checkbox",
        onchange: () => ui.set(name, input.checked),
      });
    } else {
      input = element("input", {
        ...marks,
        type: "text",
        maxlength: String(c.max_length),
        onchange: () => ui.set(name, input.value),
      });
    }
    const wide =
      c.kind === "choice" && c.options.some((o) => ui.option(name, o).length > 15)
        ? ".gd-wide"
        : "";
    return element(
      `div.gd-row.gd-${c.kind}${wide}`,
      {},
      element("label", { for: id, text: label }),
      shown,
      input,
    );
  }
  function showValues() {
    for (const [name, c] of Object.entries(s.hello.controls)) {
      const input = c.hidden ? null : root.querySelector?.(`[name="${name}"]`);
      const value = s.values[name];
      if (!input) continue;
      if (c.kind === "flag") input.checked = value;
      else if (input.type !== "range") {
        if (input !== document.activeElement) input.value = String(value);
      } else if (input !== document.activeElement || fromSlider(c, Number(input.value)) !== value) {
        input.value = String(toSlider(c, value));
      }
      if (input.type === "range") input.previousElementSibling.textContent = String(value);
    }
  }

  // Drawing -------------------------------------------------------------------------------------
  let wanted = false;
  function paint() {
    if (wanted) return;
    wanted = true;
    requestAnimationFrame(() => {
      wanted = false;
      draw();
    });
  }
  function draw() {
    if (!s.picture || !s.hello) return;
    const presenting = root.classList.contains("gd-presenter");
    const ratio = window.devicePixelRatio || 1;
    const c = canvas.getContext("2d", { alpha: false });
    const scale = presenting ? 1.3 : 1;
    const pen = new Pen(c, scale);
    const whole = { x: 0, y: 0, w: canvas.width / ratio, h: canvas.height / ratio };
    c.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.rect(whole, { fill: PAPER });
    s.hots = [];
    try {
      if (s.frozen) {
        const down = whole.h > whole.w;
        const half = down ? { ...whole, h: whole.h / 2 } : { ...whole, w: whole.w / 2 };
        const other = down ? { ...half, y: half.h } : { ...half, x: half.w };
        part(pen, s.frozen.picture, s.frozen.values, half, say.frozen);
        s.hots = [];
        part(pen, s.picture, s.values, other, `${say.live} · ${difference()}`);
        pen.line(
          down
            ? [
                [0, half.h],
                [whole.w, half.h],
              ]
            : [
                [half.w, 0],
                [half.w, whole.h],
              ],
          { colour: "#aeb7c2", width: 2 },
        );
      } else part(pen, s.picture, s.values, whole, "");
    } catch (error) {
      console.error(error);
      notify(say.broken);
    }
    if (s.keyed && s.at) {
      pen.dot(s.at.x, s.at.y, 9, { fill: "#ffffff00", stroke: "#2a7de1", width: 3 });
    }
    if (!s.pending) return;
    send("drawn", { id: s.pending });
    s.pending = 0;
    s.pictures += 1;
    root.dataset.pictures = String(s.pictures);
  }
  function part(pen, picture, values, box, label) {
    if (label) pen.text(label, box.x + 14, box.y + 16, { weight: 700, max: box.w - 28 });
    pen.c.save();
    spec.draw(
      pen,
      picture,
      inset(box, 12, label ? 32 : 12, 12, 12),
      Object.assign(ui, { values, scale: pen.scale, frozen: picture === s.frozen?.picture }),
    );
    pen.c.restore();
  }
  function difference() {
    const names = Object.keys(s.hello.controls).filter(
      (n) => JSON.stringify(s.values[n]) !== JSON.stringify(s.frozen.values[n]),
    );
    return (
      names
        .map(
          (n) =>
            `${s.words.controls[n] ?? n}${typeof s.values[n] === "object" ? "" : ` ${s.values[n]}`}`,
        )
        .join(", ") || say.same
    );
  }
  function resize() {
    const ratio = window.devicePixelRatio || 1;
    const w = Math.round(stage.clientWidth * ratio);
    const h = Math.round(stage.clientHeight * ratio);
    if (w && h && (canvas.width !== w || canvas.height !== h)) {
      canvas.width = w;
      canvas.height = h;
    }
    paint();
  }
  const watcher = new ResizeObserver(resize);
  watcher.observe(stage);

  // Messages ------------------------------------------------------------------------------------
  function receive(message, buffers = []) {
    if (message.type === "hello") {
      s.hello = message;
      s.words = { ...message.words[language] };
      s.values = message.values;
      build();
      showValues();
      resize();
    } else if (message.type === "picture" && s.hello) {
      // one that came before is sent again after
      if (!s.picture) banner.hidden = true;
      s.picture = decode(message.data, buffers, s.picture ?? {});
      s.pending = message.id;
      s.playing = message.playing;
      if (message.values) {
        s.values = message.values;
        s.told = (s.told ?? 0) + 1;
        showValues();
      }
      const icon = s.playing ? "❚❚" : "▶";
      const count = `${say.stepn} ${s.picture.step}`;
      if (playButton.textContent !== icon) {
        // what stays the same is not laid out again
        playButton.textContent = icon;
        playButton.setAttribute("aria-label", s.playing ? say.pause : say.play);
      }
      if (counter.textContent !== count) counter.textContent = count;
      root.dataset.told = String(s.told);
      root.dataset.step = String(s.picture.step);
      root.dataset.playing = String(s.playing);
      if (s.picture.diverged && !s.warned) {
        notify(
          say.diverged,
          element("button.primary", {
            type: "button",
            text: say.rewind,
            onclick: () => {
              send("rewind", { k: 20 });
              banner.hidden = true;
            },
          }),
        );
      } else if (s.picture.notice && s.picture.notice !== s.noticed) notify(s.picture.notice);
      s.warned = s.picture.diverged;
      s.noticed = s.picture.notice;
      paint();
    } else if (message.type === "error") notify(message.text);
    else if (message.type === "code") showCode(message.parts);
    else if (message.type === "lost") notify(say.lost);
    else if (message.type === "found") banner.hidden = true;
  }

  // Pointer and keys ----------------------------------------------------------------------------
  const place = (event) => {
    const r = canvas.getBoundingClientRect();
    return { x: event.clientX - r.left, y: event.clientY - r.top };
  };
  const find = (at, what) =>
    [...s.hots]
      .reverse()
      .find((hot) => inside(hot.box, at.x, at.y) && what.some((name) => hot[name]));
  canvas.addEventListener("pointerdown", (event) => {
    const at = place(event);
    const hot = find(at, ["click", "drag"]);
    s.at = at;
    if (!hot) return;
    event.preventDefault();
    canvas.focus({ preventScroll: true });
    if (hot.click) hot.click(at, event);
    s.down = hot.tap ? { at, tap: hot.tap } : null; // a tap is a press that is let go where it began
    if (hot.drag) {
      s.drag = hot.drag;
      canvas.setPointerCapture(event.pointerId);
    }
  });
  canvas.addEventListener("pointermove", (event) => {
    s.keyed = false;
    s.at = place(event);
    if (s.drag && !(s.down && Math.hypot(s.at.x - s.down.at.x, s.at.y - s.down.at.y) < 5)) {
      s.drag(s.at);
    }
    const hot = find(s.at, ["click", "drag"]);
    canvas.style.cursor = hot ? (hot.drag ? "grab" : "pointer") : "default";
    paint();
  });
  canvas.addEventListener("pointerup", (event) => {
    const at = place(event);
    const near = s.down && Math.hypot(at.x - s.down.at.x, at.y - s.down.at.y) < 5;
    s.drag = null;
    if (near) s.down.tap(at, event);
    s.down = null;
  });
  canvas.addEventListener("pointerleave", () => {
    s.at = null;
    paint();
  });
  // The pointer without a mouse: from handle to handle, or by arrows; true when the key was for it.
  function pointed(event) {
    const by =
      event.shiftKey &&
      { ArrowLeft: [-6, 0], ArrowRight: [6, 0], ArrowUp: [0, -6], ArrowDown: [0, 6] }[event.key];
    const on = s.keyed && s.at;
    if (event.key === "." && s.hots.length) {
      s.turn = ((s.turn ?? -1) + 1) % s.hots.length;
      const { box } = s.hots[s.turn];
      s.at = { x: box.x + box.w / 2, y: box.y + box.h / 2 };
      s.drag = null;
    } else if (by) {
      s.at = {
        x: (s.at?.x ?? stage.clientWidth / 2) + by[0],
        y: (s.at?.y ?? stage.clientHeight / 2) + by[1],
      };
      s.drag?.(s.at);
    } else if (on && event.key === "Enter") {
      const hot = find(s.at, ["click", "tap"]);
      (hot?.tap ?? hot?.click)?.(s.at, event);
    } else if (on && event.key === "g") {
      s.drag = s.drag ? null : (find(s.at, ["drag"])?.drag ?? null);
    } else if (on && event.key === "Escape") s.at = s.drag = null;
    else return false;
    s.keyed = true;
    paint();
    return true;
  }
  function keyed(event) {
    const tag = event.target?.tagName;
    const typing = tag === "INPUT" || tag === "SELECT" || tag === "TEXTAREA";
    if (
      event.ctrlKey ||
      event.metaKey ||
      event.altKey ||
      dialog.open ||
      (typing && event.key !== "Escape")
    ) {
      return;
    }
    if (tag === "BUTTON" && (event.key === " " || event.key === "Enter")) return;
    if (pointed(event)) return void event.preventDefault();
    const own = s.picture && spec.keys?.[event.key];
    const known = own
      ? () => own(s.picture, ui)
      : {
          " ": toggle,
          ArrowRight: () => send("step", { n: 1 }),
          ArrowLeft: () => send("rewind", { k: 1 }),
          r: () => send("reset"),
          f: freezeNow,
          p: present,
          c: () => send("code"),
        }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!known) return;
    event.preventDefault();
    known();
  }
  const listens = page ? document : root;
  listens.addEventListener("keydown", keyed);
  model.on("msg:custom", receive);
  send("ready");
  return () => {
    watcher.disconnect();
    listens.removeEventListener("keydown", keyed);
    model.off?.("msg:custom", receive);
  };
}
