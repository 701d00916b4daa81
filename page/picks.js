// The ranked picks: a table, and speed against quality as a picture.

import { chart, labels, legend, line, loadBar } from "./charts.js";
import { byId, element, shape, table } from "./dom.js";
import { band, bytes, seconds, significant } from "./format.js";
import * as state from "./state.js";

const shownRows = 12;

/** The pick that is looked at: the one that was chosen, or the first. */
export function chosenPick(document) {
  const picks = document.recommendations;
  return picks.find((pick) => pick.model.id === state.value("pick")) ?? picks[0] ?? null;
}

export function drawPicks(document) {
  const picks = document.recommendations;
  const chosen = chosenPick(document);
  byId("picks-sentence").textContent = sentence(document);
  drawScatter(byId("scatter"), picks, chosen);
  const held = holdFocus();
  byId("picks-table").replaceChildren(...(picks.length ? [tableOf(picks, chosen)] : []));
  held();
  byId("picks-reasons").replaceChildren(...(chosen ? [reasons(chosen)] : []));
  byId("picks-rejected").replaceChildren(...rejected(document.rejected));
}

/** A radio button that had the focus has it again after the table was drawn anew. */
function holdFocus() {
  const id = document.activeElement?.name === "pick" ? document.activeElement.value : null;
  return () => {
    if (id) document.querySelector(`input[name="pick"][value="${CSS.escape(id)}"]`)?.focus({ preventScroll: true });
  };
}

function sentence({ recommendations, rejected: { count, by_gate: gates } }) {
  const first = recommendations[0];
  const most = Object.entries(gates).sort((one, other) => other[1] - one[1]).map(([gate, number]) => `${gate} ${number}`).join(", ");
  const others = count ? ` ${count} models are held back (${most}).` : "";
  if (!first) return `No model passes.${others}`;
  return `${first.model.name} ${first.row.quantization} is the first of ${recommendations.length}: `
    + `${band(first.row.speed.decode_tokens_per_second)} tokens/s, quality ${significant(first.quality.score, 2)}.${others}`;
}

function drawScatter(figure, picks, chosen) {
  const points = picks.filter((pick) => pick.row.speed.decode_tokens_per_second && pick.quality.score !== null).map((pick) => ({
    pick, speed: pick.row.speed.decode_tokens_per_second, quality: pick.quality.score, doubt: pick.quality.uncertainty ?? 0,
  }));
  if (points.length === 0) {
    figure.replaceChildren();
    return;
  }
  const low = Math.min(...points.map((point) => Math.max(0.05, point.speed.low)));
  const high = Math.max(...points.map((point) => point.speed.high));
  const bottom = Math.min(...points.map((point) => point.quality - point.doubt));
  const top = Math.max(...points.map((point) => point.quality + point.doubt));
  const front = points.filter((point) => point.pick.pareto).sort((one, other) => one.speed.estimate - other.speed.estimate);
  const drawn = chart(figure,
    `Speed against quality of ${points.length} picks; none is better and faster than ${front.map((point) => point.pick.model.name).join(", ") || "any other"}. The table has the figures.`,
    legend([["front", "none is better and faster"], ["chosen", "chosen"], ["band", "bands"]]),
    { domain: [low * 0.9, high * 1.1], label: "tokens written per second", log: true, format: (value) => significant(value, 2) },
    { domain: [bottom, top], label: "quality, points", format: (value) => significant(value, 3) });
  const { plot, x, y } = drawn;
  for (const { pick, speed, quality, doubt } of points) {
    const kind = pick === chosen ? "chosen" : pick.pareto ? "front" : "";
    const text = `${pick.rank}. ${pick.model.name} ${pick.row.quantization}: ${band(speed)} tokens/s, quality ${significant(quality, 3)} ± ${significant(doubt)}`;
    plot.append(shape("g", { class: `point ${kind}`, onclick: () => state.set({ pick: pick.model.id }) },
      shape("title", {}, text),
      shape("path", { class: "whisker", d: `M${x(speed.low)},${y(quality)}H${x(speed.high)}M${x(speed.estimate)},${y(quality - doubt)}V${y(quality + doubt)}` }),
      shape("circle", { cx: x(speed.estimate), cy: y(quality), r: kind ? 6 : 4.5 })));
  }
  line(drawn, front.map((point) => [point.speed.estimate, point.quality]), "front");
  const first = points.filter((point) => point.pick === chosen);
  const order = [...first, ...front.filter((point) => !first.includes(point)), ...points.filter((point) => !point.pick.pareto && !first.includes(point))];
  labels(drawn, order.map((point) => ({ x: x(point.speed.estimate), y: y(point.quality), text: point.pick.model.name, className: point.pick === chosen ? "chosen" : "" })));
}

function tableOf(picks, chosen) {
  const shown = picks.filter((pick, index) => index < shownRows || pick === chosen);
  const rows = shown.map((pick) => [
    { header: true, value: choice(pick, chosen) },
    pick.row.quantization,
    { className: "number", value: `${significant(pick.quality.score, 3)} ± ${significant(pick.quality.uncertainty)}` },
    { className: "number", value: band(pick.row.speed.decode_tokens_per_second) },
    { className: "number", value: seconds(pick.row.speed.time_to_first_token_seconds?.estimate) },
    { className: "number", value: seconds(pick.row.answer_seconds?.estimate) },
    loads(pick),
    [pick.label, ...pick.also].filter(Boolean).join(", "),
  ]);
  return element("div", { role: "group", "aria-label": "The chosen pick" }, table("Picks, best first", ["Model", "Quantization", "Quality", "Tokens/s (band)", "First token", "Usual answer", "Load", ""], rows, { class: "picks" }));
}

function choice(pick, chosen) {
  return element("label", { class: "choice" },
    element("input", { type: "radio", name: "pick", value: pick.model.id, checked: pick === chosen, onchange: () => state.set({ pick: pick.model.id }) }),
    `${pick.rank}. ${pick.model.name}${pick.pareto ? " ◆" : ""}`);
}

/** A bar for each memory that the pick lies in, against what it may take there. */
function loads(pick) {
  return element("div", { class: "loads" }, ...pick.row.placement.devices.map((device) =>
    loadBar(device.bytes / device.budget_bytes, `${bytes(device.bytes)} of ${bytes(device.budget_bytes)} in ${device.id}`)));
}

function reasons(pick) {
  const notes = [...pick.reasons, ...pick.warnings, ...pick.row.notes];
  return element("details", { open: true }, element("summary", {}, `Why ${pick.model.name}, and what to know`),
    element("ul", {}, ...notes.map((text) => element("li", {}, text))));
}

function rejected({ nearest }) {
  if (!nearest.length) return [];
  const rows = nearest.map((miss) => [{ header: true, value: `${miss.name ?? miss.model} ${miss.quantization ?? ""}` }, miss.gate, miss.needed, miss.available, miss.remedy]);
  return [table("Over the line: the nearest that are held back", ["Model", "Gate", "Needs", "There is", "What would change it"], rows)];
}
