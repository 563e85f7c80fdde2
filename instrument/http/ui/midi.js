// MIDI controllers: what each moves, and teaching another. Shown where MIDI is on.

import { element } from "./controls.js";
import { Listing } from "./listing.js";

export class Midi {
  constructor({ part, list, form, send, announce }) {
    Object.assign(this, { part, list, form, send, announce });
    this.listing = new Listing({ list: "/lmdm/midi/list", item: "/lmdm/midi", send, show: (bound) => this.#show(bound) });
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
    this.listing.ask();
  }

  // Whether a message was meant for it.
  hear(address, args) {
    if (this.listing.hear(address, args)) return true;
    const [of, name, channel, number] = args;
    if (address !== "/lmdm/done" || !["/lmdm/midi/learn", "/lmdm/midi/forget"].includes(of)) return false;
    if (of === "/lmdm/midi/learn") this.announce(`controller ${number} of channel ${channel} moves ${name}`);
    this.listing.ask();
    return true;
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
