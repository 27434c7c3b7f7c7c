// The visitor's own files, chosen with a button or dropped onto the view: one, or a run's folder.
import { element } from "./elements.js";

const LARGEST = 8e6; // bytes; uploads.py refuses more
const OF_A_RUN = /\.(json|safetensors|txt)$/; // what uploads.py keeps of a folder

export function createOwnFiles({ say, send, notify }) {
  const picker = (label, settings, take) => {
    const input = element("input", {
      type: "file",
      hidden: true,
      tabindex: "-1",
      "aria-label": label,
      ...settings,
      onchange: () => {
        take([...input.files]);
        input.value = ""; // so that the same file may be chosen again
      },
    });
    return input;
  };
  const file = picker(say.file, {}, ([chosen]) => takeFile(chosen));
  // Of the folder itself, not of the folders in it: those hold what is needed to resume.
  const folder = picker(say.run, { webkitdirectory: "" }, (chosen) =>
    takeFolder(
      chosen[0]?.webkitRelativePath.split("/")[0],
      chosen.filter((one) => one.webkitRelativePath.split("/").length === 2),
    ),
  );
  const bytes = async (one) => new DataView(await one.arrayBuffer());

  async function takeFile(chosen) {
    if (!chosen) return;
    if (chosen.size > LARGEST) notify(say.toolarge);
    else send("file", { name: chosen.name }, [await bytes(chosen)]);
  }

  async function takeFolder(name, files) {
    const kept = files.filter((one) => OF_A_RUN.test(one.name));
    if (kept.reduce((sum, one) => sum + one.size, 0) > LARGEST) return void notify(say.largerun);
    const names = kept.map((one) => one.name);
    send("folder", { name, names }, await Promise.all(kept.map(bytes)));
  }

  async function drop(event) {
    const entry = event.dataTransfer.items[0]?.webkitGetAsEntry?.();
    if (!entry?.isDirectory) return takeFile(event.dataTransfer.files[0]);
    return takeFolder(entry.name, await filesIn(entry));
  }

  // A browser opens what is dropped in place of the page, unless it is told not to.
  function listen(node) {
    const withFiles = (event) => event.dataTransfer?.types.includes("Files");
    const mark = (on) => node.classList.toggle("gd-dropping", on);
    node.addEventListener("dragover", (event) => {
      if (!withFiles(event)) return;
      event.preventDefault();
      mark(true);
    });
    node.addEventListener("dragleave", (event) => {
      if (!node.contains(event.relatedTarget)) mark(false);
    });
    node.addEventListener("drop", (event) => {
      if (!withFiles(event)) return;
      event.preventDefault();
      mark(false);
      drop(event);
    });
  }

  return { file, folder, listen };
}

// The files of a dropped folder; a reader gives at most a hundred at a time.
async function filesIn(entry) {
  const reader = entry.createReader();
  const found = [];
  for (let more = null; more === null || more.length; found.push(...more)) {
    more = await new Promise((done, failed) => reader.readEntries(done, failed));
  }
  const files = found.filter((one) => one.isFile);
  return Promise.all(files.map((one) => new Promise((done, failed) => one.file(done, failed))));
}
