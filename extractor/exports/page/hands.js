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

// The other list, and beside it what was open of it last, else its first.
function openTab(tab) {
  state.tab = tab;
  choose();
  if (narrow() || !state.found.length) return;
  openPlace(Math.max(0, state.found.indexOf(tab === "bodies" ? state.body : state.open)));
}

function begin() {
  for (const facet of filters) {
    const label = element("label", upper(facet.label));
    facet.select = element("select");
    facet.select.addEventListener("change", seek);
    label.append(facet.select);
    byId("facets").append(label);
  }
  byId("order").replaceChildren(...ORDERS.map(([name], at) => new Option(name, at)));
  byId("order").addEventListener("change", seek);
  byId("order-label").hidden = !rows.some((row) => row.x);
  byId("only").addEventListener("click", () => {
    const on = byId("article").classList.toggle("only-wrong");
    byId("only").setAttribute("aria-pressed", String(on));
  });
  const said = Object.values(data.about).filter(Boolean).map((one) => shown(one));
  const failed = data.failures.length ? [`${numbers.format(data.failures.length)} không xử lý được`] : [];
  byId("sum").textContent = [`${numbers.format(data.articles.length)} bài`, ...failed, ...said].join(" · ");
  byId("tab-bodies").disabled = data.bodies.length === 0;
  for (const tab of ["articles", "bodies"]) byId(`tab-${tab}`).addEventListener("click", () => openTab(tab));
  byId("find").addEventListener("input", seek);
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
  addEventListener("hashchange", () => { led = true; follow(); });
  choose();
  if (location.hash.length > 1) follow();
  else if (rows.length && !narrow()) openArticle(state.found[0]);
}

begin();
