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
