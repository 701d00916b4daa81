// Figures as text. Null stays visible as a dash: it is unknown, not zero.

const gibibyte = 2 ** 30;

export function bytes(count) {
  if (count === null || count === undefined) return "–";
  if (count < gibibyte) return `${Math.round(count / 2 ** 20)} MiB`;
  return `${(count / gibibyte).toFixed(count < 100 * gibibyte ? 1 : 0)} GiB`;
}

export function rate(bytesPerSecond) {
  return bytesPerSecond ? `${significant(bytesPerSecond / 1e9, 3)} GB/s` : "–";
}

/** A number with so many digits that tell something, with thousands apart. */
export function significant(value, digits = 2) {
  if (value === null || value === undefined) return "–";
  if (value === 0) return "0";
  const places = Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString("en", { minimumFractionDigits: 0, maximumFractionDigits: Math.min(places, 6) });
}

export function whole(value) {
  return value === null || value === undefined ? "–" : Math.round(value).toLocaleString("en");
}

export function seconds(value) {
  if (value === null || value === undefined) return "–";
  if (value < 1) return `${significant(value * 1000, 2)} ms`;
  if (value < 120) return `${significant(value, 2)} s`;
  if (value < 7200) return `${significant(value / 60, 2)} min`;
  return `${significant(value / 3600, 2)} h`;
}

export function usd(value) {
  if (value === null || value === undefined) return "–";
  const size = Math.abs(value);
  const text = size >= 100 ? whole(size) : size.toFixed(size !== 0 && size < 0.1 ? 4 : 2);
  return `${value < 0 ? "−" : ""}$${text}`;
}

/** An estimate with its band. */
export function band(estimate, text = significant) {
  return estimate ? `${text(estimate.estimate)} (${text(estimate.low)}–${text(estimate.high)})` : "–";
}

export function tokens(count) {
  return count >= 1024 && count % 1024 === 0 ? `${count / 1024}k` : String(count);
}
