// The page of a run: a list that draws only what is seen, and articles that are unpacked when they are opened.
// Text goes in as text, never as markup.
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

function titleOf(item) {
  const kind = data.kinds[item.k];
  const parts = kind.title.filter((name) => name in item.f && says(item.f[name], kind.glosses[name])).map((name) => fieldWords(kind, item, name));
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
