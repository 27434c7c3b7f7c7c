// The host: gives a view's widget the anywidget model it expects, over one binary WebSocket.
// On an exercise's page (data-lab) the view runs on the learner's own function.
const root = new URL("..", import.meta.url); // a proxy may put the server below a prefix
const place = document.getElementById("view");
const name = place.dataset.view;
const lab = place.dataset.lab;
const query = new URLSearchParams(location.search);
const language = document.documentElement.lang;
const listeners = new Set();
const waiting = [];
let socket = null;
let key = "";
let delay = 300;
let closed = false;

function pack(message, buffers) {
  const header = new TextEncoder().encode(
    JSON.stringify({ ...message, sizes: buffers.map((b) => b.byteLength) }),
  );
  const padded = (n) => n + ((4 - (n % 4)) % 4);
  const bytes = new Uint8Array(
    4 + padded(header.length) + buffers.reduce((sum, b) => sum + padded(b.byteLength), 0),
  );
  new DataView(bytes.buffer).setUint32(0, header.length, true);
  bytes.set(header, 4);
  let at = 4 + padded(header.length);
  for (const b of buffers) {
    bytes.set(new Uint8Array(b.buffer, b.byteOffset, b.byteLength), at);
    at += padded(b.byteLength);
  }
  return bytes;
}

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

const model = {
  get: (what) => ({ page: !lab, presenter: query.get("presenter") === "1" })[what],
  set: () => {},
  save_changes: () => {},
  on: (_, callback) => listeners.add(callback),
  off: (_, callback) => listeners.delete(callback),
  send(message, _, buffers = []) {
    const data = pack(message, buffers);
    if (socket?.readyState === WebSocket.OPEN) socket.send(data);
    else if (message.type !== "drawn" && message.type !== "ready" && waiting.length < 50) {
      waiting.push(data);
    }
  },
};
const tell = (message, buffers = []) => {
  listeners.forEach((listener) => listener(message, buffers));
  place.dispatchEvent(new CustomEvent("told", { detail: message }));
};
// Kept with the other progress; an exercise's view asks nothing.
place.addEventListener("guessed", () =>
  fetch(new URL(`guessed/${name}`, root), { method: "POST", keepalive: true }).catch(() => {}),
);
place.addEventListener("again", () => model.send({ type: "reset" }));

// The address follows at most five times per second: browsers stop pages that change it more often.
let remembered = 0;
let later = 0;
function remember(address) {
  clearTimeout(later);
  const wait = remembered + 200 - performance.now();
  if (wait > 0) {
    later = setTimeout(remember, wait, address);
    return;
  }
  remembered = performance.now();
  const next = new URLSearchParams({
    lang: language,
    ...(query.get("presenter") ? { presenter: "1" } : {}),
    ...(query.get("embed") ? { embed: "1" } : {}),
    ...(query.get("of") ? { of: query.get("of") } : {}),
    ...(query.get("lesson") ? { lesson: query.get("lesson") } : {}),
    ...address,
  });
  history.replaceState(null, "", `?${next}${location.hash}`);
  const other = new URLSearchParams(next);
  other.set("lang", language === "en" ? "fr" : "en");
  const link = document.getElementById("language"); // a view inside a chapter has none
  if (link) link.href = `?${other}`;
}

function connect() {
  const state = new URLSearchParams(location.search);
  state.delete("token");
  state.set("view", lab ?? name);
  state.set("key", key);
  state.set("lang", language); // of what a program that is dropped is told
  const address = new URL(`${lab ? "lab/" : ""}live?${state}`, root);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  socket = new WebSocket(address);
  socket.binaryType = "arraybuffer";
  socket.onopen = () => {
    delay = 300;
    tell({ type: "found" });
    model.send({ type: "ready" });
    for (const data of waiting.splice(0)) socket.send(data);
  };
  socket.onmessage = (event) => {
    const [message, buffers] = unpack(event.data);
    if (message.type === "key") {
      key = message.key;
      return;
    }
    if (message.address) remember(message.address);
    tell(message, buffers);
  };
  socket.onclose = (event) => {
    if (closed || event.code === 1008 || event.code === 1013) return;
    tell({ type: "lost" });
    setTimeout(connect, delay);
    delay = Math.min(5000, delay * 2);
  };
}
addEventListener("pagehide", () => {
  closed = true;
  model.send({ type: "pause" }); // nothing trains for a page that nobody sees
  socket?.close();
});
addEventListener("pageshow", (event) => {
  if (event.persisted) {
    closed = false;
    connect();
  }
});

connect();
const widget = await import(new URL(`views/${name}/view.js`, root));
widget.default.render({ model, el: place });
