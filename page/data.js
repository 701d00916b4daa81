// The documents behind the page: asked of the server, or carried in an exported file.

const mostKept = 200;
const tokenKey = "plimsoll-token";
const kept = new Map();
let carried = null;
let questions = null;
let hasFleet = false;

/** What the page can ask, from questions.json. */
export async function begin() {
  const data = document.getElementById("carried");
  if (data) {
    carried = JSON.parse(data.textContent);
    questions = carried.questions;
  } else {
    const response = await fetch("questions.json");
    hasFleet = response.headers.has("Plimsoll-Fleet");
    questions = await response.json();
  }
  return questions;
}

/** Whether the page stands alone, without a server. */
export function isCarried() {
  return carried !== null;
}

/** What an exported file was made for: its options where nothing else is set. */
export function carriedState() {
  return carried?.state ?? {};
}

/** Only a server that listens elsewhere than on this machine asks for it. */
export function keepToken(token) {
  if (token && !carried) sessionStorage.setItem(tokenKey, token);
}

export function steps(key) {
  return questions.steps[key];
}

/** The address below /api/v1/ of a document; the same text is its key in an exported file. */
export function address(name, state, pick) {
  const question = questions.documents[name];
  const parameters = { ...question.fixed };
  for (const key of question.options) if (state[key]) parameters[key] = state[key];
  for (const [key, part] of Object.entries(question.pick ?? {})) {
    if (pick) parameters[key] = part === "model" ? pick.model.id : pick.row.quantization;
  }
  const query = Object.keys(parameters).sort().map((key) => `${key}=${encodeURIComponent(parameters[key])}`).join("&");
  return query ? `${question.path}?${query}` : question.path;
}

/** A document; throws an Error with the server's words and hint where there is none. */
export function ask(name, state, pick, signal) {
  const key = address(name, state, pick);
  if (carried) {
    const document = carried.documents[key];
    return document ? Promise.resolve(unlessError(document)) : Promise.reject(new NotCarried());
  }
  if (!kept.has(key)) {
    const answer = fetched(key, signal);
    if (kept.size >= mostKept) kept.delete(kept.keys().next().value);
    kept.set(key, answer);
    answer.catch(() => kept.delete(key));
  }
  return kept.get(key);
}

/** Whether an answer can be had: with a server always, but for a fleet that it was not given. */
export function has(name, state, pick) {
  return carried ? address(name, state, pick) in carried.documents : name !== "fleet" || hasFleet;
}

export class NotCarried extends Error {
  constructor() {
    super("This file does not carry that answer; ‘plimsoll serve’ has all of them.");
  }
}

async function fetched(key, signal) {
  const token = sessionStorage.getItem(tokenKey);
  let response;
  try {
    response = await fetch(`api/v1/${key}`, { signal, headers: token ? { Authorization: `Bearer ${token}` } : {} });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Error("The server does not answer. Is ‘plimsoll serve’ still running?");
  }
  let document;
  try {
    document = await response.json();
  } catch {
    throw new Error(`The server answered ${response.status} without a document.`);
  }
  return unlessError(document);
}

function unlessError(document) {
  const error = document.error;
  if (error) throw new Error(error.hint ? `${error.message}: ${error.hint}` : error.message);
  return document;
}
