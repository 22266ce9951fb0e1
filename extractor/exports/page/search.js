// ---- Search ----
// Titles, outlets and bodies are in the index and found by any words of them. Names, documents and texts are in the
// parts, which are read in the background once a search begins; there the words are one phrase, from a word's beginning.
const folded = new Map();
const inside = [];
const inParts = { all: Math.ceil(data.articles.length / data.part), done: 0, begun: false };
const REFRESH = 8;

const phraseOf = (text) => ` ${fold(text).replace(/[^\p{L}\p{N}]+/gu, " ").trim()}`;
const sought = () => byId("find").value.trim();

function headOf(row) {
  if (!folded.has(row)) folded.set(row, fold([row.t, row.i, ...row.o, row.s].join(" ")));
  return folded.get(row);
}

// What an article says: its text, and of its facts and items what stands otherwise there than in the text.
function wordsOf(record) {
  const text = record.text || "";
  const own = (fields, closed) => Object.entries(fields).filter(([name]) => !closed(name)).map(([, value]) => value).flat();
  const facts = own(record.facts, (path) => Object.keys(data.facts.fields[path]?.glosses || {}).length > 0);
  const items = record.items.flatMap((item) => own(item.f, (name) => Object.hasOwn(data.kinds[item.k].glosses, name)));
  const more = new Set([...facts, ...items].filter((value) => typeof value === "string" && !text.includes(value)));
  return `${phraseOf([...more, text].join(" | "))} `;
}

// Whether a row is one of those sought; what the parts hold counts as far as they are read.
function matcher() {
  const words = fold(sought()).split(/\s+/).filter(Boolean);
  const phrase = phraseOf(sought());
  if (!words.length) return () => true;
  return (row, at) => words.every((word) => headOf(row).includes(word)) || (phrase.length > 1 && Boolean(inside[at]?.includes(phrase)));
}

async function readParts(refresh) {
  if (inParts.begun || !sought()) return;
  inParts.begun = true;
  await loaded;
  for (let number = 0; number < inParts.all; number += 1) {
    const records = await shared.unpack(byId(`articles-${number}`).textContent);
    records.forEach((record, at) => { inside[number * data.part + at] = wordsOf(record); });
    inParts.done += 1;
    if (inParts.done % REFRESH === 0 || inParts.done === inParts.all) refresh();
    await new Promise((next) => { setTimeout(next); });
  }
}

function searchSaid() {
  if (!sought() || state.tab === "bodies" || inParts.done === inParts.all) return "";
  return ` · đang tìm trong bài: ${Math.floor((100 * inParts.done) / inParts.all)}%`;
}

// Where the phrase stands in a text, in letters.
function placesOf(letters) {
  const phrase = phraseOf(sought());
  if (phrase.length < 2) return [];
  const at = [];
  let said = "";
  const add = (piece, letter) => { said += piece; for (let one = 0; one < piece.length; one += 1) at.push(letter); };
  add(" ", 0);
  letters.forEach((letter, number) => {
    const plainLetter = fold(letter);
    if (/[\p{L}\p{N}]/u.test(plainLetter)) add(plainLetter, number);
    else if (plainLetter && !said.endsWith(" ")) add(" ", number);
  });
  const found = [];
  for (let from = said.indexOf(phrase); from >= 0; from = said.indexOf(phrase, from + phrase.length)) {
    found.push([at[from + 1], at[from + phrase.length - 1] + 1]);
  }
  return found;
}
