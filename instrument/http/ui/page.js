// The page: what the instrument says is shown, what a hand does is sent as OSC. Everything that can
// be set is made from the namespace, so that a new parameter appears here by itself.

import { control, element, keyOf } from "./controls.js";
import { Health } from "./health.js";
import { Link } from "./link.js";
import { Listing, buttons } from "./listing.js";
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
let scenesKnown = false;
let midiKnown = false;

const listings = {
  presets: new Listing({ list: "/lmdm/preset/list", item: "/lmdm/preset", send, show: (items) =>
    buttons($("presets"), items.flat(), (name) => send("/lmdm/preset/load", name), $("no-presets")) }),
  states: new Listing({ list: "/lmdm/state/list", item: "/lmdm/state/name", send, show: (items) =>
    buttons($("states"), items.flat(), (name) => send("/lmdm/state/recall", name), $("no-states")) }),
  scenes: new Listing({ list: "/lmdm/scene/list", item: "/lmdm/scene", send, show: (items) =>
    buttons($("scenes"), items.flat(), (name) => send("/lmdm/scene", name)) }),
  models: new Listing({ list: "/lmdm/model/list", item: "/lmdm/model", send, show: (items) => models(items.flat()) }),
};

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
  for (const name of ["presets", "states", "models"]) listings[name].ask();
  scenesKnown = false; // the next report says whether there are any, and MIDI
  midiKnown = false;
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
  const modes = methods.get("/lmdm/mode")?.RANGE[0].VALS ?? [];
  $("mode").replaceChildren(...modes.map((name) => element("option", {}, name)));
}

// What the instrument says

function value(address, args) {
  if (controls.has(address)) return controls.get(address).show(args[0]);
  const slot = address.match(/^\/lmdm\/prompt\/(\d)\/(text|weight)$/);
  if (slot) return prompts.show(Number(slot[1]), { [slot[2]]: args[0] });
  if (Object.values(listings).some((listing) => listing.hear(address, args))) return undefined;
  if (midi.hear(address, args)) return undefined;
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
    case "/lmdm/freeze":
      $("freeze").setAttribute("aria-pressed", String(Boolean(args[0])));
      break;
    case "/lmdm/progress":
      announce(`${args[0]}: ${Math.round(100 * args[1])} %`);
      break;
    case "/lmdm/done":
      done(args);
      break;
    case "/lmdm/fail":
      announce(args[2], true);
      break;
  }
  return undefined;
}

// What is said when a message to that address is done, and what is asked for then.
const DONE = {
  "/lmdm/preset/save": (name) => [`preset ${name} is kept`, listings.presets],
  "/lmdm/preset/load": (name) => [`preset ${name} plays`],
  "/lmdm/state/save": (name) => [`state ${name} is kept`, listings.states],
  "/lmdm/state/recall": (name) => [`the music goes on from ${name}`],
  "/lmdm/scene": (name) => [`scene ${name} plays`],
  "/lmdm/load": (name) => [`model ${name} plays`],
  "/lmdm/capture": (name) => [`captured as ${name}`],
  "/lmdm/trace/start": (name) => [`trace ${name} is being recorded`],
  "/lmdm/trace/stop": () => ["the trace is written"],
  "/lmdm/reset": () => ["the model begins anew"],
};

function done([address, ...more]) {
  const [text, listing] = DONE[address]?.(...more) ?? [];
  if (text) announce(text);
  listing?.ask();
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

function models(names) {
  const { value: chosen } = $("loaded");
  $("loaded").replaceChildren(...names.map((name) => element("option", {}, name)));
  $("loaded").value = names.includes(chosen) ? chosen : $("model").textContent;
}

// What there may be or not is asked for only where it is: a refusal would stand in the log.
function optional(data) {
  $("scenes-part").hidden = data.scene === null;
  if (data.scene !== null && !scenesKnown) listings.scenes.ask();
  scenesKnown = data.scene !== null;
  if (data.midi && !midiKnown) {
    const weights = [...methods.keys()].filter((a) => /^\/lmdm\/prompt\/\d\/weight$/.test(a)).map((a) => a.slice(6));
    midi.build([...[...controls.keys()].map(keyOf), ...weights]);
  }
  midiKnown = data.midi;
}

function trace(name) {
  const button = $("trace").querySelector("button");
  button.textContent = name ? `Stop trace ${name}` : "Record a trace";
  button.setAttribute("aria-pressed", String(Boolean(name)));
  button.dataset.name = name;
  $("trace-name").disabled = Boolean(name);
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
  if (methods.size) optional(data);
  trace(data.trace);
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
$("freeze").onclick = () => {
  const on = $("freeze").getAttribute("aria-pressed") !== "true";
  if (on && !$("freeze-beats").reportValidity()) return;
  $("freeze").setAttribute("aria-pressed", String(on));
  send("/lmdm/freeze", int(on), $("freeze-beats").valueAsNumber || 0.0);
};
$("programme").onclick = () => send("/lmdm/scene");

function submits(form, act) {
  $(form).onsubmit = (event) => {
    event.preventDefault();
    act(event.target);
  };
}

for (const kind of ["preset", "state"]) {
  submits(`save-${kind}`, (form) => {
    send(`/lmdm/${kind}/save`, form.elements.name.value);
    form.reset();
  });
}
submits("load", (form) => send("/lmdm/load", form.elements.model.value));
submits("trace", (form) => {
  const { name } = form.querySelector("button").dataset;
  if (name) send("/lmdm/trace/stop", name);
  else send("/lmdm/trace/start", form.elements.name.value || new Date().toISOString().replace(/[-:]|\..*/g, ""));
  form.reset();
});
document.addEventListener("visibilitychange", () => link.look(document.visibilityState === "visible"));

link.open();
