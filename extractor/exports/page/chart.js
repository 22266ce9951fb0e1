// ---- Chart ----
const svg = (name, attributes, text) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
};
const CHART = { height: 280, top: 46, bottom: 30, right: 36, least: 320, most: 704, steps: 5, letter: 7 };

// Round steps from zero that hold all values: an axis that begins elsewhere makes a small change look large.
function ticksOf(values) {
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const rough = (high - low || 1) / CHART.steps;
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((one) => one * power >= rough * 0.999);
  const step = values.every(Number.isInteger) ? Math.max(1, factor * power) : factor * power;
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
}

// What is drawn of a line, each with whether its year has several values of its kind, and whether it is a part of a whole.
function plotted(line) {
  const known = valuesOf(line);
  const several = (point) => known.some((one) => one !== point && one[0] === point[0] && one[2] === point[2]);
  return known.map((point) => ({
    point, several: several(point), part: wholeOf(point) !== undefined, year: point[0], value: point[1], upper: upperOf(point),
  }));
}

// Stretches of years with one plain result each: a range, a part or a year with two results ends a stretch.
function stretches(drawn) {
  const found = [[]];
  for (const year of [...new Set(drawn.map((one) => one.year))].sort((one, other) => one - other)) {
    const results = drawn.filter((one) => one.year === year && plain(one.point));
    if (results.length === 1 && results[0].upper === undefined && !results[0].part) found[found.length - 1].push(results[0]);
    else if (results.length) found.push([]);
  }
  return found.filter((one) => one.length > 1);
}

function axes(made, line, ticks, { x, y, width, left, years }) {
  for (const tick of ticks) {
    made.append(svg("line", { class: tick === 0 ? "axis zero" : "axis", x1: left, x2: width - CHART.right / 2, y1: y(tick), y2: y(tick) }));
    made.append(svg("text", { class: "tick", x: left - 8, y: y(tick) + 4, "text-anchor": "end" }, amount(line, tick)));
  }
  made.append(svg("line", { class: "axis zero", x1: left, x2: left, y1: y(ticks[0]), y2: y(ticks[ticks.length - 1]) }));
  const unit = line.same[data.series.unit];
  const label = shown(unit, data.series.same[data.series.unit].glosses);
  made.append(svg("text", { class: "axis-name", x: 0, y: 14 }, upper(label)));
  for (const year of years) made.append(svg("text", { x: x(year), y: CHART.height - 8, "text-anchor": "middle" }, String(year)));
}

function mark(line, one, { x, y }) {
  const kind = [plain(one.point) ? "dot" : "goal", one.several && "several", one.part && "part"].filter(Boolean).join(" ");
  const [at, from, to] = [x(one.year), y(one.value), y(one.upper ?? one.value)];
  const made = one.upper === undefined ? svg("circle", { class: kind, cx: at, cy: from, r: 4.5 })
    : svg("path", { class: `${kind} range`, d: `M${at - 5},${from}H${at + 5}M${at},${from}V${to}M${at - 5},${to}H${at + 5}` });
  made.append(svg("title", {}, `${one.year}: ${pointWords(line, one.point)}`));
  return made;
}

// A mark's words where they hide no others: above it, beside or below it; none where there is no room, the table has them.
function wordsBeside(line, one, { x, y, width, left }, taken) {
  const said = pointWords(line, one.point);
  const long = CHART.letter * said.length;
  const [at, high, low] = [x(one.year), y(Math.max(one.value, one.upper ?? one.value)), y(Math.min(one.value, one.upper ?? one.value))];
  const middle = (high + low) / 2 + 4;
  const above = [at - long / 2, high - 10, at, "middle"];
  const beside = [[at + 9, middle, at + 9, "start"], [at - 9 - long, middle, at - 9, "end"]];
  const places = [...(plain(one.point) ? [above, ...beside] : [...beside, above]), [at - long / 2, low + 18, at, "middle"]];
  const box = ([from, base]) => [from, base - 11, from + long, base + 3];
  const clear = ([a, b, c, d]) => a >= left - 20 && c <= width && taken.every(([e, f, g, h]) => c <= e || g <= a || d <= f || h <= b);
  const found = places.find((place) => clear(box(place)));
  if (!found) return [];
  taken.push(box(found));
  return [svg("text", { class: plain(one.point) ? "value" : "goal-value", x: found[2], y: found[1], "text-anchor": found[3] }, said)];
}

function chart(line, wanted) {
  const drawn = plotted(line);
  const years = [...new Set(drawn.map((one) => one.year))];
  const ticks = ticksOf(drawn.flatMap((one) => [one.value, one.upper ?? one.value]));
  const width = Math.min(CHART.most, Math.max(CHART.least, wanted));
  const left = 12 + CHART.letter * Math.max(...ticks.map((tick) => amount(line, tick).length));
  const [min, max] = [Math.min(...years), Math.max(...years)];
  const x = (year) => (max === min ? (left + width - CHART.right) / 2 : left + 30 + ((year - min) / (max - min)) * (width - left - CHART.right - 40));
  const span = ticks[ticks.length - 1] - ticks[0];
  const y = (value) => CHART.height - CHART.bottom - ((value - ticks[0]) / span) * (CHART.height - CHART.top - CHART.bottom);
  const told = drawn.map(({ point }) => `${point[0]}: ${plain(point) ? "" : "kế hoạch "}${boundWords(line, point)}`);
  const made = svg("svg", { viewBox: `0 0 ${width} ${CHART.height}`, role: "img", "aria-label": `${lineName(line)}. ${told.join("; ")}` });
  const scale = { x, y, width, left, years };
  axes(made, line, ticks, scale);
  for (const stretch of stretches(drawn)) {
    made.append(svg("path", { class: "line", d: `M${stretch.map((one) => `${x(one.year)},${y(one.value)}`).join("L")}` }));
  }
  drawn.sort((one, other) => Number(plain(other.point)) - Number(plain(one.point)));
  const taken = drawn.map((one) => [x(one.year) - 5, y(one.upper ?? one.value) - 5, x(one.year) + 5, y(one.value) + 5]);
  made.append(...drawn.map((one) => mark(line, one, scale)), ...drawn.flatMap((one) => wordsBeside(line, one, scale, taken)));
  return made;
}

// What is not joined to the line, in words.
function chartNote(line) {
  const drawn = plotted(line);
  const named = (some) => some.map(({ point }) => `${pointWords(line, point)} (${point[0]})`).join("; ");
  const several = drawn.filter((one) => one.several);
  const parts = drawn.filter((one) => one.part && !one.several);
  const ranges = drawn.filter((one) => one.upper !== undefined && !one.several);
  const said = [];
  if (several.length) said.push(`Nhiều giá trị trong một năm: ${named(several)}.`);
  if (parts.length) said.push(`Phần trên tổng số: ${named(parts)}.`);
  if (ranges.length) said.push(`Từ … đến …: ${named(ranges)}.`);
  return said.length ? `Không nối vào đường. ${said.join(" ")}` : "";
}
