// A recorded view: the widget of the live view, fed with the messages that its engine once sent.
const place = document.getElementById("view");
const RATE = 10; // frames per second
const listeners = new Set();

const recorded = await fetch(place.dataset.replay).then((answer) => answer.arrayBuffer());
const messages = [];
for (let at = 0; at < recorded.byteLength;) {
  const length = new DataView(recorded).getUint32(at, true);
  messages.push(unpack(recorded.slice(at + 4, at + 4 + length)));
  at += 4 + length;
}
const [hello, code, ...frames] = messages;

function unpack(data) {
  const length = new DataView(data).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(data, 4, length)));
  let at = 4 + length + ((4 - (length % 4)) % 4);
  const buffers = header.sizes.map((size) => {
    const view = new DataView(data, at, size);
    at += size + ((4 - (size % 4)) % 4);
    return view;
  });
  return [header, buffers];
}

// What a frame marks as the same as before is looked up, so that any frame can be shown next.
function whole(index) {
  const [header, buffers] = frames[index];
  const data = { ...header.data };
  const all = [...buffers];
  for (const [name, value] of Object.entries(data)) {
    if (value?.same !== true) continue;
    let at = index;
    while (frames[at][0].data[name]?.same === true) at -= 1;
    const [source, parts] = frames[at];
    data[name] = { ...source.data[name], array: all.length };
    all.push(parts[source.data[name].array]);
  }
  return [data, all];
}

let now = 0;
let sent = 0;
let playing = false;
let timer = 0;
let speed = 1;

const tell = (message, buffers = []) => listeners.forEach((hear) => hear(message, buffers));

function show(index) {
  now = Math.min(frames.length - 1, Math.max(0, index));
  if (now === frames.length - 1) playing = false;
  const [data, buffers] = whole(now);
  sent += 1;
  tell({ type: "frame", id: sent, playing, data, values: hello[0].values }, buffers);
}

function follow() {
  clearTimeout(timer);
  if (!playing) return;
  show(now + 1);
  timer = setTimeout(follow, 1000 / (RATE * speed));
}

const acts = {
  ready: () => {
    tell(hello[0]);
    show(0);
  },
  play: () => {
    playing = frames.length > 1;
    if (now === frames.length - 1) now = -1;
    follow();
  },
  pause: () => {
    playing = false;
    show(now);
  },
  step: () => show(now + 1),
  rewind: ({ k }) => show(now - (k ?? 1)),
  reset: () => show(0),
  speed: ({ value }) => (speed = value),
  code: () => tell(code[0]),
  drawn: () => {},
};
const model = {
  get: (what) => what === "page",
  set: () => {},
  save_changes: () => {},
  on: (_, hear) => listeners.add(hear),
  off: (_, hear) => listeners.delete(hear),
  send: (message) => {
    const act = acts[message.type] ?? (() => tell({ type: "error", text: place.dataset.told }));
    queueMicrotask(() => act(message)); // after the widget has done what it is doing
  },
};

const widget = await import(new URL(`../../views/${place.dataset.view}/view.js`, import.meta.url));
widget.default.render({ model, el: place });
