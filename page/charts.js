// Axes, lines and marks in plain SVG. A chart is a picture with a sentence for those who cannot see it; its figures stand in a
// table beside it.

import { element, shape } from "./dom.js";

const margin = { top: 30, right: 24, bottom: 46, left: 58 };

/**
 * An empty chart in a figure: {plot, x, y, width, height}, where plot takes what is drawn.
 * Axes are {domain: [low, high], label, log, format}.
 */
export function chart(figure, summary, caption, xAxis, yAxis, wantedHeight = 340) {
  const outer = Math.max(280, figure.clientWidth || 640);
  const width = outer - margin.left - margin.right;
  const height = Math.min(wantedHeight, Math.max(220, outer * 0.62)) - margin.top - margin.bottom;
  const x = scale(xAxis, [0, width]);
  const y = scale(yAxis, [height, 0]);
  const plot = shape("g", { transform: `translate(${margin.left},${margin.top})` });
  const svg = shape("svg", {
    viewBox: `0 0 ${outer} ${height + margin.top + margin.bottom}`, role: "img", "aria-label": summary, class: "chart",
  }, plot);
  plot.append(axis(x, xAxis, width / 80, width, height, true), axis(y, yAxis, height / 45, width, height, false),
    shape("text", { class: "axis-label", x: width, y: height + 38, "text-anchor": "end" }, xAxis.label),
    shape("text", { class: "axis-label", x: -margin.left + 4, y: -14 }, yAxis.label));
  figure.replaceChildren(svg, element("figcaption", {}, caption));
  return { plot, x, y, width, height };
}

/** From values to places; a linear one begins and ends on a tick. */
function scale({ domain, log }, [from, to]) {
  const step = log ? 0 : linearStep(domain, 6);
  const [low, high] = log ? domain : [Math.floor(domain[0] / step) * step, Math.ceil(domain[1] / step) * step];
  const way = log ? Math.log : (value) => value;
  const place = (value) => from + ((way(Math.min(high, Math.max(low, value))) - way(low)) / (way(high) - way(low) || 1)) * (to - from);
  place.domain = [low, high];
  return place;
}

/** 1, 2 or 5 of a decade. */
function linearStep([low, high], count) {
  const rough = (high - low || 1) / Math.max(1, count);
  const decade = 10 ** Math.floor(Math.log10(rough));
  return decade * [1, 2, 5, 10].find((step) => step * decade >= rough * 0.999);
}

function linearTicks([low, high], count) {
  const step = linearStep([low, high], count);
  const first = Math.ceil(low / step - 1e-6);
  return Array.from({ length: Math.floor(high / step + 1e-6) - first + 1 }, (_, index) => (first + index) * step);
}

/** Ticks with their lines over the plot, and their texts below or on the left of it. */
function axis(place, { log, format, values }, count, width, height, isBottom) {
  const ticks = values ?? (log ? logTicks : linearTicks)(place.domain, count);
  return shape("g", { class: "axis" },
    shape("path", { d: isBottom ? `M0,${height}H${width}` : `M0,0V${height}` }),
    ...ticks.flatMap((value) => {
      const at = place(value);
      return isBottom
        ? [shape("line", { x1: at, x2: at, y1: 0, y2: height }), shape("text", { x: at, y: height + 18, "text-anchor": "middle" }, format(value))]
        : [shape("line", { x1: 0, x2: width, y1: at, y2: at }), shape("text", { x: -6, y: at + 4, "text-anchor": "end" }, format(value))];
    }));
}

/** 1, 2 and 5 of each decade, or every second or third of them where that would be too many. */
function logTicks([low, high], count) {
  const all = [];
  for (let decade = Math.floor(Math.log10(low)); decade <= Math.ceil(Math.log10(high)); decade++) {
    for (const step of [1, 2, 5]) all.push(Number((step * 10 ** decade).toPrecision(1)));
  }
  const inside = all.filter((value) => value >= low * 0.999 && value <= high * 1.001);
  if (inside.length <= count) return inside;
  const stride = Math.ceil(inside.length / Math.max(1, count));
  return inside.filter((_, index) => index % stride === 0);
}

/** A line through [x, y] pairs; y that is null interrupts it. */
export function line({ plot, x, y }, points, className) {
  let path = "";
  let isDown = false;
  for (const [px, py] of points) {
    if (py === null || py === undefined) {
      isDown = false;
      continue;
    }
    path += `${isDown ? "L" : "M"}${x(px).toFixed(1)},${y(py).toFixed(1)}`;
    isDown = true;
  }
  plot.append(shape("path", { d: path, class: `line ${className}` }));
}

/** The area between two y over the same x. */
export function area({ plot, x, y }, points, className) {
  const upper = points.map(([px, , high]) => `${x(px).toFixed(1)},${y(high).toFixed(1)}`);
  const lower = points.map(([px, low]) => `${x(px).toFixed(1)},${y(low).toFixed(1)}`).reverse();
  if (points.length > 1) plot.append(shape("path", { d: `M${[...upper, ...lower].join("L")}Z`, class: `area ${className}` }));
}

/** Texts beside points that do not lie over each other: the first given win. */
export function labels({ plot, width }, wanted) {
  const taken = [];
  for (const { x, y, text, className } of wanted) {
    const length = text.length * 6.6;
    const left = x + 10 + length > width ? x - 10 - length : x + 10;
    const box = { left, right: left + length, top: y - 11, bottom: y + 5 };
    const collides = taken.some((other) =>
      box.left < other.right && box.right > other.left && box.top < other.bottom && box.bottom > other.top);
    if (collides || left < 0) continue;
    taken.push(box);
    plot.append(shape("text", { x: left, y: y + 1, class: `point-label ${className ?? ""}` }, text));
  }
}

/** A bar that is filled to a share of what may be loaded, with the load line. */
export function loadBar(share, text) {
  return shape("svg", { viewBox: "0 0 100 10", class: "load", role: "img", "aria-label": text, preserveAspectRatio: "none" },
    shape("title", {}, text),
    shape("rect", { class: "free", width: 90, height: 10 }),
    shape("rect", { class: share > 1 ? "over" : "used", width: Math.min(100, share * 90), height: 10 }),
    shape("path", { class: "load-line", d: "M90,0V10" }));
}

/** Colours by name with what they stand for. */
export function legend(entries) {
  return element("ul", { class: "legend" }, ...entries.map(([className, text]) =>
    element("li", {}, element("span", { class: `swatch ${className}`, "aria-hidden": "true" }), text)));
}
