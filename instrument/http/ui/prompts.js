// The prompts: a row for each slot that has a text, and one for the next.

import { element } from "./controls.js";
import { int } from "./osc.js";

export class Prompts {
  constructor(list, add, send) {
    Object.assign(this, { list, add, send });
    this.rows = [];
    add.onsubmit = (event) => {
      event.preventDefault();
      const text = add.elements.text.value.trim();
      const slot = this.rows.findIndex((row) => !row.text);
      if (!text || slot < 0) return;
      send("/lmdm/prompt", int(slot), text, 1.0);
      this.show(slot, { text, weight: 1 });
      add.reset();
      this.rows[slot].words.focus();
    };
  }

  build(methods) {
    this.rows = [];
    this.list.replaceChildren();
    for (let slot = 0; methods.has(`/lmdm/prompt/${slot}/text`); slot++) {
      this.rows.push(this.#row(slot));
      this.show(slot, {
        text: methods.get(`/lmdm/prompt/${slot}/text`).VALUE[0],
        weight: methods.get(`/lmdm/prompt/${slot}/weight`).VALUE[0],
      });
    }
  }

  // what: text, weight or both
  show(slot, what) {
    const row = this.rows[slot];
    if (!row) return;
    Object.assign(row, what);
    if (document.activeElement !== row.words) row.words.value = row.text;
    if (row.text) row.slider.value = row.weight;
    row.shown.textContent = `${Math.round(100 * row.weight)} %`;
    row.slider.setAttribute("aria-valuetext", row.shown.textContent);
    row.slider.style.setProperty("--at", `${100 * row.weight}%`);
    row.item.hidden = !row.text;
    this.add.hidden = this.rows.every((each) => each.text);
  }

  #row(slot) {
    const words = element("input", { type: "text", "aria-label": `prompt ${slot}`, maxlength: "2000", autocomplete: "off", spellcheck: "false" });
    const slider = element("input", { type: "range", min: "0", max: "1", step: "0.01", "aria-label": `weight of prompt ${slot}` });
    const shown = element("output");
    const clear = element("button", { type: "button", class: "quiet", "aria-label": `clear prompt ${slot}`, title: "clear" }, "\u00d7");
    const row = { words, slider, shown, text: "", weight: 0, item: element("li", { hidden: true }, words, slider, shown, clear) };
    words.onchange = () => {
      const text = words.value.trim();
      if (text) this.send(`/lmdm/prompt/${slot}/text`, text);
      else this.send(`/lmdm/prompt/${slot}/clear`);
      this.show(slot, text ? { text } : { text: "", weight: 0 });
    };
    slider.oninput = () => {
      const weight = Number(slider.value);
      this.send(`/lmdm/prompt/${slot}/weight`, weight);
      this.show(slot, { weight });
    };
    clear.onclick = () => {
      this.send(`/lmdm/prompt/${slot}/clear`);
      this.show(slot, { text: "", weight: 0 });
      this.add.elements.text.focus();
    };
    this.list.append(row.item);
    return row;
  }
}
