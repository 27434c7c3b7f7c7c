// One exercise as its page brings it, and what the page asks the server.
import { element } from "../../views/kit/elements.js";

const here = new URL("../../lab/", import.meta.url); // where the exercises are

export const data = JSON.parse(document.getElementById("lab-data").textContent);
export const say = data.words;
export const language = document.documentElement.lang;
export const fileName = `${data.module}.py`;
export const byId = (id) => document.getElementById(id);
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
export const button = (text, onclick, more = {}) =>
  element("button", { type: "button", text, onclick, ...more });

// Throws an error with `disk` where another program wrote the file meanwhile, with `told` where the
// server refused in a sentence.
export async function call(action, fields = {}) {
  const answer = await fetch(new URL(`${data.name}/${action}?lang=${language}`, here), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(fields),
    keepalive: action === "save", // the page may be closing
  });
  const told = await answer.json().catch(() => ({ error: say.offline }));
  if (answer.status === 409) throw Object.assign(new Error("changed"), { disk: told.changed });
  if (!answer.ok) throw Object.assign(new Error(told.error ?? say.offline), { told: true });
  return told;
}

// The file on the disk, its text only where it is another than the known one.
export async function fileNow(known) {
  const answer = await fetch(new URL(`${data.name}/file?known=${known}&lang=${language}`, here));
  return answer.ok ? answer.json() : null;
}
