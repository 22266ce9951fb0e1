// The page of a run: a list that draws only what is seen, and articles that are unpacked when they are opened.
// Text goes in as text, never as markup.
(() => {
  const { byId, element } = shared;
  const data = JSON.parse(byId("data").textContent);
  const numbers = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 6 });
  const ROW = 98;
  const SPARE = 8;
  const KEPT_PARTS = 6;
  const DOUBTS = {
    rejected: "bị từ chối", unexplained: "số chưa giải thích", review: "cần xem lại", dismissed: "không phải số liệu",
  };
  const SIDES = { model: "mô hình", rules: "luật" };
  const loaded = new Promise((done) => {
    if (document.readyState === "loading") addEventListener("DOMContentLoaded", done, { once: true });
    else done();
  });

  // ---- Words ----
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[đĐ]/g, "d").toLowerCase();
  const upper = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  function shown(value, glosses) {
    if (Array.isArray(value)) return value.map((one) => shown(one, glosses)).join("; ");
    if (glosses && Object.hasOwn(glosses, value)) return glosses[value];
    if (typeof value === "number") return numbers.format(value);
    if (typeof value === "boolean") return value ? "có" : "không";
    if (value !== null && typeof value === "object") return JSON.stringify(value);
    return /^\d{4}-\d\d-\d\d$/.test(value) ? value.split("-").reverse().join("/") : String(value);
  }

  // Money as people write it: 23.134 tỷ đồng. The largest step that leaves the number exact, in few digits.
  function withUnit(value, unit) {
    const known = Object.hasOwn(data.units, unit) ? data.units[unit] : { suffix: "", steps: [] };
    const step = known.steps.find(([size]) => Math.abs(value) >= size && Number((value / size).toFixed(4)) * size === value);
    return step ? `${numbers.format(value / step[0])} ${step[1]}${known.suffix}` : shown(value) + known.suffix;
  }

  const says = (value, glosses) => !(data.mute.includes(value) && glosses && Object.hasOwn(glosses, value));

  function fieldWords(kind, fields, name) {
    const unit = kind.units[name];
    return unit ? withUnit(fields[name], fields[unit]) : shown(fields[name], kind.glosses[name]);
  }

  function titleOf(item) {
    const kind = data.kinds[item.k];
    const parts = kind.title.filter((name) => name in item.f && says(item.f[name], kind.glosses[name])).map((name) => fieldWords(kind, item.f, name));
    return parts.join(" · ") || kind.label;
  }

  // ---- Parts ----
  const parts = new Map();

  async function part(name, number) {
    const id = `${name}-${number}`;
    if (!parts.has(id)) {
      await loaded;
      if (parts.size >= KEPT_PARTS) parts.delete(parts.keys().next().value);
      parts.set(id, shared.unpack(byId(id).textContent));
    }
    return parts.get(id);
  }

  const articleAt = async (at) => (await part("articles", Math.floor(at / data.part)))[at % data.part];
  const bodyAt = async (at) => (await part("bodies", Math.floor(at / data.body_part)))[at % data.body_part];

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

  // ---- Article ----
  let article = null;
  let entries = [];
  let chosen = -1;

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
    byId("abstract").textContent = article.facts[data.abstract] || "";
    byId("links").replaceChildren(...bodyLinks(at));
    showEntries();
    showText();
    legend();
    byId("article").dataset.id = article.id;
  }

  function factRows() {
    const known = Object.entries(article.facts).filter(([path]) => path !== data.abstract && path !== data.title_path);
    const made = known.map(([path, value]) => {
      const fact = data.facts.fields[path] || { label: path, glosses: {} };
      return definition(path, value, fact.label, shown(value, fact.glosses));
    });
    for (const name of ["source", "url"]) {
      if (article[name]) made.push(definition(name, article[name], data.facts.fields[name]?.label || name, article[name]));
    }
    return made;
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
    entries = [...doubts, ...items];
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

  function cardOf(className, small, title, fields) {
    const card = element("li", undefined, className);
    const button = element("button", undefined, "card");
    button.type = "button";
    button.append(element("small", small), title);
    button.setAttribute("aria-expanded", "false");
    const list_ = element("dl", undefined, "fields");
    list_.append(...fields);
    card.append(button, list_);
    return card;
  }

  function itemCard(item) {
    const kind = data.kinds[item.k];
    const fields = Object.entries(item.f).map(([name, value]) => definition(name, value, kind.fields[name] || name, fieldWords(kind, item.f, name)));
    if (item.w) fields.push(definition("", item.w, "vì sao", item.w));
    const card = cardOf(`k${item.k}`, upper(kind.label), titleOf(item), fields);
    card.dataset.kind = kind.name;
    card.dataset.n = String(item.n);
    return card;
  }

  function doubtCard(doubt) {
    const fields = doubt.w ? [definition("", doubt.w, "lý do", doubt.w)] : [];
    const differing = new Set(doubt.d || []);
    for (const [side, version] of Object.entries(doubt.s || {})) {
      for (const [name, value] of Object.entries(version)) {
        const row = definition(name, value, `${SIDES[side] || side}: ${name}`, shown(value));
        if (differing.has(name)) row.className = "differs";
        fields.push(row);
      }
    }
    return cardOf(doubt.c, upper(DOUBTS[doubt.c]), doubt.t, fields);
  }

  function showText() {
    const pane = byId("text");
    pane.scrollTop = 0;
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
      add(entry.place, { entry: at, own: true });
      if (entry.clause && entry.clause !== entry.place) add(entry.clause, { entry: at, own: false });
    });
    shared.paint(pane, letters, spans, markOf);
  }

  function markOf(text, over) {
    const mark = element("mark", text);
    const own = over.filter((span) => span.own).sort((one, other) => one.end - one.start - (other.end - other.start));
    for (const span of over) entries[span.entry][span.own ? "marks" : "clauses"].push(mark);
    const doubt = own.find((span) => entries[span.entry].doubt);
    const item = own.find((span) => entries[span.entry].item);
    const classes = over.some((span) => !span.own) ? ["clause"] : [];
    if (item) {
      const { item: shownItem } = entries[item.entry];
      classes.push("item", `k${shownItem.k}`);
      if (shownItem.m) classes.push("strong");
    }
    if (doubt) classes.push("doubt", entries[doubt.entry].doubt.c);
    mark.className = classes.join(" ");
    const front = item || doubt;
    if (front) {
      mark.dataset.entry = String(front.entry);
      const entry = entries[front.entry];
      mark.title = entry.item ? `${upper(data.kinds[entry.item.k].label)}: ${titleOf(entry.item)}` : `${upper(DOUBTS[entry.doubt.c])}: ${entry.doubt.t}`;
      if (entry.marks.length === 1) {
        mark.tabIndex = 0;
        mark.setAttribute("role", "button");
      }
    }
    return mark;
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

  // ---- Years ----
  const svg = (name, attributes, text) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const splits = data.series ? Object.keys(data.series.split) : [];
  const plain = (point) => splits.length < 2 || point[2] === splits[0] || point[2] === null;

  function lineName(line) {
    const words = line.same.map((value, at) => (value === null || at === data.series.unit || !says(value, data.series.same[at].glosses) ? null : shown(value, data.series.same[at].glosses)));
    return words.filter((word) => word !== null).join(" · ") || upper(data.series.label);
  }

  const amount = (line, value) => withUnit(value, line.same[data.series.unit]);
  const yearsOf = (line) => [...new Set(line.points.map((point) => point[0]))];

  async function openBody(at) {
    state.body = at;
    const body = await bodyAt(at);
    if (state.body !== at) return;
    toDetail("body");
    if (state.tab === "bodies") moveTo(Math.max(0, state.found.indexOf(at)));
    document.title = `${body.name} – ${data.title}`;
    byId("body-name").textContent = body.name;
    byId("body-said").textContent = [...body.where, `${body.articles.length} bài`, `${body.lines.length} dòng số liệu`].join(" · ");
    const head = element("tr");
    head.append(element("th", upper(data.series.label)), ...body.years.map((year) => element("th", String(year), "n")));
    byId("years").tHead.replaceChildren(head);
    byId("years").tBodies[0].replaceChildren(...body.lines.map((line) => yearRow(line, body)));
    const results = (line) => new Set(line.points.filter(plain).map((point) => point[0])).size;
    const first = body.lines.find((line) => results(line) > 1) || body.lines.find((line) => yearsOf(line).length > 1);
    plot(first || null);
  }

  function yearRow(line, body) {
    const row = element("tr");
    const head = element("th");
    head.scope = "row";
    if (yearsOf(line).length > 1) {
      const button = element("button", lineName(line));
      button.type = "button";
      button.title = "Vẽ biểu đồ";
      button.addEventListener("click", () => plot(line));
      head.append(button);
    } else head.textContent = lineName(line);
    row.append(head, ...body.years.map((year) => {
      const cell = element("td", undefined, "n");
      const found = line.points.filter((point) => point[0] === year);
      found.sort((one, other) => Number(plain(other)) - Number(plain(one)));
      found.forEach((point, at) => {
        if (at) cell.append(element("br"));
        const link = element("a", (plain(point) ? "" : "KH ") + amount(line, point[1]), plain(point) ? "" : "plan");
        link.href = `#bai=${encodeURIComponent(rows[point[3]].i)}`;
        link.title = data.series.split[point[2]] || "";
        cell.append(link);
      });
      return cell;
    }));
    line.row = row;
    return row;
  }

  function plot(line) {
    byId("chart").hidden = line === null;
    for (const row of byId("years").tBodies[0].rows) row.classList.remove("plotted");
    if (line === null) return;
    line.row.classList.add("plotted");
    byId("chart-title").textContent = lineName(line);
    byId("chart-plot").replaceChildren(chart(line));
    if (byId("chart").getBoundingClientRect().top < 0) byId("chart").scrollIntoView({ block: "start" });
  }

  function chart(line) {
    const [width, height, left, right, top, bottom] = [640, 230, 24, 24, 28, 28];
    const years = yearsOf(line);
    const values = line.points.map((point) => point[1]);
    const low = Math.min(...values);
    const high = Math.max(...values);
    const from = low >= 0 && low < high * 0.6 ? 0 : low - (high - low || Math.abs(high) || 1) * 0.2;
    const [min, max] = [Math.min(...years), Math.max(...years)];
    const x = (year) => left + 30 + ((year - min) / (max - min || 1)) * (width - left - right - 60);
    const y = (value) => height - bottom - ((value - from) / (high - from || 1)) * (height - top - bottom);
    const told = line.points.map((point) => `${point[0]}: ${plain(point) ? "" : "kế hoạch "}${amount(line, point[1])}`);
    const made = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${lineName(line)}. ${told.join("; ")}` });
    made.append(svg("line", { class: "axis", x1: left, x2: width - right, y1: height - bottom, y2: height - bottom }));
    for (const year of years) made.append(svg("text", { x: x(year), y: height - 8, "text-anchor": "middle" }, String(year)));
    const results = line.points.filter(plain);
    made.append(svg("polyline", { class: "line", points: results.map((point) => `${x(point[0])},${y(point[1])}`).join(" ") }));
    for (const point of line.points.filter((one) => !plain(one))) {
      made.append(svg("circle", { class: "goal", cx: x(point[0]), cy: y(point[1]), r: 5 }));
      made.append(svg("text", { x: x(point[0]) + 9, y: y(point[1]) + 4 }, `KH ${amount(line, point[1])}`));
    }
    for (const point of results) {
      made.append(svg("circle", { class: "dot", cx: x(point[0]), cy: y(point[1]), r: 4 }));
      made.append(svg("text", { class: "value", x: x(point[0]), y: y(point[1]) - 10, "text-anchor": "middle" }, amount(line, point[1])));
    }
    return made;
  }

  // ---- Hands ----
  function typing(event) {
    return event.target.matches("input, select, textarea") || event.altKey || event.ctrlKey || event.metaKey;
  }

  function listKeys(event) {
    const page = Math.max(1, Math.floor(list.clientHeight / ROW) - 1);
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -state.found.length, End: state.found.length };
    if (event.key in moves) moveTo(state.at + moves[event.key]);
    else if (event.key === "Enter" && state.found.length) openPlace(state.at);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function pageKeys(event) {
    if (event.key === "Escape") { toList(); return; }
    if (typing(event)) return;
    if (event.key === "/") byId("find").focus();
    else if (byId("article").hidden) return;
    else if (event.key === "ArrowRight") step(1);
    else if (event.key === "ArrowLeft") step(-1);
    else if (event.key === "ArrowDown" && event.target !== byId("detail")) stepEntry(1);
    else if (event.key === "ArrowUp" && event.target !== byId("detail")) stepEntry(-1);
    else if (event.key === "Enter" && event.target.matches("mark[data-entry]")) select(Number(event.target.dataset.entry), "mark");
    else return;
    event.preventDefault();
  }

  function entryUnder(target) {
    const found = target.closest?.("[data-entry]");
    return found ? Number(found.dataset.entry) : -1;
  }

  let near = -1;
  function nearTo(at) {
    if (at === near) return;
    if (near >= 0) paintEntry(near, "near", false);
    near = at;
    if (near >= 0) paintEntry(near, "near", true);
  }

  function begin() {
    for (const facet of filters) {
      const label = element("label", upper(facet.label));
      facet.select = element("select");
      facet.select.addEventListener("change", choose);
      label.append(facet.select);
      byId("facets").append(label);
    }
    const said = Object.values(data.about).filter(Boolean).map((one) => shown(one));
    byId("sum").textContent = [`${numbers.format(data.articles.length)} bài`, ...said].join(" · ");
    byId("tab-bodies").disabled = data.bodies.length === 0;
    for (const tab of ["articles", "bodies"]) byId(`tab-${tab}`).addEventListener("click", () => { state.tab = tab; choose(); });
    byId("find").addEventListener("input", choose);
    list.addEventListener("scroll", draw, { passive: true });
    list.addEventListener("keydown", listKeys);
    list.addEventListener("click", (event) => {
      const row = event.target.closest("[data-place]");
      if (row) openPlace(Number(row.dataset.place));
    });
    addEventListener("resize", draw);
    for (const name of ["back", "body-back"]) byId(name).addEventListener("click", toList);
    byId("previous").addEventListener("click", () => step(-1));
    byId("next").addEventListener("click", () => step(1));
    const panes = byId("article");
    panes.addEventListener("click", (event) => {
      const at = entryUnder(event.target);
      if (at >= 0 && !event.target.closest(".fields")) select(at === chosen && event.target.closest(".card") ? -1 : at, event.target.closest("mark") ? "mark" : "card");
    });
    for (const [name, of] of [["mouseover", (event) => entryUnder(event.target)], ["mouseleave", () => -1], ["focusin", (event) => entryUnder(event.target)]]) {
      panes.addEventListener(name, (event) => nearTo(of(event)));
    }
    document.addEventListener("keydown", pageKeys);
    addEventListener("hashchange", follow);
    choose();
    if (location.hash.length > 1) follow();
    else if (rows.length && !matchMedia("(max-width: 48rem)").matches) openArticle(state.found[0]);
  }

  begin();
})();
