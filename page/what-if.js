// Another card or more memory beside this machine, and what it would change.

import { byId, element, table } from "./dom.js";
import { band, bytes, rate, significant, usd } from "./format.js";

const shownRows = 6;

export function drawWhatIf(now, then, added) {
  if (!added) {
    byId("what-if-sentence").textContent = "Add a card or memory to see what it would change here.";
    byId("what-if-table").replaceChildren();
    return;
  }
  byId("what-if-sentence").textContent = sentence(now, then, added);
  const before = new Map(now.recommendations.map((pick) => [pick.model.id, pick]));
  const rows = then.recommendations.slice(0, shownRows).map((pick) => {
    const old = before.get(pick.model.id);
    return [
      { header: true, value: `${pick.rank}. ${pick.model.name}` },
      old ? `${old.rank}. ${old.row.quantization}` : "not among the picks",
      pick.row.quantization,
      { className: "number", value: old ? band(old.row.speed.decode_tokens_per_second) : null },
      { className: "number", value: band(pick.row.speed.decode_tokens_per_second) },
      { className: "number", value: old ? `×${significant(ratio(pick, old), 2)}` : "new" },
    ];
  });
  byId("what-if-table").replaceChildren(table(`Picks with ${added}`,
    ["Model", "Now", "Then", "Tokens/s now", "Tokens/s then", "Change"], rows));
}

function ratio(pick, old) {
  return pick.row.speed.decode_tokens_per_second.estimate / old.row.speed.decode_tokens_per_second.estimate;
}

function sentence(now, then, added) {
  const [before, after] = [now.recommendations[0], then.recommendations[0]];
  if (!after) return `With ${added} nothing passes either.`;
  const text = `With ${added} the first pick is ${after.model.name} ${after.row.quantization} at ${band(after.row.speed.decode_tokens_per_second)} tokens/s`;
  if (!before) return `${text}; now nothing passes.`;
  const gain = after.score - before.score;
  if (Math.abs(gain) < 0.05) return `${text}: worth the same as what runs now.`;
  return `${text}, worth ${significant(Math.abs(gain), 2)} points ${gain > 0 ? "more" : "less"} than ${before.model.name} ${before.row.quantization} now.`;
}

/** What hardware runs the chosen model, cheapest first; its names are also what can be added. */
export function drawPlan(plan) {
  const names = [...new Set(plan.options.map((option) => option.gpu).filter(Boolean))];
  byId("cards").replaceChildren(...names.map((name) => element("option", { value: name })));
  const rows = plan.options.slice(0, shownRows).map((option) => [
    { header: true, value: option.gpu ? `${option.gpu_count} × ${option.gpu}` : "no card" },
    { className: "number", value: bytes(option.ram_bytes) },
    { className: "number", value: rate(option.memory_bandwidth_bytes_per_second) },
    option.quantization,
    { className: "number", value: significant(option.decode_tokens_per_second) },
    { className: "number", value: usd(option.price_usd) },
    [option.price_kind, option.price_as_of].filter(Boolean).join(", "),
  ]);
  byId("what-if-plan").replaceChildren(...(rows.length
    ? [table(`Hardware that runs ${plan.model.name}, cheapest first`, ["Cards", "Main memory", "reads at", "Quantization", "Tokens/s", "Price", "Price of"], rows)]
    : []));
}
