// Python source as spans of color: for the editor and for our solution.
import { element } from "../../views/kit/elements.js";

const KEYWORDS = [
  "False None True and as assert async await break class continue def del elif else except finally",
  "for from global if import in is lambda nonlocal not or pass raise return try while with yield",
  "match case",
].flatMap((line) => line.split(" "));
// Each kind of token as a group; what matches first wins, so a # inside a string is not a comment.
const KINDS = ["string", "comment", "name", "keyword", "number"];
const STRING = [
  String.raw`"""[\s\S]*?(?:"""|$)`,
  String.raw`'''[\s\S]*?(?:'''|$)`,
  String.raw`"(?:\\.|[^"\\\n])*"?`,
  String.raw`'(?:\\.|[^'\\\n])*'?`,
].join("|");
const TOKEN = new RegExp(
  [
    `(${STRING})`,
    "(#.*)",
    String.raw`(?<=\b(?:def|class) +)(\w+)`,
    String.raw`\b(${KEYWORDS.join("|")})\b`,
    String.raw`\b(\d[\w.]*)`,
  ].join("|"),
  "g",
);

export function highlighted(text) {
  const parts = [];
  let at = 0;
  for (const found of text.matchAll(TOKEN)) {
    const kind = KINDS[found.slice(1).findIndex((group) => group !== undefined)];
    parts.push(text.slice(at, found.index), element(`span.py-${kind}`, { text: found[0] }));
    at = found.index + found[0].length;
  }
  return [...parts, text.slice(at)];
}
