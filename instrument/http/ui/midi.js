// MIDI controllers: what each moves, and teaching another. Shown where MIDI is on.

import { element } from "./controls.js";

export class Midi {
  constructor({ part, list, form, send, announce }) {
    Object.assign(this, { part, list, form, send, announce });
    this.coming = [];
    form.onsubmit = (event) => {
      event.preventDefault();
      const { value } = form.elements.name;
      send("/lmdm/midi/learn", value);
      announce(`move the controller that is to move ${value}`);
    };
  }

  // names: what a controller may move
  build(names) {
    this.form.elements.name.replaceChildren(...names.map((name) => element("option", {}, name)));
    this.part.hidden = true;
    this.coming = [];
    this.send("/lmdm/midi/list");
  }

  hear(args) {
    this.coming.push(args);
  }

  done(address, more) {
    if (address === "/lmdm/midi/list") return this.#show(this.coming.splice(0));
    if (address === "/lmdm/midi/learn") this.announce(`controller ${more[2]} of channel ${more[1]} moves ${more[0]}`);
    return this.send("/lmdm/midi/list");
  }

  #show(bound) {
    this.part.hidden = false;
    this.list.replaceChildren(...bound.map(([name, channel, number]) => {
      const forget = element("button", { type: "button", class: "quiet", "aria-label": `forget what moves ${name}`, title: "forget" }, "\u00d7");
      forget.onclick = () => this.send("/lmdm/midi/forget", name);
      return element("li", { class: "line" }, `${channel}/${number} moves ${name}`, forget);
    }));
  }
}
