// The page: what the instrument says is shown, what a hand does is sent as OSC. Everything that can
// be set is made from the namespace, so that a new parameter appears here by itself.

import { control, element, keyOf } from "./controls.js";
import { Health } from "./health.js";
import { Link } from "./link.js";
import { Midi } from "./midi.js";
import { int } from "./osc.js";
import { Prompts } from "./prompts.js";
import { Meter, Spectrogram } from "./spectrogram.js";

const $ = (id) => document.getElementById(id);
const TITLES = { now: "Output", frame: "Music", block: "Making blocks", reload: "After a load" };
const ORDER = ["Music", "Output", "guidance", "delay", "input", "Making blocks"];

const spectrogram = new Spectrogram($("spectrogram"));
const meters = [new Meter($("meter-1")), new Meter($("meter-2"))];
const health = new Health({ figures: $("figures"), budget: $("budget"), budgetText: $("budget-text"), log: $("log") });
const prompts = new Prompts($("prompts"), $("add-prompt"), send);
const midi = new Midi({ part: $("midi-part"), list: $("midi"), form: $("learn"), send, announce });
const controls = new Map();
let methods = new Map();
let shape = "";
let presetsComing = [];
let scenesComing = [];

const link = new Link({ tree, value, lost, report, log: (lines) => health.say(lines), column: (bands) => spectrogram.add(bands) });

function send(address, ...args) {
  link.send(address, ...args);
}

function announce(text, bad = false) {
  $("message").textContent = text;
  $("message").classList.toggle("bad", bad);
}

// The tree

function tree(found) {
  methods = found;
  document.body.classList.remove("lost");
  const now = JSON.stringify([...found.values()].map(({ VALUE, CONTENTS, ...rest }) => rest));
  if (now !== shape) build();
  shape = now;
  for (const [address, node] of found) {
    if (node.VALUE) value(address, node.VALUE);
  }
  prompts.build(found);
  presetsComing = [];
  scenesComing = [];
  send("/lmdm/preset/list");
  if (found.has("/lmdm/scene/list")) send("/lmdm/scene/list");
  const weights = [...found.keys()].filter((a) => /^\/lmdm\/prompt\/\d\/weight$/.test(a)).map((a) => a.slice(6));
  midi.build([...[...controls.keys()].map(keyOf), ...weights]);
}

function group(node) {
  const key = keyOf(node.FULL_PATH);
  const [first] = key.split("/");
  const family = key.includes("/") || [...methods.keys()].some((a) => keyOf(a).startsWith(`${key}/`) && !a.endsWith("/normalized"));
  return family ? first : TITLES[node.PARAM.when];
}

function build() {
  const groups = new Map();
  controls.clear();
  for (const node of methods.values()) {
    if (!node.PARAM) continue;
    const made = control(node, send);
    controls.set(node.FULL_PATH, made);
    const name = group(node);
    groups.set(name, [...(groups.get(name) ?? []), made.row]);
  }
  const rank = (name) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  const names = [...groups.keys()].sort((a, b) => rank(a) - rank(b));
  $("parameters").replaceChildren(...names.map((name) => element("fieldset", { class: "card" }, element("legend", {}, name), ...groups.get(name))));
  for (const button of document.querySelectorAll("[data-needs]")) {
    button.hidden = !methods.has(button.dataset.needs);
  }
  const modes = methods.get("/lmdm/mode")?.RANGE[0].VALS ?? [];
  $("mode").replaceChildren(...modes.map((name) => element("option", {}, name)));
}

// What the instrument says

function value(address, args) {
  if (controls.has(address)) return controls.get(address).show(args[0]);
  const slot = address.match(/^\/lmdm\/prompt\/(\d)\/(text|weight)$/);
  if (slot) return prompts.show(Number(slot[1]), { [slot[2]]: args[0] });
  switch (address) {
    case "/lmdm/meter":
      meters.forEach((meter, i) => meter.show(args[i], args[i + 2]));
      break;
    case "/lmdm/free":
      controls.get(`/lmdm/param/${args[0]}`)?.show(null);
      if (args[0] === "clock") tempo(null);
      break;
    case "/lmdm/clock":
      tempo(args[0]);
      break;
    case "/lmdm/clock/off":
      tempo(null);
      break;
    case "/lmdm/mode":
      $("mode").value = args[0];
      break;
    case "/lmdm/state":
      state(args[0]);
      break;
    case "/lmdm/preset":
      presetsComing.push(args[0]);
      break;
    case "/lmdm/midi":
      midi.hear(args);
      break;
    case "/lmdm/scene":
      scenesComing.push(args[0]);
      break;
    case "/lmdm/progress":
      announce(`${args[0]}: ${Math.round(100 * args[1])} %`);
      break;
    case "/lmdm/done":
      done(args);
      break;
    case "/lmdm/fail":
      // there need not be any scenes, nor MIDI
      if (!["/lmdm/scene/list", "/lmdm/midi/list"].includes(args[0])) announce(args[2], true);
      break;
  }
}

function done([address, ...more]) {
  if (address === "/lmdm/preset/list") presets(presetsComing.splice(0));
  else if (address.startsWith("/lmdm/midi/")) midi.done(address, more);
  else if (address === "/lmdm/scene/list") scenes(scenesComing.splice(0));
  else if (address === "/lmdm/preset/save") {
    announce(`preset ${more[0]} is kept`);
    send("/lmdm/preset/list");
  } else if (address === "/lmdm/preset/load") announce(`preset ${more[0]} plays`);
  else if (address === "/lmdm/capture") announce(`captured as ${more[0]}`);
  else if (address === "/lmdm/reset") announce("the model begins anew");
}

function state(name) {
  $("state").textContent = name;
  $("state").dataset.state = name;
  document.title = `lmdm: ${name}`;
  $("play").setAttribute("aria-pressed", String(name === "playing"));
  $("stop").setAttribute("aria-pressed", String(name === "stopped"));
}

function tempo(bpm) {
  $("bpm").value = bpm === null ? "" : Number(bpm.toFixed(2));
  $("clock-off").disabled = bpm === null;
}

function presets(names) {
  $("no-presets").hidden = names.length > 0;
  $("presets").replaceChildren(...names.map((name) => {
    const button = element("button", { type: "button" }, name);
    button.onclick = () => send("/lmdm/preset/load", name);
    return element("li", {}, button);
  }));
}

function scenes(names) {
  $("scenes-part").hidden = !names.length;
  const back = element("button", { type: "button", class: "quiet" }, "as programmed");
  back.onclick = () => send("/lmdm/scene");
  $("scenes").replaceChildren(...names.map((name) => {
    const button = element("button", { type: "button", "aria-pressed": "false" }, name);
    button.onclick = () => send("/lmdm/scene", name);
    return element("li", {}, button);
  }), element("li", {}, back));
}

function report(data, mayPlay) {
  state(data.state);
  $("model").textContent = data.model;
  $("version").textContent = data.version;
  $("filling").hidden = !data.filling;
  $("fault").textContent = data.fault;
  for (const button of $("scenes").querySelectorAll("[aria-pressed]")) {
    button.setAttribute("aria-pressed", String(button.textContent === data.scene));
  }
  health.show(data);
  document.body.classList.toggle("look-only", !mayPlay);
  $("look-only").hidden = mayPlay;
  $("log-part").hidden = !mayPlay;
  $("hands").disabled = !mayPlay;
  $("transport").disabled = !mayPlay;
}

function lost() {
  state("no connection");
  document.body.classList.add("lost");
  meters.forEach((meter) => meter.show(0, 0));
  health.clearLog();
}

// What a hand does

$("play").onclick = () => send("/lmdm/play");
$("stop").onclick = () => send("/lmdm/stop");
$("panic").onclick = () => send("/lmdm/panic");
$("reset").onclick = () => send("/lmdm/reset");
$("capture").onclick = () => send("/lmdm/capture", 10.0);
$("mode").onchange = () => send("/lmdm/mode", $("mode").value);
$("bpm").onchange = () => {
  const bpm = $("bpm").valueAsNumber;
  if (Number.isNaN(bpm)) return send("/lmdm/clock/off");
  if (!$("bpm").reportValidity()) return undefined;
  $("clock-off").disabled = false;
  return send("/lmdm/clock", bpm, 0.0, int(4));
};
$("clock-off").onclick = () => {
  send("/lmdm/clock/off");
  tempo(null);
};
$("save-preset").onsubmit = (event) => {
  event.preventDefault();
  send("/lmdm/preset/save", event.target.elements.name.value);
  event.target.reset();
};
document.addEventListener("visibilitychange", () => link.look(document.visibilityState === "visible"));

link.open();
