// The connection: the tree by HTTP, values both ways by the WebSocket of OSCQuery.

import { decode, encode } from "./osc.js";

const socketUrl = (path) => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}${path}`;

export function methods(node, found = new Map()) {
  if (node.TYPE !== undefined) found.set(node.FULL_PATH, node);
  for (const child of Object.values(node.CONTENTS ?? {})) methods(child, found);
  return found;
}

// Keeps trying: what(socket) sets it up, lost() hears that it is gone.
class Lasting {
  constructor(path, setUp, lost = () => {}) {
    Object.assign(this, { path, setUp, lost, wait: 500, wanted: false });
  }

  open() {
    this.wanted = true;
    if (this.socket) return;
    const socket = new WebSocket(socketUrl(this.path));
    this.socket = socket;
    socket.binaryType = "arraybuffer";
    socket.onopen = () => { this.wait = 500; };
    socket.onclose = () => {
      this.socket = undefined;
      this.lost();
      if (this.wanted) setTimeout(() => this.wanted && this.open(), this.wait);
      this.wait = Math.min(this.wait * 2, 5000);
    };
    this.setUp(socket);
  }

  close() {
    this.wanted = false;
    this.socket?.close();
  }
}

export class Link {
  // on: { tree(methods), value(address, args), lost(), report(data), log(lines), column(bytes) }
  constructor(on) {
    this.on = on;
    this.listened = new Set();
    this.play = new Lasting("/", (socket) => this.#setUp(socket), () => this.#lost());
    this.feed = new Lasting("/ui/feed", (socket) => {
      socket.onmessage = ({ data }) => {
        if (typeof data !== "string") return on.column(new Uint8Array(data));
        const message = JSON.parse(data);
        if (message.report) on.report(message.report, message.may_play);
        if (message.log) on.log(message.log);
      };
    });
  }

  open() {
    this.play.open();
    this.feed.open();
  }

  // Nobody looks: what is only looked at need not be made.
  look(visible) {
    if (visible) this.feed.open();
    else this.feed.close();
  }

  send(address, ...args) {
    const socket = this.play.socket;
    if (socket?.readyState === WebSocket.OPEN) socket.send(encode(address, ...args));
  }

  #lost() {
    this.listened.clear();
    this.on.lost();
  }

  #setUp(socket) {
    const { onopen } = socket;
    socket.onopen = () => {
      onopen();
      this.#read();
    };
    socket.onmessage = ({ data }) => {
      if (typeof data === "string") {
        if (JSON.parse(data).COMMAND === "PATH_CHANGED") this.#read();
        return;
      }
      const { address, args } = decode(data);
      this.on.value(address, args);
    };
  }

  async #read() {
    try {
      const found = methods(await (await fetch("/lmdm", { headers: { Accept: "application/json" } })).json());
      for (const [address, node] of found) {
        if (node.ACCESS & 1 || node.TAGS?.includes("gesture")) this.#listen(address);
      }
      this.on.tree(found);
    } catch {
      this.play.socket?.close(); // and it tries again
    }
  }

  #listen(address) {
    if (this.listened.has(address) || address.endsWith("/normalized")) return;
    this.listened.add(address);
    this.play.socket?.send(JSON.stringify({ COMMAND: "LISTEN", DATA: address }));
  }
}
