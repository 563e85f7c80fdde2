"""Packets, frames, patterns and the words of a prompt; python-osc checks what we write."""

from __future__ import annotations

import contextlib
import struct
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pythonosc.osc_message import OscMessage
from pythonosc.osc_message_builder import OscMessageBuilder

from instrument.errors import Refused
from instrument.osc import patterns, prompts
from instrument.osc.codec import MAX_SENT, PacketError, decode, encode, encode_bundle
from instrument.osc.slip import Unframer, frame
from instrument.osc.timing import StreamTime, timetag_of

TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=40)


def one(packet: bytes):
    (group,) = decode(packet)
    (message,) = group.messages
    return message


@given(st.lists(st.integers(-(2**31), 2**31 - 1) | st.floats(width=32, allow_nan=False) | TEXT))
def test_python_osc_reads_what_we_write(args) -> None:
    args = args[:20]
    packet = encode("/a/b", *args)
    if len(packet) <= MAX_SENT:
        finite = [max(min(a, 3e38), -3e38) if isinstance(a, float) else a for a in args]
        read = OscMessage(packet).params
        for got, sent in zip(read, finite, strict=True):
            assert got == (sent if isinstance(sent, str) else pytest.approx(sent))
        assert [type(a) for a in read] == [type(a) for a in args]
        assert one(packet).args == tuple(read)


@pytest.mark.parametrize(
    ("tag", "value"), [("i", 5), ("f", 0.5), ("d", 0.1), ("h", 2**40), ("s", "ü"), ("b", b"abc")]
)
def test_we_read_what_python_osc_writes(tag, value) -> None:
    builder = OscMessageBuilder("/x")
    builder.add_arg(value, tag)
    builder.add_arg(7, "i")
    assert one(builder.build().dgram).args == (value, 7)


def test_truth_and_nothing() -> None:
    assert one(b"/x\0\0,TFNI\0\0\0").args == (True, False, None, True)


@pytest.mark.parametrize(
    ("packet", "fault"),
    [
        (b"/x\0\0,iQ\0\0\0\0\1", 'tag "Q" is not known'),
        (b"/x\0\0,i\0\0\0\0", "ends within an argument"),
        (b"/x\0\0,s\0\0\xff\xfe\0\0", "not UTF-8"),
        (b"/x\0\0abcd", "no type tags"),
        (b"/x\0\0,b\0\0\xff\xff\xff\xff", "negative"),
    ],
)
def test_what_cannot_be_read_is_said_with_its_address(packet, fault) -> None:
    message = one(packet)
    assert message.address == "/x"
    assert fault in message.fault


@given(st.binary(max_size=200))
def test_no_bytes_can_do_harm(data) -> None:
    for packet in (data, b"#bundle\0" + data, b"/x\0\0," + data):
        with contextlib.suppress(PacketError):
            decode(packet)


def test_bundles_eight_deep_and_no_deeper() -> None:
    packet = encode("/x", 1)
    for _ in range(8):
        packet = encode_bundle(1, packet)
    assert one(packet).args == (1,)
    with pytest.raises(PacketError, match="too deep"):
        decode(encode_bundle(1, packet))


def test_messages_of_one_timetag_are_one_group() -> None:
    inner = encode_bundle(9, encode("/b"), encode("/c"))
    groups = decode(encode_bundle(9, encode("/a"), inner, encode_bundle(11, encode("/d"))))
    assert [(g.timetag, [m.address for m in g.messages]) for g in groups] == [
        (9, ["/a", "/b", "/c"]), (11, ["/d"]),
    ]  # fmt: skip


def test_only_i_f_s_in_one_small_packet_are_sent() -> None:
    packet = encode("/x", True, np.float32(0.5), np.int64(3), 2**40, "ö" * 3_000)
    assert len(packet) <= MAX_SENT
    message = OscMessage(packet)
    assert packet[4:12] == b",ififs\0\0"
    assert message.params[4].endswith("...")


@given(st.lists(st.binary(min_size=1, max_size=50), max_size=6), st.integers(1, 20))
def test_slip_frames_survive_any_cut(packets, size) -> None:
    stream = b"".join(map(frame, packets))
    unframer, out = Unframer(), []
    for at in range(0, len(stream), size):
        out += unframer.feed(stream[at : at + size])
    assert out == packets


def test_slip_refuses_the_endless_and_the_wrongly_escaped_and_goes_on() -> None:
    unframer = Unframer()
    for _ in range(40):
        assert unframer.feed(b"x" * 10_000) == []
    assert unframer.feed(b"\xc0" + frame(b"ok")) == [None, b"ok"]
    assert unframer.feed(b"\xdb\x01\xc0") == [None]


ADDRESSES = ["/lmdm/param/gain", "/lmdm/param/guidance", "/lmdm/param/guidance/notes", "/lmdm/play"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("/lmdm/param/*", [0, 1]),
        ("/lmdm/param/g*", [0, 1]),
        ("/lmdm/param/guidance/*", [2]),
        ("/lmdm/{play,param/gain}", [0, 3]),
        ("/lmdm/pla?", [3]),
        ("/lmdm/[o-q]lay", [3]),
        ("/lmdm/[!o-q]lay", []),
        ("/*/*/*", [0, 1]),
        ("/lmdm/pl[ay", []),
        ("/" + "*a" * 120, []),
        ("/lmdm/" + "*" * 240 + "y", [3]),
    ],
)
def test_patterns(pattern, found) -> None:
    start = time.process_time()
    assert patterns.is_pattern(pattern)
    assert patterns.matching(pattern, ADDRESSES) == [ADDRESSES[i] for i in found]
    assert time.process_time() - start < 0.1


@pytest.mark.parametrize(
    ("args", "slot", "text", "weight"),
    [
        ((1, "acid bass", 0.5), 1, "acid bass", 0.5),
        (("acid bass",), 0, "acid bass", None),
        ((2,), 2, None, None),
        ((2.0,), 2, None, None),
        (("acid", "bass", 0.5), 0, "acid bass", 0.5),
        ((3.0, "808", "kick"), 3, "808 kick", None),
        ((808.0, "kick"), 0, "808 kick", None),
        (("808 kick",), 0, "808 kick", None),
        (("kick", 2), 0, "kick 2", None),
        ((0, "drums", 120, 1), 0, "drums 120", 1.0),
        ((4, "a", 0), 4, "a", 0.0),
    ],
)
def test_the_words_of_a_prompt(args, slot, text, weight) -> None:
    words = prompts.read(args)
    assert (words.slot, words.text, words.weight) == (slot, text, weight)


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ((), "type"), ((0, ""), "range"), (("  ",), "range"), ((7,), "range"), ((-1, "a"), "range"),
        (("x" * 2_001,), "range"), ((0, None), "type"), ((0, b"x"), "type"), ((True,), "type"),
        ((float("nan"), "a"), "range"), (("a", float("inf")), "range"), ((0, 0.5), "range"),
    ],
)  # fmt: skip
def test_what_is_no_prompt(args, code) -> None:
    with pytest.raises(Refused) as refused:
        prompts.read(args)
    assert refused.value.code == code


def test_timetags_become_samples() -> None:
    stream = StreamTime(lambda: (time.monotonic_ns() - 500_000_000, 100_000), 48_000)
    assert stream.heard() == pytest.approx(124_000, abs=50)
    assert stream.sample_of(1) is None
    ahead = stream.sample_of(timetag_of(time.time_ns() + 2_000_000_000))
    assert ahead == pytest.approx(124_000 + 96_000, abs=50)
    assert stream.sample_of(timetag_of(0)) < 0
    with pytest.raises(Refused, match="61 s ahead") as refused:
        stream.sample_of(timetag_of(time.time_ns() + 61_200_000_000))
    assert refused.value.code == "clock"


def test_a_stream_that_stands_still_is_not_guessed_onwards() -> None:
    stream = StreamTime(lambda: (time.monotonic_ns() - 90_000_000_000, 1_000), 48_000)
    assert stream.heard() == 49_000


def test_struct_of_a_timetag() -> None:
    assert struct.pack(">Q", timetag_of(0)) == struct.pack(">II", 2_208_988_800, 0)
