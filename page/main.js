// The page: what is set is asked for, and each answer is drawn where it belongs.

import { drawCapacity } from "./capacity.js";
import { drawFiles, drawFirstCommand, drawFormats, drawNoFiles } from "./commands.js";
import * as controls from "./controls.js";
import { drawCost } from "./cost.js";
import * as data from "./data.js";
import { drawDecision } from "./decide.js";
import { byId, element } from "./dom.js";
import { drawFleet } from "./fleet.js";
import { drawLatency } from "./latency.js";
import { drawMachine } from "./machine.js";
import { chosenPick, drawPicks } from "./picks.js";
import * as state from "./state.js";
import { drawPlan, drawWhatIf } from "./what-if.js";

/** Counts the moves: what was asked for an older one is not drawn any more. The root element tells both numbers to tests. */
let move = 0;

async function start() {
  const questions = await data.begin();
  data.keepToken(state.begin({ ...questions.defaults, ...data.carriedState() }));
  const all = Object.values(questions.documents);
  controls.begin(new Set(all.flatMap((question) => question.options)), new Set(all.flatMap((question) => question.beforehand ?? [])));
  state.onChange(draw);
  let width = document.documentElement.clientWidth;
  addEventListener("resize", () => {
    if (document.documentElement.clientWidth === width) return;
    width = document.documentElement.clientWidth;
    draw();
  });
  await draw();
}

async function draw() {
  const mine = ++move;
  document.documentElement.dataset.move = String(mine);
  const began = performance.now();
  const set = state.all();
  controls.show();
  byId("link").href = location.href;
  const isStale = () => mine !== move;
  const fleet = fleetOf(set, isStale);
  await attempt("picks-sentence", isStale, async () => {
    const [machine, picks] = await Promise.all([data.ask("hardware", set), data.ask("picks", set)]);
    if (isStale()) return;
    const chosen = chosenPick(picks);
    drawMachine(machine.machine, picks.recommendations, chosen);
    drawPicks(picks);
    drawFirstCommand(chosen);
    document.documentElement.dataset.answerMilliseconds = Math.round(performance.now() - began);
    byId("provenance").textContent = `plimsoll ${machine.version}. ${originText(machine.machine)}`;
    await rest(set, picks, chosen, isStale);
  });
  await fleet;
  if (!isStale()) document.documentElement.dataset.drawn = String(mine);
}

/** The machines whose documents the server was given, where it was given any. */
async function fleetOf(set, isStale) {
  const isThere = data.has("fleet", set);
  byId("fleet").hidden = byId("fleet-link").hidden = !isThere;
  if (!isThere) return;
  await attempt("fleet-sentence", isStale, async () => {
    const fleet = await data.ask("fleet", set);
    if (!isStale()) drawFleet(fleet);
  });
}

/** What follows the picks; one that fails leaves the others. */
async function rest(set, picks, chosen, isStale) {
  await attempt("what-if-sentence", isStale, async () => {
    const added = [set["add-gpu"], set["add-ram"] && `${set["add-ram"].replace("GiB", " GiB")} more memory`].filter(Boolean).join(" and ");
    const then = added ? await data.ask("what-if", set) : picks;
    if (!isStale()) drawWhatIf(picks, then, added);
  });
  await attempt("verdict", isStale, async () => {
    const decision = await data.ask("decide", set);
    if (!isStale()) drawDecision(decision);
  });
  if (!chosen) return;
  await attempt("capacity-sentence", isStale, async () => {
    const users = Number(set.users);
    const series = await over("users", set, chosen);
    if (isStale()) return;
    drawCapacity(series.map(({ value, document }) => ({ users: value, document })), users);
    drawLatency(series.find(({ value }) => value === users)?.document, chosen, Number(set.network));
  });
  await attempt("cost-sentence", isStale, async () => {
    const answer = await data.ask("cost", set, chosen);
    const series = await over("requests-per-day", set, chosen);
    if (isStale()) return;
    drawCost(answer, series.map(({ value, document }) => ({ requests: value, document })), Number(set["requests-per-day"]));
  });
  await attempt("what-if-plan", isStale, async () => {
    const plan = await data.ask("plan", set, chosen);
    if (!isStale()) drawPlan(plan);
  });
  await attempt("files", isStale, () => files(set, chosen, isStale));
}

async function files(set, chosen, isStale) {
  const formats = await data.ask("formats", set);
  if (isStale()) return;
  drawFormats(formats, (format) => data.has("emit", { ...set, format }, chosen), set.format);
  try {
    const emission = await data.ask("emit", set, chosen);
    if (!isStale()) drawFiles(emission);
  } catch (problem) {
    if (!isStale()) drawNoFiles(problem.message);
  }
}

/** The answers at every step of a slider, those that there are. */
async function over(key, set, chosen) {
  const name = key === "users" ? "capacity" : "cost";
  const values = [...new Set([...data.steps(key), set[key]])].sort((one, other) => one - other);
  const answers = await Promise.allSettled(values.map((value) => data.ask(name, { ...set, [key]: value }, chosen)));
  const series = answers.map((answer, index) => ({ value: Number(values[index]), document: answer.value })).filter((point) => point.document);
  if (series.length === 0) throw answers[0].reason;
  return series;
}

/** A problem stands where its answer would. */
async function attempt(place, isStale, work) {
  try {
    await work();
  } catch (problem) {
    if (!isStale()) byId(place).replaceChildren(element("span", { class: "problem" }, problem.message));
  }
}

function originText(machine) {
  if (machine.origin === "simulated") return `A simulated machine; assumed: ${(machine.assumptions ?? []).join("; ") || "nothing"}.`;
  return data.isCarried() ? "A report made with ‘plimsoll serve --export’." : "This machine, as it is now.";
}

start().catch((problem) => byId("status").append(element("span", { class: "problem" }, problem.message)));
