// Fills the error browser from the page's own data. Text goes in as text, never as markup.
"use strict";
(async () => {
  const { byId, element } = shared;
  // Paper has everything, also where the data cannot be unpacked.
  addEventListener("beforeprint", () => document.querySelectorAll("details:not(.listed)").forEach((one) => { one.open = true; }));
  const data = await shared.unpack(byId("data").textContent);
  // Of the predicted side only what differs from the gold is written down.
  for (const item of data.items) if (item.g && item.p) item.p = { ...item.g, ...item.p, f: { ...item.g.f, ...item.p.f } };
  const letters = data.articles.map((article) => (article.text === null ? null : Array.from(article.text)));
  const SIDES = [["g", "text-gold"], ["p", "text-predicted"]];
  const ALL_ERRORS = "errors";
  const EVERYTHING = "all";

  // Each filter: the select it lives in, what stands for "no filter", and the values of an item.
  const filters = [
    { select: byId("filter-verdict"), values: (item) => (item.v === "right" ? [EVERYTHING, "right"] : [ALL_ERRORS, EVERYTHING, item.v]),
      options: [[ALL_ERRORS, "all errors"], ...Object.entries(data.verdicts).map(([name, [title]]) => [name, title]), [EVERYTHING, "right or wrong"]] },
    { select: byId("filter-kind"), values: (item) => ["", item.k],
      options: [["", "any"], ...Object.entries(data.kinds)] },
    { select: byId("filter-field"), values: (item) => ["", ...(item.w || [])],
      options: [["", "any field"], ...sorted(data.items.flatMap((item) => item.w || [])).map((name) => [name, words(name)])] },
    { select: byId("filter-article"), values: (item) => ["", String(item.a)],
      options: [["", "any"], ...data.articles.map((article, at) => [String(at), article.id])] },
  ];
  let chosen = [];
  let current = -1;

  function sorted(names) {
    return [...new Set(names)].sort();
  }

  function words(name) {
    return name.replace(/_/g, " ").replace(/^(source|event)\./, "");
  }

  function nameOf(item) {
    return item.t || data.item_titles[item.k];
  }

  function passes(item, except) {
    return filters.every((filter) => filter === except || filter.values(item).includes(filter.select.value));
  }

  function fillFilters() {
    for (const filter of filters) {
      const value = filter.select.value || filter.options[0][0];
      const counts = new Map();
      for (const item of data.items) {
        if (!passes(item, filter)) continue;
        for (const found of filter.values(item)) counts.set(found, (counts.get(found) || 0) + 1);
      }
      const rows = filter.options.filter(([name], at) => at === 0 || name === value || counts.has(name));
      filter.select.replaceChildren(...rows.map(([name, title]) => {
        const option = element("option", `${title} (${counts.get(name) || 0})`);
        option.value = name;
        return option;
      }));
      filter.select.value = value;
    }
  }

  function choose() {
    fillFilters();
    chosen = data.items.map((_, at) => at).filter((at) => passes(data.items[at], null));
    if (!chosen.includes(current)) current = chosen.length ? chosen[0] : -1;
    show();
  }

  function step(by) {
    const at = chosen.indexOf(current) + by;
    if (at < 0 || at >= chosen.length) return;
    current = chosen[at];
    show();
  }

  function show() {
    const at = chosen.indexOf(current);
    byId("position").textContent = chosen.length ? `${at + 1} of ${chosen.length}` : "0 of 0";
    byId("previous").disabled = at <= 0;
    byId("next").disabled = at < 0 || at === chosen.length - 1;
    byId("empty").hidden = chosen.length > 0;
    byId("item").hidden = chosen.length === 0;
    if (at < 0) return;
    const item = data.items[current];
    const [title, said] = data.verdicts[item.v];
    byId("item-verdict").textContent = title;
    byId("item-verdict").className = `chip ${item.v}`;
    byId("item-kind").textContent = nameOf(item);
    byId("item-said").textContent = `${said[0].toUpperCase()}${said.slice(1)}.`;
    byId("item-article").textContent = data.articles[item.a].id;
    byId("item-fields").replaceChildren(...fieldRows(item));
    for (const [side, pane] of SIDES) showText(byId(pane), side, item);
  }

  function fieldRows(item) {
    const names = Object.keys({ ...(item.g || {}).f, ...(item.p || {}).f });
    const wrong = new Set(item.w || []);
    const stated = (name) => SIDES.some(([side]) => item[side] && item[side].f[name] !== null && item[side].f[name] !== undefined);
    const shown = names.filter((name) => wrong.has(name) || stated(name));
    shown.sort((one, other) => wrong.has(other) - wrong.has(one));
    return shown.map((name) => {
      const row = element("tr", undefined, wrong.has(name) ? "differs" : "");
      const head = element("th", words(name));
      head.scope = "row";
      if (wrong.has(name)) head.append(element("span", " (differs)", "hidden"));
      row.append(head, ...SIDES.map(([side]) => cell(item, side, name)));
      return row;
    });
  }

  function cell(item, side, name) {
    const found = element("td");
    found.lang = "vi";
    const value = item[side] ? item[side].f[name] : undefined;
    if (value === null || value === undefined) {
      found.lang = "en";
      found.append(element("span", item[side] ? "none" : "", "null"));
      return found;
    }
    const numeric = typeof value === "number";
    if (String(value).length > 80) found.className = "long";
    found.append(numeric ? value.toLocaleString("en", { maximumFractionDigits: 6 }) : String(value));
    const glosses = data.glosses[`${item.k}.${name}`] || data.glosses[name];
    if (glosses && glosses[value]) found.append(element("span", ` · ${glosses[value]}`, "gloss"));
    return found;
  }

  // Spans of one side, in code points: the shown item's mention and evidence, and every other item of the article.
  function spansOf(side, item) {
    const text = letters[item.a];
    const spans = [];
    const add = (place, span) => { if (shared.inside(text, place)) spans.push({ start: place[0], end: place[1], ...span }); };
    if (!item[side]) add(anchorOf(side, item, text), { className: "ghost", rank: 1 });
    data.items.forEach((other, at) => {
      if (other.a !== item.a || !other[side]) return;
      const { m: mention, e: evidence } = other[side];
      if (other === item) {
        add(evidence, { className: mention ? "evidence" : "mention", rank: mention ? 1 : 2 });
        add(mention, { className: "mention", rank: 3 });
        if (!mention && !evidence) add(search(item.a, Object.values(other[side].f)), { className: "mention", rank: 2 });
      } else {
        add(mention || evidence, { className: `other ${other.v}`, rank: 0, item: at });
      }
    });
    return spans;
  }

  // Items without offsets (an organisation's name, a title) are looked for as they are written.
  function search(article, values) {
    return shared.search(data.articles[article].text, values);
  }

  function showText(pane, side, item) {
    const article = data.articles[item.a];
    const text = letters[item.a];
    pane.replaceChildren();
    pane.scrollTop = 0;
    if (text === null) {
      pane.append(element("p", "The article's text was not given to the report."));
      return;
    }
    if (side === "p" && article.missing) {
      pane.append(element("p", "There is no summary of this article."));
      return;
    }
    const pieces = shared.paint(pane, text, spansOf(side, item), markOf);
    const wanted = anchorOf(side, item, text);
    const first = wanted && (pieces.find((piece) => piece.start <= wanted[0] && wanted[0] < piece.end) || {}).node;
    if (first) pane.scrollTop = Math.max(0, first.offsetTop - pane.clientHeight / 3);
  }

  // Where a pane is to be looked at: the item's own place, else that of the other side, so that both show one passage.
  function anchorOf(side, item, text) {
    const places = [side, "g", "p"].map((one) => item[one] && (item[one].m || item[one].e || search(item.a, Object.values(item[one].f))));
    return places.find((place) => place && place[0] < text.length) || null;
  }

  function markOf(piece, over) {
    const shown = over.filter((span) => span.rank > 0).sort((one, other) => other.rank - one.rank)[0];
    const other = over.filter((span) => span.rank === 0).sort((one, two) => one.end - one.start - (two.end - two.start))[0];
    const mark = element("mark", piece, [shown, other].filter(Boolean).map((span) => span.className).join(" "));
    if (other) {
      const item = data.items[other.item];
      mark.title = `${nameOf(item)}: ${data.verdicts[item.v][0]}`;
      mark.dataset.item = String(other.item);
    }
    return mark;
  }

  // A marked item that the filters hide is shown all the same: they are widened to it.
  function open(at) {
    current = at;
    if (!passes(data.items[at], null)) {
      for (const filter of filters) filter.select.value = filter.options[0][0];
      if (data.items[at].v === "right") filters[0].select.value = EVERYTHING;
    }
    choose();
  }

  if (data.items.length) {
    for (const filter of filters) {
      filter.select.replaceChildren(...filter.options.map(([name, title]) => new Option(title, name)));
      filter.select.addEventListener("change", choose);
    }
    if (!data.items.some((item) => item.v !== "right")) filters[0].select.value = EVERYTHING;
    byId("controls").addEventListener("submit", (event) => event.preventDefault());
    byId("previous").addEventListener("click", () => step(-1));
    byId("next").addEventListener("click", () => step(1));
    byId("browser").addEventListener("click", (event) => {
      const mark = event.target.closest("mark[data-item]");
      if (mark) open(Number(mark.dataset.item));
    });
    byId("browser").addEventListener("keydown", (event) => {
      if (event.target.tagName === "SELECT" || event.altKey || event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowRight") step(1);
      else if (event.key === "ArrowLeft") step(-1);
      else return;
      event.preventDefault();
    });
    byId("browser").hidden = false;
    choose();
  }
})();
