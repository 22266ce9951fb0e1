// ---- List ----
const failures = data.failures.map((one) => ({ i: one.i, o: [one.w], c: [], f: [], s: "", failed: true }));
const rows = [...data.articles, ...failures];
const state = { tab: "articles", found: [], at: 0, open: -1, body: -1 };
const bodyRows = data.bodies.map((body) => ({ o: body.w, s: body.n }));
const list = byId("list");
const space = byId("space");
const facets = data.facets.map((facet, at) => ({ ...facet, of: (row) => row.f[at] || [] }));
const doubtful = {
  label: "nghi vấn",
  values: [["doubt", "có điểm cần xem"], ["rejected", DOUBTS.rejected], ["unexplained", DOUBTS.unexplained],
    ["review", DOUBTS.review], ["wrong", "có mục nghi sai"], ["none", "không có"], ["failed", "không xử lý được"]],
  of: (row) => {
    if (row.failed) return [6];
    if (!row.d) return [5];
    return [0, ...[1, 2, 3, 4].filter((at) => row.d[at - 1])];
  },
};
const ORDERS = [
  ["thứ tự khi chạy", null],
  ["mục nghi sai nhất trước", (row) => row.x || 0],
  ["nhiều mục nghi sai trước", (row) => row.d?.[3] || 0],
];
const filters = [...facets, doubtful].filter((facet) => facet.values.length > 0);

function passes(row, except) {
  return filters.every((facet) => facet === except || !facet.select.value || facet.of(row).includes(Number(facet.select.value)));
}

function refill() {
  const chosen = filters.filter((facet) => facet.select.value).length;
  byId("filter-count").textContent = chosen ? `(${chosen})` : "";
  for (const facet of filters) {
    const value = facet.select.value;
    const counts = new Map();
    for (const row of rows) {
      if (!passes(row, facet)) continue;
      for (const one of facet.of(row)) counts.set(one, (counts.get(one) || 0) + 1);
    }
    const options = facet.values.map(([name, gloss], at) => [at, gloss || shown(name), counts.get(at) || 0]);
    options.sort((one, other) => other[2] - one[2] || one[1].localeCompare(other[1], "vi"));
    const kept = options.filter(([at, , count]) => count || String(at) === value);
    facet.select.replaceChildren(new Option("tất cả", ""), ...kept.map(([at, title, count]) => new Option(`${title} (${count})`, at)));
    facet.select.value = value;
  }
}

function findAll() {
  const matches = matcher();
  if (state.tab === "bodies") {
    return bodyRows.map((_, at) => at).filter((at) => matches(bodyRows[at], -1));
  }
  refill();
  const found = rows.map((_, at) => at).filter((at) => passes(rows[at], null) && matches(rows[at], at));
  const [, first] = ORDERS[Number(byId("order").value)];
  return first ? found.sort((one, other) => first(rows[other]) - first(rows[one]) || one - other) : found;
}

// What is listed, made anew; where only more of the parts was read, the list stays where it was scrolled to.
function choose(more = false) {
  const bodies = state.tab === "bodies";
  state.found = findAll();
  const total = bodies ? data.bodies.length : rows.length;
  byId("found").textContent = `${numbers.format(state.found.length)} / ${numbers.format(total)} ${bodies ? "tổ chức" : "bài"}${searchSaid()}`;
  byId("filters").hidden = bodies;
  byId("tab-articles").setAttribute("aria-pressed", String(!bodies));
  byId("tab-bodies").setAttribute("aria-pressed", String(bodies));
  space.style.height = `${state.found.length * ROW}px`;
  const open = state.found.indexOf(bodies ? state.body : state.open);
  state.at = Math.max(0, open);
  if (!more) list.scrollTop = Math.max(0, state.at * ROW - list.clientHeight / 3);
  draw();
  steps();
}

function bodyNodes(body) {
  const years = body.y.length > 1 ? `${body.y[0]}–${body.y[body.y.length - 1]}` : String(body.y[0]);
  return [element("b", body.n), element("span", [...body.w, years, `${body.a.length} bài`].join(" · "))];
}

function articleNodes(row) {
  const counts = element("span");
  if (row.failed) counts.append(element("i", "không xử lý được"));
  else counts.append(data.kinds.map((kind, number) => [row.c[number], kind.label]).filter(([count]) => count).map((pair) => pair.join(" ")).join(", "));
  if (row.d) {
    const all = row.d.reduce((sum, one) => sum + one, 0);
    counts.prepend(element("i", `${all} cần xem${row.x ? `, ${wrongSaid(row.x).replace("sai", "sai đến")}` : ""} · `));
  }
  return [element("b", row.t || row.i), element("span", row.o.map((one) => shown(one)).join(" · ")), counts];
}

// A row of the list; one that is drawn already is kept, so that a click meets it though the list grows meanwhile.
function rowOf(at, place) {
  const bodies = state.tab === "bodies";
  const key = `${state.tab} ${at} ${place}`;
  let made = drawn.get(key);
  if (!made) {
    made = element("div");
    made.style.top = `${place * ROW}px`;
    made.id = `row-${place}`;
    made.dataset.place = String(place);
    made.setAttribute("role", "option");
    made.setAttribute("aria-posinset", String(place + 1));
    made.append(...(bodies ? bodyNodes(data.bodies[at]) : articleNodes(rows[at])));
  }
  made.className = place === state.at ? "row at" : "row";
  made.setAttribute("aria-setsize", String(state.found.length));
  made.setAttribute("aria-selected", String(at === (bodies ? state.body : state.open)));
  return [key, made];
}

let drawn = new Map();
function draw() {
  const first = Math.max(0, Math.floor(list.scrollTop / ROW) - SPARE);
  const last = Math.min(state.found.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + SPARE);
  const made = new Map();
  for (let place = first; place < last; place += 1) made.set(...rowOf(state.found[place], place));
  for (const [key, node] of drawn) if (!made.has(key)) node.remove();
  [...made.values()].forEach((node, at) => {
    if (space.children[at] !== node) space.insertBefore(node, space.children[at] || null);
  });
  drawn = made;
  if (state.found.length) list.setAttribute("aria-activedescendant", `row-${state.at}`);
  else list.removeAttribute("aria-activedescendant");
}

function moveTo(place) {
  state.at = Math.min(Math.max(0, place), state.found.length - 1);
  const top = state.at * ROW;
  if (top < list.scrollTop) list.scrollTop = top;
  if (top + ROW > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW - list.clientHeight;
  draw();
}

function openPlace(place) {
  state.at = place;
  const at = state.found[place];
  if (state.tab === "bodies") go("tc", at);
  else go("bai", rows[at].i);
}

// ---- Where we are ----
const numberOf = new Map(rows.map((row, at) => [String(row.i), at]));

function go(kind, name) {
  const wanted = `#${kind}=${encodeURIComponent(name)}`;
  led = true;
  if (location.hash === wanted) follow();
  else location.hash = wanted;
}

function follow() {
  const [kind, name] = location.hash.slice(1).split(/=(.*)/s);
  let known;
  try { known = decodeURIComponent(name || ""); } catch { known = ""; }
  if (kind === "bai" && numberOf.has(known)) openArticle(numberOf.get(known));
  else if (kind === "tc" && data.bodies[Number(known)]) openBody(Number(known));
  else document.body.dataset.side = "list";
}

function toDetail(shownPart) {
  byId("empty").hidden = true;
  for (const name of ["article", "body"]) byId(name).hidden = name !== shownPart;
  document.body.dataset.side = "detail";
  byId("detail").scrollTop = 0;
  if (narrow()) scrollTo(0, 0);
}

function toNothing() {
  for (const name of ["article", "body"]) byId(name).hidden = true;
  byId("empty").textContent = "Không có gì khớp với điều đang tìm hay lọc.";
  byId("empty").hidden = false;
}

// While something is sought or filtered, what is shown is one of the list: the first where the last is not in it.
function showOne() {
  const bodies = state.tab === "bodies";
  const open = bodies ? state.body : state.open;
  const listed = state.found.includes(open);
  if (!state.found.length) {
    if (!searchSaid()) toNothing();
  } else if (!listed || byId("empty").hidden === false) {
    const at = listed ? open : state.found[0];
    history.replaceState(null, "", bodies ? `#tc=${at}` : `#bai=${encodeURIComponent(rows[at].i)}`);
    follow();
  } else if (!byId("article").hidden && paintedFor !== phraseOf(sought())) showText();
}

// Once the hands rest, and unless they chose something since. A phone shows the list until one of it is chosen.
let waiting = 0;
let led = false;
function settle() {
  clearTimeout(waiting);
  waiting = setTimeout(() => { if (!led && !narrow()) showOne(); }, SETTLE);
}

function seek() {
  const more = () => { if (sought() && state.tab === "articles") { choose(true); settle(); } };
  led = false;
  readParts(more);
  choose();
  settle();
}

function toList() {
  document.body.dataset.side = "list";
  history.replaceState(null, "", " ");
  list.focus();
  draw();
}

function steps() {
  const at = state.found.indexOf(state.open);
  const listed = state.tab === "articles";
  byId("position").textContent = listed && at >= 0 ? `${numbers.format(at + 1)} / ${numbers.format(state.found.length)}` : "";
  byId("previous").disabled = !listed || at <= 0;
  byId("next").disabled = !listed || at === state.found.length - 1;
}

// Along the list as it is shown; from an article that is not in it (a link led there) to its first.
function step(by) {
  const at = state.found.indexOf(state.open);
  const next = at < 0 && by < 0 ? -1 : at + by;
  if (state.tab === "articles" && state.found[next] !== undefined) openPlace(next);
}
