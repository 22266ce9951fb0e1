// ---- Article ----
let article = null;
let entries = [];
let chosen = -1;
let paintedFor = "";

async function openArticle(at) {
  state.open = at;
  const row = rows[at];
  const found = row.failed ? null : await articleAt(at);
  if (state.open !== at) return;
  toDetail("article");
  const place = state.tab === "articles" ? state.found.indexOf(at) : -1;
  if (place >= 0) moveTo(place);
  else draw();
  steps();
  article = found || { id: row.i, text: null, facts: {}, items: [], doubts: [], failed: row.o[0] };
  document.title = `${row.t || row.i} – ${data.title}`;
  byId("title").textContent = row.t || row.i;
  byId("facts").replaceChildren(...factRows());
  byId("lead").textContent = article.facts[data.lead] || "";
  byId("links").replaceChildren(...bodyLinks(at));
  showEntries();
  showText();
  legend();
  onlyWrong();
  byId("article").dataset.id = article.id;
}

function factRows() {
  const known = Object.entries(article.facts).filter(([path]) => path !== data.lead && path !== data.title_path);
  const made = known.map(([path, value]) => {
    const { label, words } = factOf(path, value);
    return definition(path, value, label, words);
  });
  for (const [name, label] of [["source", "tệp nguồn"], ["url", "địa chỉ"]]) {
    if (article[name]) made.push(definition(name, article[name], data.facts.fields[name]?.label || label, article[name]));
  }
  return made;
}

function factOf(path, value) {
  const fact = data.facts.fields[path] || { label: path, glosses: {} };
  const unit = article.units?.[path];
  const words = (one) => unit ? withUnit(one, unit) : shown(one, fact.glosses);
  return { label: fact.label, words: bounded(value, article.bounds?.[path], words) };
}

// Single values that stand in the text; their cards are the rows above it.
function factEntries() {
  return Object.entries(article.places || {}).flatMap(([path, places]) => {
    const card = [...byId("facts").children].find((row) => row.dataset.field === path);
    if (!card) return [];
    card.firstChild.tabIndex = -1;
    return [{ fact: factOf(path, article.facts[path]), place: places[0], others: places.slice(1), clause: null, card }];
  });
}

function definition(name, value, label, words) {
  const made = element("div");
  const said = element("dd", words);
  made.dataset.field = name;
  made.dataset.value = JSON.stringify(value);
  if (typeof value === "string" && words !== value) said.title = value;
  made.append(element("dt", label), said);
  return made;
}

function bodyLinks(at) {
  return data.bodies.flatMap((body, number) => {
    if (!body.a.includes(at) || body.y.length < 2) return [];
    const link = element("a", `Qua các năm: ${body.n} (${body.y.length} năm)`);
    link.href = `#tc=${number}`;
    return [link];
  });
}

// Items and doubts are entries of one kind: where they stand in the text, and their card beside it.
function showEntries() {
  chosen = -1;
  const letters = article.text === null ? null : Array.from(article.text);
  const doubts = article.doubts.map((doubt) => ({ doubt, place: doubt.p, clause: null, card: doubtCard(doubt) }));
  const items = article.items.map((item) => ({ item, place: letters && placeOf(item, letters), clause: item.e, card: itemCard(item) }));
  const first = (entry) => (entry.place || entry.clause || [Infinity])[0];
  items.sort((one, other) => one.item.k - other.item.k || first(one) - first(other) || one.item.n - other.item.n);
  entries = [...factEntries(), ...doubts, ...items];
  entries.forEach((entry, at) => { entry.card.dataset.entry = String(at); entry.marks = []; entry.clauses = []; });
  byId("doubts").replaceChildren(...doubts.map((entry) => entry.card));
  byId("items").replaceChildren(...items.map((entry) => entry.card));
}

// Where an item's own words stand: its mention, else its name inside its clause or in the text, else its clause.
function placeOf(item, letters) {
  if (item.m) return item.m;
  const name = data.kinds[item.k].place;
  const words = name ? [item.f[name]] : [];
  if (item.e) {
    const inside = shared.search(letters.slice(item.e[0], item.e[1]).join(""), words);
    return inside ? [item.e[0] + inside[0], item.e[0] + inside[1]] : item.e;
  }
  return shared.search(article.text, words);
}

// An item's name as elements: a plan is marked before its number.
function titleNodes(item) {
  const { mark, gloss, said } = titleParts(item);
  if (!mark) return [said];
  const made = element("span", mark, "plan");
  made.title = gloss;
  return [made, ` ${said}`];
}

// What stands over a card's name: its kind, and how likely it is wrong.
function smallNodes(label, wrong, lacks) {
  return wrong === undefined ? [upper(label)] : [`${upper(label)} `, element("span", wrongSaid(wrong, lacks), "wrong-mark")];
}

function cardOf(className, small, title, fields) {
  const card = element("li", undefined, className);
  const button = element("button", undefined, "card");
  button.type = "button";
  const over = element("small");
  over.append(...small);
  button.append(over, ...title);
  button.setAttribute("aria-expanded", "false");
  const list_ = element("dl", undefined, "fields");
  list_.append(...fields);
  card.append(button, list_);
  return card;
}

function itemCard(item) {
  const kind = data.kinds[item.k];
  const fields = Object.entries(item.f).map(([name, value]) => definition(name, value, kind.fields[name] || name, fieldWords(kind, item, name)));
  if (item.p !== undefined) fields.unshift(definition("", item.p, "thuộc", titleOf(article.items[item.p])));
  if (item.w) fields.push(definition("", item.w, "vì sao", item.w));
  const card = cardOf(item.x === undefined ? `k${item.k}` : `k${item.k} wrong`, smallNodes(kind.label, item.x), titleNodes(item), fields);
  card.dataset.kind = kind.name;
  card.dataset.n = String(item.n);
  return card;
}

function doubtCard(doubt) {
  const fields = doubt.w ? [definition("", doubt.w, "lý do", doubt.w)] : [];
  const differing = new Set(doubt.d || []);
  const kind = data.kinds[doubt.k];
  for (const [side, version] of Object.entries(doubt.s || {})) {
    for (const [name, value] of Object.entries(version)) {
      const row = definition(name, value, `${SIDES[side] || side}: ${kind?.fields[name] || name}`, shown(value, kind?.glosses[name]));
      if (differing.has(name)) row.className = "differs";
      fields.push(row);
    }
  }
  return cardOf(doubt.c, smallNodes(DOUBTS[doubt.c], doubt.x, doubt.s && !doubt.s.model), [doubt.t], fields);
}

function showText() {
  const pane = byId("text");
  paintedFor = phraseOf(sought());
  if (article.text === null) {
    const why = article.failed ? article.failed : article.lost
      ? "Tìm thấy một văn bản cùng tên nhưng không khớp với các trích dẫn, nên không hiển thị."
      : "Không tìm thấy nguyên văn của bài. Hãy tạo lại trang với --texts THƯ_MỤC.";
    pane.replaceChildren(element("p", why));
    return;
  }
  const letters = Array.from(article.text);
  const spans = [];
  const add = (place, span) => { if (shared.inside(letters, place)) spans.push({ start: place[0], end: place[1], ...span }); };
  entries.forEach((entry, at) => {
    for (const place of [entry.place, ...(entry.others || [])]) add(place, { entry: at, own: true });
    if (entry.clause && entry.clause !== entry.place) add(entry.clause, { entry: at, own: false });
    [entry.marks, entry.clauses] = [[], []];
  });
  for (const place of placesOf(letters)) add(place, { found: true });
  shared.paint(pane, letters, spans, markOf);
  const first = pane.querySelector("mark.sought");
  pane.scrollTop = first ? first.offsetTop - pane.clientHeight / 3 : 0;
  if (chosen >= 0) paintEntry(chosen, "chosen", true);
}

function markOf(text, spans) {
  const mark = element("mark", text);
  const over = spans.filter((span) => !span.found);
  const own = over.filter((span) => span.own).sort((one, other) => one.end - one.start - (other.end - other.start));
  for (const span of over) entries[span.entry][span.own ? "marks" : "clauses"].push(mark);
  const doubt = own.find((span) => entries[span.entry].doubt);
  const item = own.find((span) => entries[span.entry].item);
  const fact = own.find((span) => entries[span.entry].fact);
  const classes = over.some((span) => !span.own) ? ["clause"] : [];
  if (item) {
    const { item: shownItem } = entries[item.entry];
    classes.push("item", `k${shownItem.k}`);
    if (shownItem.m) classes.push("strong");
    if (shownItem.x !== undefined) classes.push("wrong");
  }
  if (doubt) classes.push("doubt", entries[doubt.entry].doubt.c);
  if (fact) classes.push("fact");
  if (over.length < spans.length) classes.push("sought");
  mark.className = classes.join(" ");
  const front = item || doubt || fact;
  if (front) {
    mark.dataset.entry = String(front.entry);
    const entry = entries[front.entry];
    mark.title = entryTitle(entry);
    if (entry.marks.length === 1) {
      mark.tabIndex = 0;
      mark.setAttribute("role", "button");
    }
  }
  return mark;
}

function entryTitle({ item, doubt, fact }) {
  if (item) return `${upper(data.kinds[item.k].label)}: ${titleOf(item)}${item.x === undefined ? "" : ` (${wrongSaid(item.x)})`}`;
  return doubt ? `${upper(DOUBTS[doubt.c])}: ${doubt.t}` : `${upper(fact.label)}: ${fact.words}`;
}

function legend() {
  const counts = new Map();
  for (const item of article.items) counts.set(item.k, (counts.get(item.k) || 0) + 1);
  byId("legend").replaceChildren(...data.kinds.map((kind, at) => {
    const row = element("li", undefined, `k${at}`);
    const button = element("button", `${upper(kind.label)} ${counts.get(at) || 0}`);
    button.type = "button";
    button.setAttribute("aria-pressed", String(!byId("article").classList.contains(`off-k${at}`)));
    button.addEventListener("click", () => {
      const off = byId("article").classList.toggle(`off-k${at}`);
      button.setAttribute("aria-pressed", String(!off));
    });
    row.append(button);
    return row;
  }));
}

// Those likely wrong alone; where the run said of none how likely it is wrong, there is nothing to choose.
function onlyWrong() {
  const count = article.items.filter((item) => item.x !== undefined).length;
  byId("only").parentElement.hidden = Boolean(article.failed) || !rows.some((row) => row.x);
  byId("only").textContent = `Chỉ mục nghi sai (${count})`;
}

function paintEntry(at, className, on) {
  const entry = entries[at];
  if (!entry) return;
  for (const node of [entry.card, ...entry.marks]) node.classList.toggle(className, on);
  for (const node of entry.clauses) node.classList.toggle(`${className}-clause`, on);
}

function select(at, from) {
  if (chosen >= 0 && entries[chosen]) {
    paintEntry(chosen, "chosen", false);
    entries[chosen].card.firstChild.setAttribute("aria-expanded", "false");
  }
  chosen = at;
  if (!entries[at]) return;
  paintEntry(at, "chosen", true);
  const { card, marks, clauses } = entries[at];
  card.firstChild.setAttribute("aria-expanded", "true");
  if (from !== "card") card.scrollIntoView({ block: "nearest" });
  const mark = marks[0] || clauses[0];
  const side = matchMedia("(max-width: 70rem)").matches;
  if (mark && from !== "mark" && !side) byId("text").scrollTop = mark.offsetTop - byId("text").clientHeight / 3;
  if (from === "keys") card.firstChild.focus({ preventScroll: true });
}

const seen = (at) => entries[at].card.offsetParent !== null;

function stepEntry(by) {
  let at = chosen < 0 ? (by > 0 ? 0 : entries.length - 1) : chosen + by;
  while (entries[at] && !seen(at)) at += by;
  if (entries[at]) select(at, "keys");
}
