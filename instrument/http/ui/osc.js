// OSC packets, as much as a page needs: messages of i, f, s, T, F and N.

const pad = (length) => length + 4 - (length % 4);

export function encode(address, ...args) {
  const text = new TextEncoder();
  const parts = [text.encode(address)];
  let tags = ",";
  const values = [];
  for (const arg of args) {
    if (typeof arg === "string") {
      tags += "s";
      values.push(text.encode(arg));
    } else if (typeof arg === "boolean") {
      tags += arg ? "T" : "F";
    } else {
      tags += arg.int === undefined ? "f" : "i";
      values.push(arg.int === undefined ? { float: arg } : arg);
    }
  }
  parts.push(text.encode(tags), ...values);
  const size = (part) => (part instanceof Uint8Array ? pad(part.length) : 4);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + size(part), 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const part of parts) {
    if (part instanceof Uint8Array) bytes.set(part, at);
    else if (part.int === undefined) view.setFloat32(at, part.float);
    else view.setInt32(at, part.int);
    at += size(part);
  }
  return bytes;
}

export const int = (value) => ({ int: Math.round(value) });

export function decode(buffer) {
  const bytes = new Uint8Array(buffer);
  const view = new DataView(buffer);
  let at = 0;
  const text = () => {
    const end = bytes.indexOf(0, at);
    const found = new TextDecoder().decode(bytes.subarray(at, end));
    at += pad(end - at);
    return found;
  };
  const address = text();
  const args = [];
  for (const tag of text().slice(1)) {
    if (tag === "s") args.push(text());
    else if (tag === "T" || tag === "F") args.push(tag === "T");
    else if (tag === "N") args.push(null);
    else {
      args.push(tag === "i" ? view.getInt32(at) : view.getFloat32(at));
      at += 4;
    }
  }
  return { address, args };
}
