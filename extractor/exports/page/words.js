// The page of a run: a list that draws only what is seen, and articles that are unpacked when they are opened.
// Text goes in as text, never as markup.
const { byId, element } = shared;
const data = JSON.parse(byId("data").textContent);
const numbers = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 6 });
const ROW = 98;
const SPARE = 8;
const KEPT_PARTS = 6;
const SETTLE = 150;
const narrow = () => matchMedia("(max-width: 48rem)").matches;
const DOUBTS = {
  rejected: "bị từ chối", unexplained: "số chưa giải thích", review: "cần xem lại", dismissed: "không phải số liệu",
};
// How likely a reading is wrong, as a mark beside it; certain is nothing here.
const wrongSaid = (wrong, lacks = false) => `nghi ${lacks ? "thiếu" : "sai"} ${Math.min(99, Math.round(100 * wrong))}%`;
const SEVERAL = "trong năm có nhiều giá trị khác nhau";
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

// What is known of a number beside its value: about 300, 300 to 500, 48 of 66.
function bounded(value, bound, words) {
  if (!bound) return words(value);
  const [sign, upper, whole] = bound;
  const told = whole === null ? words(value) : `${shown(value)}/${words(whole)}`;
  return (sign ? `${sign} ` : "") + told + (upper === null ? "" : ` – ${words(upper)}`);
}

function fieldWords(kind, item, name) {
  const unit = kind.units[name];
  return bounded(item.f[name], item.b?.[name], (value) => unit ? withUnit(value, item.f[unit]) : shown(value, kind.glosses[name]));
}

// Both ends of a range; what stands behind both of them is said once: 1,5 – 2%.
function rangeWords(low, high, words) {
  const [one, other] = [words(low), words(high)];
  const tail = /\D*$/.exec(other)[0];
  return `${tail && one.endsWith(tail) ? one.slice(0, -tail.length) : one} – ${other}`;
}

// A number with its bounds and what it is held against, in the task's words: trên 8%, 48/66, giảm 1,5 – 2%, vượt KH 5%.
function numberWords(number, { value, upper, whole, sign, way }, words) {
  const forms = Object.hasOwn(number.ways, way) ? number.ways[way] : ["{}"];
  const put = (told, below) => forms[below ? forms.length - 1 : 0].replace("{}", () => told);
  const size = (one) => (forms.length > 1 ? Math.abs(one) : one);
  const signed = (told) => (Object.hasOwn(number.signs, sign) ? `${number.signs[sign]} ${told}` : told);
  if (upper !== undefined) {
    if (forms.length > 1 && value < 0 !== upper < 0) return [value, upper].map((one) => put(words(size(one)), one < 0)).join(" – ");
    const [low, high] = [size(value), size(upper)].sort((one, other) => one - other);
    return put(signed(rangeWords(low, high, words)), value < 0);
  }
  return put(signed(whole === undefined ? words(size(value)) : `${shown(size(value))}/${words(whole)}`), value < 0);
}

// The number that an item is about.
function ownNumber(kind, item) {
  const number = kind.number;
  const told = Object.fromEntries(["value", "upper", "whole", "sign", "way"].map((part) => [part, item.f[number[part]]]));
  return numberWords(number, told, (one) => withUnit(one, item.f[kind.units[number.value]]));
}

// Whether the open article's items of that list differ in the field that may tell them apart.
const differing = new WeakMap();

function differ(k, name) {
  if (!differing.has(article)) differing.set(article, new Map());
  const known = differing.get(article);
  if (!known.has(k)) known.set(k, new Set(article.items.filter((one) => one.k === k).map((one) => one.f[name] ?? "")).size > 1);
  return known.get(k);
}

// The parts of an item's name: what marks it (`KH`), then what it says.
function titleParts(item) {
  const kind = data.kinds[item.k];
  const { number } = kind;
  const parts = kind.title.filter((name) => name in item.f && says(item.f[name], kind.glosses[name]))
    .map((name) => (number?.value === name ? ownNumber(kind, item) : fieldWords(kind, item, name)));
  if (kind.apart && kind.apart in item.f && differ(item.k, kind.apart)) parts.push(fieldWords(kind, item, kind.apart));
  const label = number ? item.f[number.mark] : undefined;
  const mark = number && Object.hasOwn(number.marks, label) ? number.marks[label] : "";
  return { mark, gloss: mark && shown(label, kind.glosses[number.mark]), said: parts.join(" · ") || kind.label };
}

function titleOf(item) {
  const { mark, said } = titleParts(item);
  return mark ? `${mark} ${said}` : said;
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
