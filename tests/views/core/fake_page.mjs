// Runs one view's module in node with a fake document and a fake anywidget model:
// node fake_page.mjs MODULE FIXTURE; prints what happened as one line of JSON.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const texts = [];
const sent = [];
const errors = [];
const context = new Proxy(
  {
    measureText: (s) => ({ width: 8 * String(s).length }),
    createImageData: (w, h) => ({ data: new Uint8ClampedArray(4 * w * h) }),
    fillText: (s, x, y) => {
      texts.push(String(s));
      if (!Number.isFinite(x) || !Number.isFinite(y)) errors.push(`text ${s} at ${x}, ${y}`);
    },
  },
  {
    get: (target, name) =>
      target[name] ??
      ((...a) => {
        if (a.some((v) => typeof v === "number" && !Number.isFinite(v))) {
          errors.push(`${String(name)}(${a})`);
        }
      }),
    set: () => true,
  },
);

class Fake {
  constructor(tag) {
    Object.assign(this, {
      tagName: tag.toUpperCase(),
      children: [],
      handlers: {},
      dataset: {},
      style: {},
      attributes: {},
      value: "",
      clientWidth: 900,
      clientHeight: 620,
      width: 900,
      height: 620,
    });
    this.classList = { toggle: () => {}, contains: () => false, add: () => {} };
  }
  append(...nodes) {
    this.children.push(...nodes);
  }
  replaceChildren(...nodes) {
    this.children = nodes;
  }
  setAttribute(name, value) {
    this.attributes[name] = value;
    if (name === "type") this.type = value;
  }
  addEventListener(name, f) {
    (this.handlers[name] ??= []).push(f);
  }
  removeEventListener() {}
  getContext() {
    return context;
  }
  getBoundingClientRect() {
    return { left: 0, top: 0 };
  }
  get previousElementSibling() {
    return this.before ?? new Fake("output");
  }
  all() {
    return [this, ...this.children.flatMap((c) => (c.all ? c.all() : []))];
  }
  querySelectorAll(s) {
    const key = /data-(\w+)(?:=(\w+))?/.exec(s);
    return this.all().filter((n) => key && n.attributes[`data-${key[1]}`] !== undefined);
  }
  querySelector(s) {
    const name = /name="(.+)"/.exec(s)?.[1];
    return this.all().find((n) => n.attributes.name === name);
  }
  focus() {}
  setPointerCapture() {}
  showModal() {
    this.open = true;
  }
  close() {}
  click() {}
}
const frames = [];
globalThis.document = { createElement: (tag) => new Fake(tag), activeElement: null };
globalThis.window = { devicePixelRatio: 1 };
globalThis.requestAnimationFrame = (f) => frames.push(f);
globalThis.ResizeObserver = class {
  observe() {}
  disconnect() {}
};
const stored = new Map();
Object.defineProperty(globalThis, "localStorage", {
  value: {
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, text) => stored.set(key, text),
  },
  configurable: true,
});
console.error = (error) => errors.push(String(error?.stack ?? error));
const flush = () => {
  while (frames.length) frames.shift()();
};

const fixture = JSON.parse(readFileSync(process.argv[3], "utf8"));
const root = new Fake("div");
root.closest = () => ({ lang: fixture.language });
let receive = null;
const model = {
  get: () => undefined,
  set: () => {},
  save_changes: () => {},
  on: (_, f) => (receive = f),
  off: () => {},
  send: (message) => sent.push(message),
};
const module = await import(pathToFileURL(process.argv[2]));
module.default.render({ model, el: root });
receive(fixture.hello, []);
for (const [message, buffers] of fixture.frames) {
  receive(
    message,
    buffers.map((b) => {
      const bytes = Buffer.from(b, "base64");
      return new DataView(
        bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
      );
    }),
  );
  flush();
}
const canvas = root.all().find((n) => n.tagName === "CANVAS");
const fire = (node, name, event) =>
  node.handlers[name]?.forEach((f) => f({ preventDefault() {}, ...event }));
const first = texts.length;
for (let y = 5; y < 620; y += 23) {
  for (let x = 5; x < 900; x += 23) {
    (fire(canvas, "pointermove", { clientX: x, clientY: y }), flush());
  }
}
for (let y = 5; y < 620; y += 41) {
  for (let x = 5; x < 900; x += 41) {
    fire(canvas, "pointerdown", { clientX: x, clientY: y, pointerId: 1 });
    fire(canvas, "pointermove", { clientX: x + 3, clientY: y - 6 });
    fire(canvas, "pointerup", {});
  }
}
fire(
  root.all().find((n) => n.attributes["data-choice"] === "0"),
  "click",
  {},
);
flush();
for (const key of [" ", "ArrowRight", "ArrowLeft", "ArrowUp", "r", "f", "p", "c"]) {
  fire(root.children[0], "keydown", { key, target: {} });
}
flush(); // after f the stage shows A beside B
canvas.width = 390;
canvas.height = 520; // a phone: tall
fire(canvas, "pointermove", { clientX: 1, clientY: 1 });
flush();
console.log(
  JSON.stringify({
    first,
    texts: [...new Set(texts)],
    errors: [...new Set(errors)].slice(0, 5),
    sent,
  }),
);
