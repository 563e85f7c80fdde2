// A control for a parameter, made from its node: what it shows and what it sends.

import { int } from "./osc.js";

const UNITS = { "gain.db": "dB", "time.second": "s", "time.bpm": "bpm", "time.hz": "/s" };
const MANY = 1000; // whole numbers with more values than this are typed, not slid

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name in made && typeof value !== "string") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

export const keyOf = (address) => address.replace(/^\/lmdm\/param\//, "");

const words = (key) => key.split("/").pop().replaceAll("_", " ");

function spelled(node, value) {
  if (value === null || value === undefined) return "free";
  if (typeof value !== "number") return String(value);
  const step = node.PARAM.step || 0.01;
  const digits = node.TYPE === "i" ? 0 : Math.max(0, Math.min(3, Math.ceil(-Math.log10(step))));
  const unit = UNITS[node.UNIT?.[0]] ?? node.UNIT?.[0] ?? "";
  const number = value.toFixed(digits).replace("-", "\u2212");
  return unit.startsWith("/") ? number + unit : `${number} ${unit}`.trim();
}

// Sends at most once a frame, the last value.
function throttled(send) {
  let due = false;
  let last;
  return (value) => {
    last = value;
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      send(last);
    });
  };
}

// { row, show(value) }; `send(address, ...args)` carries it out.
export function control(node, send) {
  const key = keyOf(node.FULL_PATH);
  const id = `param-${key.replaceAll("/", "-")}`;
  const label = element("label", { for: id, title: node.DESCRIPTION }, words(key));
  const about = element("span", { id: `${id}-about`, class: "about" }, node.DESCRIPTION);
  const shared = { id, "aria-describedby": about.id };
  const made =
    node.TYPE === "T" ? toggle(node, shared, send)
    : node.RANGE?.[0].VALS ? choice(node, shared, send)
    : node.TYPE === "i" && node.RANGE[0].MAX - node.RANGE[0].MIN > MANY ? typed(node, shared, send)
    : slider(node, shared, send);
  const row = element("div", { class: `control ${made.kind}` }, label, ...made.parts, about);
  row.dataset.key = key;
  made.show(node.VALUE?.[0]);
  return { row, show: made.show };
}

function toggle(node, shared, send) {
  const input = element("input", { ...shared, type: "checkbox", role: "switch" });
  input.onchange = () => send(node.FULL_PATH, input.checked);
  return { kind: "toggle", parts: [input], show: (value) => { input.checked = Boolean(value); } };
}

function choice(node, shared, send) {
  const names = node.RANGE[0].VALS;
  const input = element("select", shared, ...names.map((name) => element("option", {}, name)));
  // no name is empty: that is what it is while the model decides
  if (node.PARAM.free) input.prepend(element("option", { value: "" }, "free: the model decides"));
  input.onchange = () => {
    if (input.value === "") send("/lmdm/free", keyOf(node.FULL_PATH));
    else send(node.FULL_PATH, input.value);
  };
  return { kind: "choice", parts: [input], show: (value) => { input.value = value ?? ""; } };
}

function typed(node, shared, send) {
  const { MIN, MAX } = node.RANGE[0];
  const input = element("input", { ...shared, type: "number", min: String(MIN), max: String(MAX), step: "1", inputmode: "numeric" });
  input.onchange = () => {
    if (input.value !== "" && input.checkValidity()) send(node.FULL_PATH, int(input.valueAsNumber));
    else input.reportValidity();
  };
  return { kind: "typed", parts: [input], show: (value) => { input.value = value; } };
}

function slider(node, shared, send) {
  const { MIN, MAX } = node.RANGE[0];
  const { step, warp, free } = node.PARAM;
  const curved = warp === "exp";
  const place = (value) => (curved ? Math.log(value / MIN) / Math.log(MAX / MIN) : value);
  const value = (at) => (curved ? MIN * (MAX / MIN) ** at : at);
  const ends = curved ? { min: "0", max: "1", step: "0.005" }
    : { min: String(MIN), max: String(MAX), step: String(step || "any") };
  const input = element("input", { ...shared, ...ends, type: "range" });
  const shown = element("output", { for: shared.id });
  const parts = [input, shown];
  const number = (x) => (node.TYPE === "i" ? int(x) : x);
  const carry = throttled((x) => send(node.FULL_PATH, number(x)));
  let release;
  const display = (x) => {
    const text = spelled(node, x);
    shown.textContent = text;
    input.setAttribute("aria-valuetext", x === null ? "free: the model decides" : text);
    if (release) release.checked = x === null;
    shown.closest(".control")?.classList.toggle("is-free", x === null);
    const at = (Number(input.value) - Number(input.min)) / (Number(input.max) - Number(input.min));
    input.style.setProperty("--at", `${100 * at}%`);
  };
  input.oninput = () => {
    const x = value(Number(input.value));
    display(x);
    carry(x);
  };
  if (free) {
    const key = keyOf(node.FULL_PATH);
    release = element("input", { type: "checkbox", "aria-label": `${words(key)}: the model decides` });
    release.onchange = () => {
      if (release.checked) send("/lmdm/free", key);
      else send(node.FULL_PATH, value(Number(input.value)));
      display(release.checked ? null : value(Number(input.value)));
    };
    parts.push(element("span", { class: "free", title: "the model decides" }, element("label", {}, release, "free")));
  }
  const show = (x) => {
    if (x !== null && x !== undefined) input.value = String(place(x));
    else if (input.value === "") input.value = String(place((MIN + MAX) / 2));
    display(x ?? null);
  };
  return { kind: free ? "slider can-be-free" : "slider", parts, show };
}
