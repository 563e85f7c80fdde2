"""What the instrument says, as values of the nodes that it concerns."""

from __future__ import annotations

from collections.abc import Iterator

from instrument.osc.echo import Outgoing
from instrument.params import PARAMS, ROOT

_PARAM = f"{ROOT}/param/"
_PROMPT = f"{ROOT}/prompt"
_FREEZE = f"{ROOT}/freeze"


def spread(message: Outgoing) -> Iterator[Outgoing]:
    """The messages that listeners of each node are sent for one that subscribers are.

    A switch is true or false, as its node's TYPE says; a parameter tells its place on its scale
    too; freeze its beats, 0 when off; a prompt its text and its weight, "" and 0 when it is clear.
    """
    address, *args = message
    name = str(address)
    if name.startswith(_PARAM) and name[len(_PARAM) :] in PARAMS:
        param = PARAMS[name[len(_PARAM) :]]
        value = bool(args[0]) if param.type == "bool" else args[0]
        yield (name, value)
        yield (f"{name}/normalized", param.normalized(value))  # type: ignore[arg-type]
        return
    if name == _FREEZE:
        yield (name, args[0], *(args[1:] or (0.0,)))
        return
    yield message
    if name == _PROMPT:
        slot, *words = args
        text, weight = words or ("", 0.0)
        yield (f"{_PROMPT}/{slot}/text", text)
        yield (f"{_PROMPT}/{slot}/weight", weight)
