// The machine as a picture: each memory is a hull that what it carries presses into the water.

import { byId, element, shape } from "./dom.js";
import { bytes, rate, significant, whole } from "./format.js";

// The hull in the picture's own units: the keel at the bottom stands for nothing loaded, the deck for everything.
const deck = 44;
const keel = 196;
const hull = "M44,30 H276 L270,150 Q266,196 220,196 H100 Q54,196 50,150 Z";

const cargo = [
  ["weights_bytes", "weights", "weights"],
  ["kv_cache_bytes", "cache", "KV cache"],
  ["recurrent_bytes", "state", "recurrent state"],
  ["compute_bytes", "compute", "compute"],
  ["overhead_bytes", "overhead", "runtime"],
];

/** The memories that a model can lie in: {id, name, total, others, budget}. */
export function pools(machine) {
  const cards = machine.accelerators.filter((card) => card.usable && card.memory_total_bytes && card.budget_bytes !== null);
  const found = cards.map((card) => ({
    id: card.id, name: nameOf(card, cards), total: card.memory_total_bytes,
    others: Math.max(0, card.memory_total_bytes - (card.memory_free_bytes ?? card.memory_total_bytes)), budget: card.budget_bytes,
  }));
  const { limit_bytes, total_bytes, available_bytes, budget_bytes } = machine.memory;
  const total = Math.min(limit_bytes ?? Infinity, total_bytes ?? Infinity);
  if (Number.isFinite(total) && budget_bytes !== null) {
    const others = Math.max(0, total - Math.min(total, available_bytes ?? total));
    found.push({ id: "cpu", name: "Main memory", total, others, budget: budget_bytes });
  }
  return found;
}

/** Cards alike are told apart by their ids. */
function nameOf(card, cards) {
  if (!card.name) return card.id;
  return cards.filter((other) => other.name === card.name).length > 1 ? `${card.name} (${card.id})` : card.name;
}

export function drawMachine(machine, picks, chosen) {
  const all = pools(machine);
  byId("hulls").replaceChildren(...all.map((pool, index) => figureOf(pool, index, picks, chosen)));
  byId("machine-verdict").textContent = verdict(all, chosen);
  byId("machine-facts").replaceChildren(...facts(machine));
  const title = [machine.cpu.model, ...machine.accelerators.filter((card) => card.usable).map((card) => card.name)].filter(Boolean);
  byId("subject").textContent = title.length ? title.join(" · ") : `${whole(machine.cpu.cores)} cores, ${bytes(machine.memory.total_bytes)}`;
}

function verdict(all, chosen) {
  if (!chosen) return "Nothing fits what is asked for: no hull is loaded.";
  const parts = all.flatMap((pool) => {
    const device = onDevice(chosen, pool.id);
    if (!device) return [];
    const left = pool.budget - device.bytes;
    return left >= 0 ? [`${bytes(left)} below the load line of ${pool.name}`] : [`${bytes(-left)} over the load line of ${pool.name}`];
  });
  return `${chosen.model.name} ${chosen.row.quantization}: ${parts.join(", ")}.`;
}

function onDevice(pick, id) {
  return pick.row.placement.devices.find((device) => device.id === id);
}

function figureOf(pool, index, picks, chosen) {
  const y = (count) => keel - (keel - deck) * Math.min(1.06, count / pool.total);
  const device = chosen && onDevice(chosen, pool.id);
  const load = pool.others + (device?.bytes ?? 0);
  const line = pool.others + pool.budget;
  const isOver = load > line;
  const sentence = `${pool.name}: ${bytes(pool.total)}, ${bytes(pool.others)} taken by others, load line at ${bytes(line)}, `
    + `loaded to ${bytes(load)}${isOver ? ", over the line" : ""}.`;
  const svg = shape("svg", { viewBox: "0 0 320 226", role: "img", "aria-label": sentence, class: isOver ? "hull over" : "hull" });
  const clip = `hull-${index}`;
  svg.append(
    shape("defs", {}, shape("clipPath", { id: clip }, shape("path", { d: hull }))),
    water(y(load)),
    shape("path", { d: hull, class: "body" }),
    shape("g", { "clip-path": `url(#${clip})` }, ...layers(pool, device, y)),
    shape("path", { d: hull, class: "planks" }),
    shape("path", { d: `M34,${y(line)} H286`, class: "load-line" }),
    shape("circle", { cx: 160, cy: y(line), r: 10, class: "load-mark" }),
    shape("path", { d: `M142,${y(line)} H178`, class: "load-line" }),
    ...marks(pool, picks, chosen, y));
  const rows = [
    ["carries at most", bytes(pool.total)], ["taken by others", bytes(pool.others)], ["safe to load", bytes(pool.budget)],
    ["this pick", device ? bytes(device.bytes) : "nothing"],
    [isOver ? "over by" : "still free", bytes(Math.abs(line - load))],
  ];
  return element("figure", { class: isOver ? "ship over" : "ship" }, element("h3", {}, pool.name), svg,
    definitions(rows),
    element("figcaption", {}, legendOf(device)));
}

function water(level) {
  const waves = Array.from({ length: 8 }, (_, index) => `q10,${index % 2 ? 5 : -5} 20,0 t20,0`).join(" ");
  return shape("path", { d: `M0,${level} ${waves} V226 H0 Z`, class: "water" });
}

function layers(pool, device, y) {
  let from = 0;
  const parts = [[pool.others, "others", "others"], ...cargo.map(([key, name, text]) => [device?.memory?.[key] ?? 0, name, text])];
  return parts.filter(([count]) => count > 0).map(([count, name, text]) => {
    const [top, bottom] = [y(from + count), y(from)];
    from += count;
    return shape("rect", { x: 40, width: 240, y: top, height: Math.max(0, bottom - top), class: `cargo ${name}` },
      shape("title", {}, `${text}: ${bytes(count)}`));
  });
}

/** How deep each of the first picks would lie, as draught marks at the side. */
function marks(pool, picks, chosen, y) {
  const levels = picks.slice(0, 8).map((pick) => ({ pick, bytes: onDevice(pick, pool.id)?.bytes })).filter((mark) => mark.bytes);
  levels.sort((first, second) => first.bytes - second.bytes);
  const placed = levels.map(({ pick, bytes: count }) => ({ pick, level: y(pool.others + count) }));
  let height = Infinity;
  return placed.flatMap(({ pick, level }) => {
    height = Math.min(level, height - 13);
    const last = height;
    const isChosen = pick === chosen;
    return [
      shape("path", { d: `M280,${level} L290,${level} L296,${last}`, class: "draught" }),
      shape("text", { x: 300, y: last + 4, class: isChosen ? "draught chosen" : "draught" }, String(pick.rank),
        shape("title", {}, `${pick.rank}. ${pick.model.name} ${pick.row.quantization}`)),
    ];
  });
}

function legendOf(device) {
  const present = cargo.filter(([key]) => (device?.memory?.[key] ?? 0) > 0);
  return element("ul", { class: "legend" },
    element("li", {}, element("span", { class: "swatch others", "aria-hidden": "true" }), "others"),
    ...present.map(([key, name, text]) =>
      element("li", {}, element("span", { class: `swatch ${name}`, "aria-hidden": "true" }), `${text} ${bytes(device.memory[key])}`)));
}

function facts(machine) {
  const { cpu, memory } = machine;
  const processor = [
    ["Model", cpu.model], ["Cores", `${whole(cpu.cores)} (${whole(cpu.usable_threads)} threads for a model)`],
    ["Instructions", cpu.isa.join(", ")], ["Memory", bytes(memory.total_bytes)], ["Reads memory at", rate(memory.bandwidth_bytes_per_second)],
    ["Swap", bytes(memory.swap_bytes)],
  ];
  const cards = machine.accelerators.map((card) => [nameOf(card, machine.accelerators), [
    ["Memory", `${bytes(card.memory_total_bytes)} ${card.memory_kind ?? ""}`], ["Free now", bytes(card.memory_free_bytes)],
    ["Reads it at", rate(card.bandwidth_bytes_per_second)], ["Link", linkText(card.link)], ["Driver", card.driver],
    ["Back ends", card.backends.join(", ") || "none"],
    ...(card.usable ? [] : [["Not used", card.reason]]),
  ]]);
  const runtimes = machine.runtimes.map((runtime) => [runtime.name, [runtime.version, runtime.running ? "running" : null].filter(Boolean).join(", ")]);
  return [["Processor and memory", processor], ...cards, ...(runtimes.length ? [["Runtimes", runtimes]] : [])]
    .map(([title, rows]) => element("div", { class: "fact" }, element("h3", {}, title), definitions(rows)));
}

function definitions(rows) {
  return element("dl", {}, ...rows.flatMap(([name, text]) => [element("dt", {}, name), element("dd", {}, text || "–")]));
}

function linkText(link) {
  if (!link) return "–";
  return `${link.lanes ?? "?"} lanes of PCI Express at ${significant(link.transfers_per_second / 1e9)} GT/s`;
}
