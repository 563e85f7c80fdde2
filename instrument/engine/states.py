"""Saved states of the music: in memory, and each in a file under its name."""

from __future__ import annotations

from collections import OrderedDict

import torch

from instrument import places
from instrument.engine.generator import Generator, GeneratorState
from instrument.engine.keeping import KeepingError, about_of, from_bytes, to_bytes
from instrument.engine.trace import differences, made_by
from instrument.errors import Refused, did_you_mean
from instrument.model import Model
from instrument.nn.analysis import LATENTS, STEREO_BANDS
from instrument.places import STATES, named, write_whole

MOST = 256
"""Names that may be kept."""
AT_HAND = 16
"""States that are kept in memory, too."""
_LARGEST = 256 << 20


class States:
    """The states of one model that were saved or recalled lately. The engine's thread owns it;
    `write` and `read` touch only the disk, and are for another."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self._at_hand: OrderedDict[str, GeneratorState] = OrderedDict()

    def get(self, name: str) -> GeneratorState | None:
        """The state at hand; not to be changed."""
        return self._at_hand.get(name)

    def put(self, name: str, state: GeneratorState) -> None:
        """Have a state at hand."""
        self._at_hand[name] = state
        self._at_hand.move_to_end(name)
        if len(self._at_hand) > AT_HAND:
            self._at_hand.popitem(last=False)

    def write(self, name: str, state: GeneratorState) -> None:
        """Onto the disk; raises Refused."""
        path = named(STATES[0], name, STATES[1])
        if not path.exists() and len(names()) >= MOST:
            raise Refused("path", f"{MOST} states are kept already: remove some of the files")
        try:
            write_whole(path, to_bytes(state, made_by(self.model)))
        except OSError as error:
            raise Refused("path", f"state {name} cannot be written: {error.strerror}") from None

    def read(self, name: str) -> GeneratorState:
        """From the disk; raises Refused."""
        path = named(STATES[0], name, STATES[1])
        try:
            if path.stat().st_size > _LARGEST:
                raise KeepingError("it is too large for a state")
            data = path.read_bytes()
            if wrong := differences(about_of(data), self.model):
                raise Refused("model", f"state {name} is another model's: {'; '.join(wrong)}")
            state = from_bytes(data, GeneratorState)
            if not fits(state, self.model):
                raise Refused("model", f"state {name} does not fit this model")
        except FileNotFoundError:
            raise Refused("path", f'no state "{name}"' + did_you_mean(name, names())) from None
        except OSError as error:
            raise Refused("path", f"state {name} cannot be read: {error.strerror}") from None
        except KeepingError as error:
            raise Refused("path", f"state {name}: {error}") from None
        return state


def names() -> list[str]:
    """The names of all states on the disk."""
    return places.names(*STATES)


def fits(state: GeneratorState, model: Model) -> bool:
    """Whether the model can go on from `state`: shapes and types as of a state of its own."""
    own = Generator(model).start()
    mine, theirs = own.stream.cache.k, state.stream.cache.k
    pending, blocks = state.stream.pending, sum(state.stream.blocks)
    rows, line = theirs.shape[1], state.line
    same = (
        theirs.dtype == mine.dtype
        and (theirs.shape[0], *theirs.shape[2::2]) == (mine.shape[0], *mine.shape[2::2])
        and state.stream.context == own.stream.context
        and (pending is None or pending.shape[:2] == (rows, blocks))
        and state.past.shape[::2] == (1, LATENTS)
        and state.decode.overlap.shape == own.decode.overlap.shape
        and len(state.decode.past) == len(own.decode.past)
        and all(a.shape == b.shape for a, b in zip(state.decode.past, own.decode.past, strict=True))
        and (line is None or line.asked.shape == (line.latents.shape[1], STEREO_BANDS))
    )
    tensors = [theirs, state.past, state.decode.overlap, *state.decode.past]
    return bool(same and all(torch.isfinite(x).all() for x in tensors))
