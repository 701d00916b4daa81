// What is set on the page. It is kept in the address, so that a link shows the same.

let defaults = {};
let current = {};
const listeners = [];

/** Takes what the address says; the token in it is handed back and leaves the address at once. */
export function begin(knownDefaults) {
  defaults = knownDefaults;
  const { state, token } = read(location.hash);
  current = state;
  if (token !== null) write();
  addEventListener("hashchange", () => {
    current = read(location.hash).state;
    tell();
  });
  return token;
}

export function value(key) {
  return current[key];
}

export function all() {
  return current;
}

export function onChange(listener) {
  listeners.push(listener);
}

export function set(changes) {
  current = { ...current, ...changes };
  write();
  tell();
}

function tell() {
  for (const listener of listeners) listener();
}

function read(fragment) {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  const state = { ...defaults };
  for (const key of Object.keys(defaults)) {
    if (given.has(key)) state[key] = given.get(key).slice(0, 200);
  }
  return { state, token: given.get("token") };
}

function write() {
  const changed = Object.entries(current).filter(([key, text]) => text !== defaults[key]);
  const fragment = new URLSearchParams(changed).toString();
  history.replaceState(null, "", fragment ? `#${fragment}` : location.pathname + location.search);
}
