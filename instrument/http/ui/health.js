// How it goes: numbers from the report, the block's time against its budget, the log's tail.

import { element } from "./controls.js";

const LINES = 200;
const ms = (seconds) => `${(1000 * seconds).toFixed(0)} ms`;
const minus = (text) => text.replace("-", "\u2212");
const mib = (bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

function span(seconds) {
  const s = Math.floor(seconds);
  const [d, h, m] = [Math.floor(s / 86400), Math.floor(s / 3600) % 24, Math.floor(s / 60) % 60];
  if (d) return `${d} d ${h} h`;
  return h ? `${h} h ${m} min` : m ? `${m} min ${s % 60} s` : `${s} s`;
}

// name -> [what is shown, whether it wants attention]
function figures(r) {
  return {
    "plays": [[r.bpm ? `${r.bpm.toFixed(1)} bpm` : "no beat", r.key || "no key"].join(", "), false],
    "underruns": [r.underruns, r.underruns > 0],
    "late changes": [r.late_changes, false],
    "late blocks": [r.late_blocks, r.late_blocks > 0],
    "shed blocks": [r.shed_blocks, false],
    "device dropouts": [r.xruns, r.xruns > 0],
    "buffered": [ms(r.buffered), false],
    "send ahead": [ms(r.horizon), false],
    "output latency": [ms(r.latency), false],
    "loudness": [r.lufs > -70 ? minus(`${r.lufs.toFixed(1)} LUFS`) : "silence", false],
    "turned down": [minus(`${(r.limiter_db + r.guard_db).toFixed(1)} dB`), r.limiter_db + r.guard_db < -6],
    "restarts": [`${r.engine_restarts} engine, ${r.audio_restarts} audio`, r.engine_restarts + r.audio_restarts > 0],
    "memory": [Object.entries(r.memory).map(([name, bytes]) => `${name} ${mib(bytes)}`).join(", "), false],
    "up": [span(r.uptime), false],
  };
}

export class Health {
  constructor({ figures, budget, budgetText, log }) {
    Object.assign(this, { list: figures, budget, budgetText, log });
    this.cells = new Map();
  }

  show(report) {
    const { made, length, p95 } = report.block;
    this.budget.max = Math.max(length, 0.001);
    this.budget.value = Math.min(made, length);
    this.budget.high = 0.9 * length;
    this.budgetText.textContent = made
      ? `${ms(made)} to make ${ms(length)} of sound (95 % take less than ${ms(p95)})`
      : "no block yet";
    for (const [name, [text, alarming]] of Object.entries(figures(report))) {
      if (!this.cells.has(name)) {
        const value = element("dd");
        this.cells.set(name, value);
        this.list.append(element("div", {}, element("dt", {}, name), value));
      }
      const cell = this.cells.get(name);
      if (cell.textContent !== String(text)) cell.textContent = text;
      cell.classList.toggle("alarming", alarming);
    }
  }

  say(lines) {
    const atEnd = this.log.scrollTop + this.log.clientHeight >= this.log.scrollHeight - 8;
    for (const [time, text] of lines) {
      const when = new Date(1000 * time);
      this.log.append(element("li", {}, element("time", { datetime: when.toISOString() }, when.toLocaleTimeString()), ` ${text}`));
    }
    while (this.log.children.length > LINES) this.log.firstChild.remove();
    if (atEnd) this.log.scrollTop = this.log.scrollHeight;
  }

  clearLog() {
    this.log.replaceChildren();
  }
}
