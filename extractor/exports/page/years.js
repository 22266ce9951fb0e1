// ---- Years ----
const splits = data.series ? Object.keys(data.series.split) : [];
const plain = (point) => splits.length < 2 || point[2] === splits[0] || point[2] === null;
// A point is year, value, phase and article, and then its sign, upper end and whole where it has one of them.
const valuesOf = (line) => line.points;
const given = (value) => (value === null ? undefined : value);
const upperOf = (point) => given(point[4]?.[1] ?? null);
const wholeOf = (point) => given(point[4]?.[2] ?? null);
const planMark = (point) => (plain(point) ? "" : data.series.number?.marks[point[2]] || "KH");

function lineName(line) {
  const words = line.same.map((value, at) => (value === null || at === data.series.unit || !says(value, data.series.same[at].glosses) ? null : shown(value, data.series.same[at].glosses)));
  return words.filter((word) => word !== null).join(" · ") || upper(data.series.label);
}

const amount = (line, value) => withUnit(value, line.same[data.series.unit]);
const yearsOf = (line) => [...new Set(line.points.map((point) => point[0]))];

function boundWords(line, point) {
  if (!data.series.number) return amount(line, point[1]);
  const told = { value: point[1], upper: upperOf(point), whole: wholeOf(point), sign: point[4]?.[0] };
  return numberWords(data.series.number, told, (value) => amount(line, value));
}

const pointWords = (line, point) => [planMark(point), boundWords(line, point)].filter(Boolean).join(" ");

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
  const results = (line) => new Set(plotted(line).filter((one) => plain(one.point)).map((one) => one.year)).size;
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
  row.append(head, ...body.years.map((year) => yearCell(line, year)));
  line.row = row;
  return row;
}

function yearCell(line, year) {
  const cell = element("td", undefined, "n");
  const found = line.points.filter((point) => point[0] === year);
  const several = new Set(plotted(line).filter((one) => one.several).map((one) => one.point));
  found.sort((one, other) => Number(plain(other)) - Number(plain(one)));
  found.forEach((point, at) => {
    if (at) cell.append(element("br"));
    const link = element("a", pointWords(line, point), plain(point) ? "" : "plan");
    link.href = `#bai=${encodeURIComponent(rows[point[3]].i)}`;
    link.title = [data.series.split[point[2]], several.has(point) ? SEVERAL : ""].filter(Boolean).join("; ");
    cell.append(link);
    if (several.has(point)) cell.append(element("span", " ≠", "unlike"), element("span", ` ${SEVERAL}`, "hidden"));
  });
  return cell;
}

function plot(line) {
  byId("chart").hidden = line === null;
  for (const row of byId("years").tBodies[0].rows) row.classList.remove("plotted");
  if (line === null) return;
  line.row.classList.add("plotted");
  byId("chart-title").textContent = lineName(line);
  byId("chart-plot").replaceChildren(chart(line, byId("chart").clientWidth));
  byId("chart-note").textContent = chartNote(line);
  if (byId("chart").getBoundingClientRect().top < 0) byId("chart").scrollIntoView({ block: "start" });
}
