// Numbers as a learner reads them.

export const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

let comma = false; // French writes 0,5

export const writeNumbersIn = (language) => (comma = language === "fr");

// A number as the page's language writes it, such as the value of a control.
export const plain = (value) => (comma ? String(value).replace(".", ",") : String(value));

// The same with its thousands set apart: 10,000,000 in English, 10 000 000 in French.
export function grouped(value) {
  const [whole, ...rest] = plain(value).split(comma ? "," : ".");
  const gap = comma ? "\u202f" : ",";
  const apart = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, gap) : whole;
  return [apart, ...rest].join(comma ? "," : ".");
}

// Three significant digits, a real minus sign, no exponent where zeros are still easy to count.
export function number(value, digits = 3) {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  let text =
    size >= 1e5 || size < 1e-3 ? value.toExponential(1) : String(Number(value.toPrecision(digits)));
  if (size >= 100 && size < 1e5) text = String(Math.round(value));
  return plain(text).replace("-", "−").replace("e+", "e").replace("e-", "e−");
}

// The same with at most two decimals, for the cells of a matrix.
export const short = (value, decimals = 2) => number(Number((value ?? NaN).toFixed(decimals)), 3);

// Round values between low and high, about `count` of them, for the ticks of an axis.
export function ticks(low, high, count = 5) {
  if (!(high > low)) return [low];
  const raw = (high - low) / count;
  const power = Math.pow(10, Math.floor(Math.log10(raw)));
  const step = [1, 2, 5, 10].map((f) => f * power).find((s) => s >= raw * 0.999);
  const list = [];
  // The small margins keep a tick that floating point puts a hair outside of the axis.
  for (let k = Math.ceil(low / step - 1e-9); k * step <= high + step * 1e-6; k++) {
    list.push(k * step);
  }
  return list;
}

export const largestSize = (values) =>
  values.reduce((top, v) => Math.max(top, Number.isFinite(v) ? Math.abs(v) : 0), 1e-6);
