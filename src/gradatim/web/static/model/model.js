// Sends a file, a text or a row to /answer and shows what comes back.
const part = (id) => document.getElementById(id);
const words = JSON.parse(part("model").dataset.words);

function row(name, probability) {
  const line = document.createElement("tr");
  const [label, bar, number] = [0, 1, 2].map(() => line.appendChild(document.createElement("td")));
  label.textContent = name;
  bar.appendChild(
    Object.assign(document.createElement("progress"), { value: probability, max: 1 }),
  );
  number.textContent = `${(100 * probability).toFixed(1)} %`;
  return line;
}

function show(found) {
  const classes = (one) => [one, ...one.next].map((c) => row(c.class, c.probability));
  part("said").textContent = found.error ?? found.text ?? "";
  part("answer").replaceChildren(...(found.masks ?? (found.class ? [found] : [])).flatMap(classes));
  if (found.class && !found.known) part("said").textContent = words.unknown;
  if (found.value === undefined) return;
  const [value, low, high] = [found.value, found.low, found.high].map(
    (n) => n?.toPrecision(5) ?? "∞",
  );
  part("said").textContent = `${value} (${words.between} ${low}, ${high})`;
}

async function ask(body, type) {
  part("said").textContent = "…";
  try {
    const headers = { "content-type": type };
    show(await (await fetch("/answer", { method: "POST", headers, body })).json());
  } catch (error) {
    show({ error: String(error) });
  }
}

function take(file) {
  if (!file) return;
  const image = part("shown");
  image.hidden = !file.type.startsWith("image/");
  if (!image.hidden) image.src = URL.createObjectURL(file);
  ask(file, "application/octet-stream");
}

part("file")?.addEventListener("change", (event) => take(event.target.files[0]));
part("drop")?.addEventListener("dragover", (event) => event.preventDefault());
part("drop")?.addEventListener("drop", (event) => {
  event.preventDefault();
  take(event.dataTransfer.files[0]);
});
part("ask")?.addEventListener("click", () => {
  const text = part("asked").value.trim();
  ask(text.startsWith("{") ? text : JSON.stringify(text), "application/json");
});
