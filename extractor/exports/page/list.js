// ---- List ----
const failures = data.failures.map((one) => ({ i: one.i, o: [one.w], c: [], f: [], s: "", failed: true }));
const rows = [...data.articles, ...failures];
const folded = new Map();
const state = { tab: "articles", found: [], at: 0, open: -1, body: -1 };
const list = byId("list");
const space = byId("space");
const facets = data.facets.map((facet, at) => ({ ...facet, of: (row) => row.f[at] || [] }));
const doubtful = {
  label: "nghi vấn",
  values: [["doubt", "có điểm cần xem"], ["rejected", DOUBTS.rejected], ["unexplained", DOUBTS.unexplained],
    ["review", DOUBTS.review], ["none", "không có"], ["failed", "không xử lý được"]],
  of: (row) => {
    if (row.failed) return [5];
    if (!row.d) return [4];
    return [0, ...[1, 2, 3].filter((at) => row.d[at - 1])];
  },
};
const filters = [...facets, doubtful].filter((facet) => facet.values.length > 0);

function searchText(row) {
  if (!folded.has(row)) folded.set(row, fold([row.t, row.i, ...row.o, row.s].join(" ")));
  return folded.get(row);
}

function passes(row, except) {
  return filters.every((facet) => facet === except || !facet.select.value || facet.of(row).includes(Number(facet.select.value)));
}

function sought(text) {
  const words = fold(byId("find").value).split(/\s+/).filter(Boolean);
  return words.every((word) => text.includes(word));
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

function choose() {
  const bodies = state.tab === "bodies";
  if (bodies) {
    const all = data.bodies.map((_, at) => at);
    state.found = all.filter((at) => sought(fold(`${data.bodies[at].n} ${data.bodies[at].w.join(" ")}`)));
  } else {
    refill();
    state.found = rows.map((_, at) => at).filter((at) => passes(rows[at], null) && sought(searchText(rows[at])));
  }
  const total = bodies ? data.bodies.length : rows.length;
  byId("found").textContent = `${numbers.format(state.found.length)} / ${numbers.format(total)} ${bodies ? "tổ chức" : "bài"}`;
  byId("filters").hidden = bodies;
  byId("tab-articles").setAttribute("aria-pressed", String(!bodies));
  byId("tab-bodies").setAttribute("aria-pressed", String(bodies));
  space.style.height = `${state.found.length * ROW}px`;
  const open = state.found.indexOf(bodies ? state.body : state.open);
  state.at = Math.max(0, open);
  list.scrollTop = Math.max(0, state.at * ROW - list.clientHeight / 3);
  draw();
  steps();
}

function rowOf(at, place) {
  const bodies = state.tab === "bodies";
  const made = element("div", undefined, place === state.at ? "row at" : "row");
  made.style.top = `${place * ROW}px`;
  made.id = `row-${place}`;
  made.dataset.place = String(place);
  made.setAttribute("role", "option");
  made.setAttribute("aria-posinset", String(place + 1));
  made.setAttribute("aria-setsize", String(state.found.length));
  made.setAttribute("aria-selected", String(at === (bodies ? state.body : state.open)));
  if (bodies) {
    const body = data.bodies[at];
    const years = body.y.length > 1 ? `${body.y[0]}–${body.y[body.y.length - 1]}` : String(body.y[0]);
    made.append(element("b", body.n), element("span", [...body.w, years, `${body.a.length} bài`].join(" · ")));
    return made;
  }
  const row = rows[at];
  made.append(element("b", row.t || row.i), element("span", row.o.map((one) => shown(one)).join(" · ")));
  const counts = element("span");
  if (row.failed) counts.append(element("i", "không xử lý được"));
  else counts.append(data.kinds.map((kind, number) => [row.c[number], kind.label]).filter(([count]) => count).map((pair) => pair.join(" ")).join(", "));
  if (row.d) counts.prepend(element("i", `${row.d.reduce((sum, one) => sum + one, 0)} cần xem · `));
  made.append(counts);
  return made;
}

function draw() {
  const first = Math.max(0, Math.floor(list.scrollTop / ROW) - SPARE);
  const last = Math.min(state.found.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW) + SPARE);
  const made = [];
  for (let place = first; place < last; place += 1) made.push(rowOf(state.found[place], place));
  space.replaceChildren(...made);
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
  if (matchMedia("(max-width: 48rem)").matches) scrollTo(0, 0);
}

function toList() {
  document.body.dataset.side = "list";
  history.replaceState(null, "", " ");
  list.focus();
  draw();
}

function steps() {
  const at = state.found.indexOf(state.open);
  const inList = state.tab === "articles" && at >= 0;
  byId("position").textContent = inList ? `${numbers.format(at + 1)} / ${numbers.format(state.found.length)}` : "";
  byId("previous").disabled = !inList || at === 0;
  byId("next").disabled = !inList || at === state.found.length - 1;
}

function step(by) {
  const at = state.found.indexOf(state.open) + by;
  if (state.tab === "articles" && at >= by && state.found[at] !== undefined) openPlace(at);
}
