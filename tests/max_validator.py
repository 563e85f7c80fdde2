"""Whether Max would load a patch as it is meant. Max is not here, so this is what stands for it.

Sources: object names, port lists and attributes are those of Max's own reference pages (maxref.xml,
as py2max carries them); how ports follow arguments, the keys of a patcher and of its boxes, and the
container of a device are taken from patches that Max 8 and 9 saved. The patches are read by
max_patches, not by the library that wrote them.

`complaints(patch)` gives one line for each fault, which begins with the name of the rule.
"""

from __future__ import annotations

import ipaddress
import itertools
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from max_patches import Patch, words
from py2max.core.common import text_width
from py2max.core.factory import unknown_attrs
from py2max.maxref import get_object_info
from py2max.maxref.aliases import ALIASES

from instrument.commands import COMMANDS, SENT
from instrument.config import DEFAULT_PORT
from instrument.params import PARAMS, SLOTS

Box = dict[str, Any]
Where = tuple[str, ...]
Rule = Callable[[Patch, "Where"], Iterator[str]]

PATCHER = {
    "fileversion": int, "appversion": dict, "classnamespace": str, "rect": list, "boxes": list,
    "lines": list, "openinpresentation": int, "default_fontsize": (int, float),
    "default_fontname": str, "gridsize": list,
}  # fmt: skip
BOX = {"id": str, "maxclass": str, "numinlets": int, "numoutlets": int, "patching_rect": list}
PORTS = {  # what the reference pages leave out
    "udpsend": (1, 0), "bpatcher": (None, None), "p": (None, None),
}  # fmt: skip
TOUCHED = {"live.dial", "live.text", "live.menu", "live.numbox", "textedit", "number", "kslider",
           "multislider", "meter~", "button"}  # fmt: skip
"""Classes that are there to be seen or used."""


def name_of(box: Box) -> str:
    """The object's name, aliases (t, r, s, sel) written out."""
    name = (words(box) or ["?"])[0] if box["maxclass"] == "newobj" else box["maxclass"]
    return ALIASES.get(name, name)


def arguments(box: Box) -> list[str]:
    """The typed-in arguments, without @attributes."""
    return list(itertools.takewhile(lambda w: not w.startswith("@"), words(box)[1:]))


def ports(patch: Patch, box: Box) -> tuple[int | None, int | None]:
    """How many inlets and outlets Max gives the box; None: not known."""
    inner = patch.inside(box)
    if inner:
        kinds = Counter(b["maxclass"] for b in inner.boxes)
        return kinds["inlet"], kinds["outlet"]
    name, args = name_of(box), arguments(box)
    if name in PORTS:
        return PORTS[name]
    info = get_object_info(name) or {}
    ins, outs = len(info.get("inlets") or ()) or None, len(info.get("outlets") or ())
    by_arguments = {
        "trigger": (1, len(args)), "route": (len(args) + 1,) * 2, "select": (len(args) + 1,) * 2,
        "pack": (len(args), 1), "unpack": (1, len(args)), "dac~": (len(args), 0),
        "adc~": (1, len(args)),
    }  # fmt: skip
    if args and name in by_arguments:
        return by_arguments[name]
    if name == "join" and args:
        return int(args[0]), outs
    if name == "gate" and args:
        return 2, int(args[0])
    if name == "expr":
        return max((int(n) for n in re.findall(r"\$[ifs](\d)", box["text"])), default=1), 1
    if name == "sprintf":
        return max(1, len(re.findall(r"%[^%\s]*?[a-z]", box["text"].replace("ld", "d")))), 1
    return ins, outs


# Rules


def schema(patch: Patch, where: Where) -> Iterator[str]:
    for key, kind in PATCHER.items():
        if not isinstance(patch.data.get(key), kind):
            yield f"the patcher's {key} is {patch.data.get(key)!r}"
            if key in ("boxes", "lines"):
                return
    version = patch.data.get("appversion", {})
    if not 8 <= version.get("major", 0) <= 9 or patch.data.get("fileversion") != 1:
        yield f"not a file of Max 8 or 9: {version}"
    if patch.data.get("classnamespace") != "box":
        yield "not a patcher of Max's own objects"
    for box in patch.boxes:
        for key, kind in BOX.items():
            if not isinstance(box.get(key), kind):
                yield f"{box.get('id')}: {key} is {box.get(key)!r}"
        for key in ("patching_rect", "presentation_rect"):
            if key in box and not rectangle(box[key]):
                yield f"{box['id']}: {key} is {box[key]!r}"
        if box["maxclass"] in ("newobj", "message", "comment") and "text" not in box:
            yield f"{box['id']}: a {box['maxclass']} without text"
        if len(box.get("outlettype", [])) != box["numoutlets"]:
            yield f"{box['id']}: {box['numoutlets']} outlets, types {box.get('outlettype')}"
    for ident, count in Counter(b.get("id") for b in patch.boxes).items():
        if count > 1:
            yield f"{count} boxes are called {ident}"


def rectangle(value: object) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 4
        and all(isinstance(v, (int, float)) for v in value)
        and min(value[2:]) > 0
    )


def vocabulary(patch: Patch, where: Where) -> Iterator[str]:
    for box in patch.boxes:
        if not patch.inside(box) and get_object_info(name_of(box)) is None:
            yield f"Max has no object {name_of(box)!r} ({box['id']})"


def attributes(patch: Patch, where: Where) -> Iterator[str]:
    for box in patch.boxes:
        keys = [k for k in box if k not in ("patcher", "args")]
        for key in unknown_attrs(name_of(box), keys):
            yield f"{name_of(box)} has no attribute {key}"


def port_counts(patch: Patch, where: Where) -> Iterator[str]:
    for box in patch.boxes:
        for kind, wanted in zip(("numinlets", "numoutlets"), ports(patch, box), strict=True):
            if wanted is not None and box[kind] != wanted:
                yield f"{box.get('text', box['maxclass'])}: {kind} {box[kind]}, in Max {wanted}"


def cords(patch: Patch, where: Where) -> Iterator[str]:
    boxes = {b["id"]: b for b in patch.boxes}
    for (source, outlet), (target, inlet) in patch.cords:
        if source not in boxes or target not in boxes:
            yield f"a cord from {source} to {target}, which are not both there"
            continue
        a, b = boxes[source], boxes[target]
        if outlet not in range(a["numoutlets"]) or inlet not in range(b["numinlets"]):
            yield f"a cord from outlet {outlet} of {name_of(a)} to inlet {inlet} of {name_of(b)}"
        elif a["outlettype"][outlet] == "signal" and not takes_signal(patch, b):
            yield f"a signal goes into {name_of(b)}"
    for line, count in Counter(patch.cords).items():
        if count > 1:
            yield f"the same cord {count} times: {line}"


def takes_signal(patch: Patch, box: Box) -> bool:
    return name_of(box).endswith("~") or name_of(box) == "outlet" or bool(patch.inside(box))


def overlaps(patch: Patch, where: Where) -> Iterator[str]:
    for key in ("patching_rect", "presentation_rect"):
        boxes = [b for b in patch.boxes if key in b and not b.get("background")]
        for a, b in itertools.combinations(boxes, 2):
            (ax, ay, aw, ah), (bx, by, bw, bh) = a[key], b[key]
            if ax < bx + bw and bx < ax + aw and ay < by + bh and by < ay + ah:
                yield f"{key}s of {label(a)} and {label(b)} overlap"


def label(box: Box) -> str:
    return str(box.get("text") or box.get("varname") or name_of(box))


def presentation(patch: Patch, where: Where) -> Iterator[str]:
    shown = [b for b in patch.boxes if b.get("presentation")]
    for box in shown:
        if not rectangle(box.get("presentation_rect")) or min(box["presentation_rect"][:2]) < 0:
            yield f"{label(box)} is shown at {box.get('presentation_rect')}"
    if patch.data["openinpresentation"]:
        if not shown:
            yield "opens in presentation, and shows nothing"
        for box in patch.boxes:
            if box["maxclass"] in TOUCHED and not box.get("presentation"):
                yield f"{label(box)} is not in the presentation"
    for box in patch.boxes:
        inner = patch.inside(box) if box["maxclass"] == "bpatcher" else None
        key = "presentation_rect" if patch.data["openinpresentation"] else "patching_rect"
        if inner and rectangle(box.get(key)):
            width, height = extent(inner)
            if width > box[key][2] or height > box[key][3]:
                yield f"{label(box)} shows {box[key][2:]} of {[width, height]}"


def extent(patch: Patch) -> tuple[float, float]:
    """How far the presentation reaches."""
    rects = [b["presentation_rect"] for b in patch.boxes if b.get("presentation")]
    return (max((r[0] + r[2] for r in rects), default=0.0),
            max((r[1] + r[3] for r in rects), default=0.0))  # fmt: skip


def legible(patch: Patch, where: Where) -> Iterator[str]:
    for box in patch.boxes:
        for key in ("patching_rect", "presentation_rect"):
            if key not in box or box["maxclass"] not in ("newobj", "message", "comment"):
                continue
            size = box.get("fontsize", patch.data["default_fontsize"])
            lines = max(1, int(box[key][3] // (size * 1.15)))
            room = (box[key][2] - 6.0) * (lines - 0.3 * (lines > 1))
            if text_width(box.get("text", ""), size) > room:
                yield f"{label(box)!r} does not fit its {key}"


def network(patch: Patch, where: Where) -> Iterator[str]:
    """A port is a number, or (#1, #2) an argument of the abstraction."""
    for box in patch.boxes:
        name, args = name_of(box), arguments(box)
        if name == "udpsend":
            if len(args) != 2 or not ip(args[0]) or args[1] not in (str(DEFAULT_PORT), "#1"):
                yield f"udpsend wants the daemon's host and port, not {args}"
        elif name == "udpreceive":
            if args == ["#2"]:
                if not any("/lmdm/notify 1 #2" in b.get("text", "") for b in patch.boxes):
                    yield "the daemon is not told of port #2"
            elif len(args) != 1 or not args[0].isdigit() or not 1024 <= int(args[0]) <= 65_535:
                yield f"udpreceive wants one port of ours, not {args}"
            elif args[0] == str(DEFAULT_PORT):
                yield "udpreceive on the daemon's own port"
            elif not any(b.get("text") == f"int {args[0]}" for b in patch.boxes):
                yield f"the daemon is not told of port {args[0]}"


def ip(text: str) -> bool:
    try:
        return bool(ipaddress.ip_address(text))
    except ValueError:
        return False


def addresses(patch: Patch, where: Where) -> Iterator[str]:
    known = {c.address for c in (*COMMANDS.values(), *SENT.values())}
    known |= {c.reply.split()[0] for c in COMMANDS.values() if c.reply.startswith("/lmdm")}
    known |= {p.address for p in PARAMS.values()}
    known |= {f"{p.address}/normalized" for p in PARAMS.values()}
    known |= {f"/lmdm/prompt/{n}/{part}" for n in range(SLOTS) for part in ("text", "weight")}
    known |= {f"/lmdm/curve/{key}" for key in PARAMS}
    # a stem that is completed when the patch is loaded
    known |= {"/lmdm/normalized", "/lmdm/param/%s/normalized"}
    for box in patch.boxes:
        if box["maxclass"] in ("newobj", "message"):
            for word in words(box):
                if word.startswith("/lmdm") and word not in known:
                    yield f"no address {word} ({box['text']})"


def times(patch: Patch, where: Where) -> Iterator[str]:
    """Milliseconds, note values, or bars.beats.units."""
    for box in patch.boxes:
        if name_of(box) in ("metro", "delay"):
            for word in [w for w in words(box)[1:] if w[0].isdigit()]:
                if not re.fullmatch(r"\d+(\.\d*)?|\d+n[dt]?|\d+\.\d+\.\d+", word):
                    yield f"{box['text']!r}: {word} is no time"


def arguments_of_patch(patch: Patch, where: Where) -> Iterator[str]:
    for box in patch.boxes:
        if box["maxclass"] in ("newobj", "message"):
            if where and "#" in box["text"]:
                yield f"{box['text']!r}: no argument reaches an embedded patcher"
            if box["maxclass"] == "message" and re.search(r"(?<!\\)[,;]", box["text"]):
                yield f"{box['text']!r}: a comma or semicolon ends a message"
            if re.search(r"[^\s]#\d", box["text"]):
                yield f"{box['text']!r}: # within a word"


RULES: dict[str, Rule] = {
    "schema": schema, "vocabulary": vocabulary, "attributes": attributes, "ports": port_counts,
    "cords": cords, "overlaps": overlaps, "presentation": presentation, "legible": legible,
    "network": network, "addresses": addresses, "arguments": arguments_of_patch, "times": times,
}  # fmt: skip


def parameters(patch: Patch) -> Iterator[str]:
    """Of the whole patch: names that Live and snapshots tell parameters by, and their ranges."""
    seen: Counter[str] = Counter()
    for where, each in patch.every():
        varnames = Counter(b["varname"] for b in each.boxes if "varname" in b)
        yield from (f"{n} boxes are called {v} in {where}" for v, n in varnames.items() if n > 1)
        for box in each.boxes:
            value = box.get("saved_attribute_attributes", {}).get("valueof")
            if box["maxclass"].startswith("live.") and not (value and box.get("parameter_enable")):
                yield f"{label(box)} is no parameter"
            if not value:
                continue
            seen[value["parameter_longname"]] += 1
            kind, top = value["parameter_type"], value.get("parameter_mmax", 127.0)
            if kind == 2 and top != len(value.get("parameter_enum", ())) - 1:
                yield f"{label(box)}: {value}"
            if kind != 2 and not value.get("parameter_mmin", 0.0) < top:
                yield f"{label(box)}: from {value.get('parameter_mmin')} to {top}"
    yield from (
        f"{count} parameters are called {name}" for name, count in seen.items() if count > 1
    )


def buses(patches: list[Patch]) -> Iterator[str]:
    """Of all patches that lie side by side: what is sent is received, and the reverse."""
    ends: dict[str, set[str]] = {"send": set(), "receive": set()}
    for _, patch in (each for top in patches for each in top.every()):
        for box in patch.boxes:
            if name_of(box) in ends:
                ends[name_of(box)].add(arguments(box)[0])
    for name in ends["send"] ^ ends["receive"]:
        yield f"bus: {name} has one end only"


def complaints(patch: Patch) -> list[str]:
    """Every fault of the patch and of the patchers embedded in it."""
    found = []
    for where, each in patch.every():
        broken = [f"schema: {'/'.join(where)}: {text}" for text in schema(each, where)]
        found += broken
        if broken:  # the other rules would stumble over it
            continue
        for name, rule in RULES.items():
            if name != "schema":
                found += [f"{name}: {'/'.join(where)}: {text}" for text in rule(each, where)]
    if not any(c.startswith("schema") for c in found):
        found += [f"parameters: {text}" for text in parameters(patch)]
    return found
