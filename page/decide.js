// Here, hosted, or both: the verdict and the way to it.

import { byId, element, table } from "./dom.js";

/** The rules of docs/decide.md in their order: the first that decides, decides. */
const rules = [
  ["privacy", "Privacy", "Must the data stay?"],
  ["quality", "Quality", "Is only the best good enough?"],
  ["latency", "Latency", "Must it begin at once?"],
  ["cost", "Cost", "What is the bill?"],
  ["people", "People", "Who runs it?"],
];
const verdicts = {
  local: "Run the model on your own machines", api: "Use a hosted model", hybrid: "Use both, your own machines and a hosted model",
};

export function drawDecision(document) {
  const verdict = verdicts[document.verdict] ?? "The answers contradict each other, and nothing is allowed";
  byId("verdict").textContent = document.reasons.length ? `${verdict}: ${document.reasons.join("; ")}.` : `${verdict}.`;
  const decided = rules.findIndex(([id]) => id === document.decided_by);
  byId("decision-path").replaceChildren(...rules.map(([id, name, question], index) => {
    const status = index === decided ? "decides" : decided < 0 || index < decided ? "passed" : "not reached";
    return element("li", { class: status.replace(" ", "-"), "aria-current": index === decided ? "step" : null, "data-rule": id },
      element("strong", {}, name), element("span", {}, question), element("em", {}, status));
  }));
  const changes = document.changes.map((change) => [{ header: true, value: change.answer }, change.verdict]);
  const stack = (document.stack ?? []).map((one) => [{ header: true, value: one.runtime }, one.why]);
  const allowed = document.providers.filter((provider) => provider.allowed).map((provider) => provider.name);
  byId("decision-details").replaceChildren(
    ...(stack.length ? [table("What to try first", ["Runtime", "Why"], stack)] : []),
    ...(changes.length ? [table("What would change it", ["With the answer", "Verdict"], changes)] : []),
    element("p", { class: "note" }, allowed.length
      ? `Providers whose published terms would allow it: ${[...new Set(allowed)].join(", ")}.`
      : "No provider’s published terms allow it."),
    element("p", { class: "note" }, document.notice));
}
