// The search of the book: every word must occur, in the title better than in the text.
const place = document.querySelector("search");
const MOST = 12;

const plain = (text) =>
  text
    .normalize("NFD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();

function scoreOf(entry, words, question) {
  const title = (entry.title ??= plain(entry.t));
  const text = (entry.text ??= plain(entry.x));
  let score = title.includes(question) ? 10 : 0;
  for (const word of words) {
    if (title.includes(word)) score += 10;
    else if (text.includes(word)) score += 2;
    else return 0;
  }
  if (!entry.x) score /= 8; // a name of the reference comes after what explains
  return score / (1 + title.length / 200); // short titles before long ones
}

function find(entries, question) {
  const asked = plain(question);
  const words = asked.split(/\s+/).filter(Boolean);
  return entries
    .map((entry) => [scoreOf(entry, words, asked), entry])
    .filter(([score]) => score > 0)
    .sort((a, b) => b[0] - a[0])
    .map(([, entry]) => entry);
}

function excerpt({ x, text }, question) {
  const at = Math.max(0, text.indexOf(plain(question).split(/\s+/)[0]) - 40);
  return (at ? "… " : "") + x.slice(at, at + 130) + (x.length > at + 130 ? " …" : "");
}

if (place) {
  const [input, list] = place.children;
  let entries = null;
  const show = async () => {
    entries ??= fetch(place.dataset.index)
      .then((answer) => answer.json())
      .then(({ sections, names }) => [
        ...sections,
        ...Object.entries(names).flatMap(([page, all]) =>
          all.map((name) => ({ u: `${page}#${name}`, t: name, x: "" })),
        ),
      ]);
    const known = await entries;
    const question = input.value.trim();
    const rows = find(known, question)
      .slice(0, MOST)
      .map((entry) => {
        const [row, link] = [document.createElement("li"), document.createElement("a")];
        const [title, text] = [document.createElement("strong"), document.createElement("span")];
        title.textContent = entry.t;
        text.textContent = excerpt(entry, question);
        link.href = place.dataset.up + entry.u;
        link.append(title, text);
        row.append(link);
        return row;
      });
    if (!rows.length && question) {
      const row = document.createElement("li");
      row.textContent = place.dataset.none;
      rows.push(row);
    }
    list.replaceChildren(...rows);
    list.hidden = !question;
  };
  input.addEventListener("input", show);
  place.addEventListener("keydown", (event) => {
    const links = [...list.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    if (event.key === "Escape") list.hidden = true;
    else if (event.key === "ArrowDown") (links[at + 1] ?? links[0])?.focus();
    else if (event.key === "ArrowUp") (links[at - 1] ?? input).focus();
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (!place.contains(event.target)) list.hidden = true;
  });
}
