// Names that the instrument tells one by one: presets, states, scenes, models.

import { element } from "./controls.js";

export class Listing {
  // It is asked by an OSC message to `list`, answers with messages to `item`, and then that it is done.
  // show(items) is given the arguments of each.
  constructor({ list, item, send, show }) {
    Object.assign(this, { list, item, send, show });
    this.coming = [];
  }

  ask() {
    this.coming = [];
    this.send(this.list);
  }

  // Whether a message was meant for it.
  hear(address, args) {
    if (address === this.item) this.coming.push(args);
    else if (address === "/lmdm/done" && args[0] === this.list) this.show(this.coming.splice(0));
    else return false;
    return true;
  }
}

// A button for each name in a <ul>; `empty` is shown in place of none.
export function buttons(list, names, press, empty) {
  if (empty) empty.hidden = names.length > 0;
  list.hidden = !names.length;
  list.replaceChildren(...names.map((name) => {
    const button = element("button", { type: "button", "aria-pressed": "false" }, name);
    button.onclick = () => press(name);
    return element("li", {}, button);
  }));
}
