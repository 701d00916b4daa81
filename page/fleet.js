// Many machines: a tile for each class of equal hosts, with what each of them carries and what is odd about some.

import { legend, loadBar } from "./charts.js";
import { byId, element, table } from "./dom.js";
import { band, bytes, significant, whole } from "./format.js";

const shownClasses = 60;
const shownHosts = 40;

/** How much of a host is left beside its best model. A tile says it in words too, and by the line on its left. */
const levels = [
  { most: 0.7, name: "roomy", text: "much room left" },
  { most: 0.9, name: "laden", text: "some room left" },
  { most: Infinity, name: "brim", text: "close to its load line" },
];
const idle = { name: "idle", text: "nothing passes" };

export function drawFleet(fleet) {
  const carried = new Map();
  for (const model of fleet.carries) carried.set(model.class, [...(carried.get(model.class) ?? []), model]);
  byId("fleet-sentence").textContent = sentence(fleet, carried);
  byId("fleet-legend").replaceChildren(legend([...levels, idle].map(({ name, text }) => [`level ${name}`, text])));
  byId("tiles").replaceChildren(...fleet.classes.slice(0, shownClasses).map((kind) => tile(kind, carried.get(kind.fingerprint) ?? [])));
  byId("fleet-skipped").replaceChildren(...skipped(fleet.skipped));
}

function sentence(fleet, carried) {
  const odd = new Set(fleet.classes.flatMap(oddHosts));
  const carriers = fleet.classes.filter((kind) => carried.has(kind.fingerprint)).reduce((sum, kind) => sum + kind.count, 0);
  const hidden = fleet.classes.length - shownClasses;
  return [
    `${count(fleet.hosts, "host")} in ${fleet.classes.length === 1 ? "1 class" : `${whole(fleet.classes.length)} classes`}:`,
    `${whole(carriers)} ${carriers === 1 ? "carries" : "carry"} a model for what is asked,`,
    odd.size ? `and something is odd about ${whole(odd.size)}.` : "and nothing is odd.",
    hidden > 0 ? `The ${whole(hidden)} smallest classes are not shown.` : "",
  ].join(" ").trim();
}

function count(number, unit) {
  return `${whole(number)} ${number === 1 ? unit : `${unit}s`}`;
}

function oddHosts(kind) {
  return kind.oddities.flatMap((oddity) => oddity.hosts);
}

function tile(kind, models) {
  const best = models[0];
  const level = best ? levels.find(({ most }) => best.load <= most) : idle;
  return element("article", { class: `tile ${level.name}` },
    element("h3", {}, `${count(kind.count, "host")} ${kind.cards === "none" ? "without a card" : `with ${kind.cards}`}`),
    element("p", { class: "note" }, `${kind.processor}, ${bytes(kind.machine.memory.total_bytes)} of main memory`),
    element("p", { class: "level-text" }, `${level.text[0].toUpperCase()}${level.text.slice(1)}`,
      best ? `: ${bytes(best.headroom_bytes)} beside ${best.name}` : null),
    best ? loadBar(best.load, `${best.name} fills ${Math.round(best.load * 100)} % of what may be loaded`) : null,
    models.length ? carries(models, kind) : null,
    hosts(kind),
    kind.oddities.length ? element("ul", { class: "odd" }, ...kind.oddities.map((oddity) => element("li", {}, oddityText(oddity, kind)))) : null);
}

function carries(models, kind) {
  return table(`Each of class ${kind.fingerprint.slice(0, 6)} carries`, ["Model", "Quantization", "Quality", "Tokens/s (band)"], models.map((model) => [
    { header: true, value: `${model.rank}. ${model.name}` }, model.quantization,
    { className: "number", value: significant(model.quality, 2) },
    { className: "number", value: band(model.tokens_per_second) },
  ]));
}

/** The hosts by name, those first about which something is odd. */
function hosts(kind) {
  const odd = new Set(oddHosts(kind));
  const names = [...kind.hosts.filter((name) => odd.has(name)), ...kind.hosts.filter((name) => !odd.has(name))];
  const more = names.length - shownHosts;
  return element("ul", { class: "hosts", "aria-label": count(kind.count, "host") },
    ...names.slice(0, shownHosts).map((name) => element("li", { class: odd.has(name) ? "odd-host" : null }, name, odd.has(name) ? " (odd)" : null)),
    more > 0 ? element("li", {}, `and ${whole(more)} more`) : null);
}

function oddityText(oddity, kind) {
  const whom = oddity.hosts.length === kind.count && kind.count > 1 ? "all" : names(oddity.hosts);
  return `${whom}: ${oddity.text}`;
}

function names(hosts) {
  const shown = hosts.slice(0, 4).join(", ");
  return hosts.length > 4 ? `${shown} and ${whole(hosts.length - 4)} more` : shown;
}

function skipped(documents) {
  if (!documents.length) return [];
  return [element("details", {}, element("summary", {}, `${count(documents.length, "document")} could not be read`),
    element("ul", {}, ...documents.slice(0, shownHosts).map((document) => element("li", {}, document.reason))))];
}
