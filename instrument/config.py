"""The configuration file: YAML, strict. An unknown key is an error, with its line and a suggestion.

Nobody else reads YAML but presets.py and scenes, through the same Section.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from instrument.errors import Refused, UserError, did_you_mean
from instrument.params import PROMPT_CHARS, Value, find

DEFAULT_PORT = 57_140
DEFAULT_PROMPT = "warm slow pad with soft piano"
_MAX_DEPTH = 8


class Section:
    """A mapping of a YAML file whose keys are taken one by one; what is left over is an error."""

    def __init__(self, where: str, line: int, values: dict[str, tuple[Any, int]]) -> None:
        self._where = where
        self.line = line
        self._values = values
        self._known: list[str] = []

    @classmethod
    def parse(cls, text: str, where: str) -> Section:
        """Reads a file's text; `where` is its name for messages. Raises UserError."""
        try:
            node = yaml.compose(text, Loader=yaml.SafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = f":{mark.line + 1}" if mark else ""
            problem = getattr(error, "problem", None) or "not YAML"
            raise UserError(f"{where}{line}: {problem}") from None
        if node is None:
            return cls(where, 1, {})
        value = _plain(node, where, 0)
        if not isinstance(value, Section):
            raise UserError(f"{where}:1: a mapping (key: value) was expected")
        return value

    def error(self, message: str, key: str | None = None) -> UserError:
        """A UserError that names the file and the line of `key`."""
        line = self._values[key][1] if key in self._values else self.line
        return UserError(f"{self._where}:{line}: {message}")

    def take(self, key: str, kind: type, default: Any) -> Any:
        """The value of `key` (`default` when it is missing); raises UserError for another kind."""
        self._known.append(key)
        value, _ = self._values.get(key, (None, 0))
        if value is None:
            return default
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.error(f"{key} is to be {_KINDS[kind]}, not {value!r:.60}", key)
        return value

    def section(self, key: str) -> Section:
        """The mapping under `key`, empty when it is missing."""
        return self.take(key, Section, Section(self._where, self.line, {}))

    def __contains__(self, key: str) -> bool:
        """Whether `key` is there; that does not count as taking it."""
        return key in self._values

    def texts(self, key: str) -> tuple[str, ...]:
        """The list of texts under `key`."""
        values = self.take(key, list, [])
        if not all(isinstance(v, str) for v in values):
            raise self.error(f"{key} is to be a list of texts", key)
        return tuple(values)

    def items(self) -> Iterator[tuple[str, Any]]:
        """All keys and values; they count as taken."""
        for key, (value, _) in self._values.items():
            self._known.append(key)
            yield key, value

    def finish(self) -> None:
        """Raises UserError when there is a key that nobody took."""
        for key in self._values:
            if key not in self._known:
                raise self.error(f'no key "{key}" here' + did_you_mean(key, self._known), key)


_KINDS = {
    int: "a whole number", float: "a number", str: "a text", bool: "true or false",
    list: "a list", Section: "a mapping (key: value)",
}  # fmt: skip


def _plain(node: yaml.Node, where: str, depth: int) -> Any:
    line = node.start_mark.line + 1
    if depth > _MAX_DEPTH:
        raise UserError(f"{where}:{line}: nested too deep")
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, where, depth + 1) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        values: dict[str, tuple[Any, int]] = {}
        for key_node, value_node in node.value:
            key = str(getattr(key_node, "value", ""))
            at = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                raise UserError(f"{where}:{at}: a key is to be a plain text")
            if key in values:
                raise UserError(f'{where}:{at}: "{key}" is there twice')
            values[key] = (_plain(value_node, where, depth + 1), at)
        return Section(where, line, values)
    try:
        return yaml.SafeLoader("").construct_object(node)
    except (yaml.YAMLError, ValueError):
        raise UserError(f"{where}:{line}: {node.value!r:.60} cannot be read") from None


def params_of(section: Section) -> dict[str, Value]:
    """A mapping of parameter names to values ("free" where that is possible), checked.

    Out of range is an error here, with the line: a file is written once and read often.
    """
    values: dict[str, Value] = {}
    for key, value in section.items():
        try:
            param = find(key)
            if value == "free" and param.free:
                values[key] = None
                continue
            values[key] = param.coerce(value)
            if param.clip(values[key]) != values[key]:
                raise Refused(
                    "range", f"{key} is {param.lo:g} to {param.hi:g} {param.unit}".rstrip()
                )
        except Refused as refused:
            raise section.error(refused.text, key) from None
    return values


@dataclass(frozen=True, kw_only=True)
class Http:
    """OSCQuery, the page and the metrics. `port` None is the one after OSC's, `bind` OSC's own.

    Besides this machine, those that OSC's `allow` or this one lists may look; `control` lets them
    play too. `hosts` are names by which browsers may call this machine. `announce`: by mDNS, where
    zeroconf is installed.
    """

    enabled: bool = True
    port: int | None = None
    bind: str | None = None
    allow: tuple[str, ...] = ()
    control: bool = False
    hosts: tuple[str, ...] = ()
    announce: bool = True


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What no message can change: the ceiling of every peak (dB), the loudness of the last three
    seconds (LUFS; 0: no limit).
    """

    ceiling: float = -1.0
    loudness: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Config:
    """What `lmdm serve` starts from. Every field has its key in the file and most an option."""

    port: int = DEFAULT_PORT
    bind: str = "127.0.0.1"
    allow: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    administer: tuple[str, ...] = ()
    rate: float = 1_000.0
    listeners: tuple[str, ...] = ()
    allow_quit: bool = False
    audio: str = "auto"
    device: str | None = None
    input_device: str | None = None
    connect: str = "auto"
    client: str = "lmdm"
    model: str = "default"
    threads: int = 1
    prompt: str = DEFAULT_PROMPT
    fade_in: float = 3.0
    scene: str | None = None
    resume: bool = False
    spare: bool = False
    log: str | None = None
    params: Mapping[str, Value] = field(default_factory=dict)
    limits: Limits = Limits()
    webhook: str = ""
    http: Http = Http()
    midi: str | None = None
    link: bool = False


def parse(text: str, where: str) -> Config:
    """A configuration from the text of a file named `where`; raises UserError."""
    top = Section.parse(text, where)
    osc, audio = top.section("osc"), top.section("audio")
    d = Config()
    config = Config(
        port=osc.take("port", int, d.port),
        bind=osc.take("bind", str, d.bind),
        allow=osc.texts("allow"),
        read=osc.texts("read"),
        administer=osc.texts("administer"),
        rate=osc.take("rate", float, d.rate),
        listeners=osc.texts("listeners"),
        allow_quit=osc.take("quit", bool, d.allow_quit),
        audio=audio.take("backend", str, d.audio),
        device=audio.take("device", str, d.device),
        input_device=audio.take("input_device", str, d.input_device),
        connect=audio.take("connect", str, d.connect),
        client=audio.take("client", str, d.client),
        model=top.take("model", str, d.model),
        threads=top.take("threads", int, d.threads),
        prompt=top.take("prompt", str, d.prompt),
        fade_in=top.take("fade_in", float, d.fade_in),
        scene=top.take("scene", str, d.scene),
        resume=top.take("resume", bool, d.resume),
        spare=top.take("spare", bool, d.spare),
        log=top.take("log", str, d.log),
        params=params_of(top.section("params")),
        webhook=_webhook(top),
        limits=_limits(top.section("limits")),
        http=_http(top.section("http")),
        midi=top.take("midi", str, d.midi),
        link=top.take("link", bool, d.link),
    )
    for section in (osc, audio, top):
        section.finish()
    if not 1.0 <= config.rate <= 1e6:
        raise osc.error("rate is 1 to 1000000 packets a second", "rate")
    if not 0 <= config.port <= 65_535:
        raise osc.error("port is 0 to 65535", "port")
    if not 1 <= config.threads <= 256:
        raise top.error("threads is 1 to 256", "threads")
    if not 0 < len(config.prompt.strip()) <= PROMPT_CHARS:
        raise top.error(f"prompt has 1 to {PROMPT_CHARS} characters", "prompt")
    if not 0.0 <= config.fade_in <= 60.0:
        raise top.error("fade_in is 0 to 60 seconds", "fade_in")
    for listener in config.listeners:
        try:
            listener_of(listener)
        except UserError as error:
            raise osc.error(str(error), "listeners") from None
    return config


def _webhook(top: Section) -> str:
    url = top.take("webhook", str, "")
    if url and not url.startswith(("http://", "https://")):
        raise top.error("webhook is a URL (https://...)", "webhook")
    return url


def _limits(section: Section) -> Limits:
    limits = Limits(
        ceiling=section.take("ceiling", float, -1.0), loudness=section.take("loudness", float, 0.0)
    )
    section.finish()
    for key in ("ceiling", "loudness"):
        if not -60.0 <= getattr(limits, key) <= 0.0:
            raise section.error(f"{key} is -60 to 0", key)
    return limits


def _http(section: Section) -> Http:
    http = Http(
        enabled=section.take("enabled", bool, True),
        port=section.take("port", int, None),
        bind=section.take("bind", str, None),
        allow=section.texts("allow"),
        control=section.take("control", bool, False),
        hosts=section.texts("hosts"),
        announce=section.take("announce", bool, True),
    )
    section.finish()
    if http.port is not None and not 0 <= http.port <= 65_535:
        raise section.error("port is 0 to 65535", "port")
    return http


def load(path: Path) -> Config:
    """Reads a configuration file; raises UserError."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UserError(f"{path}: not UTF-8") from None
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}") from None
    return parse(text, str(path))


def listener_of(text: str) -> tuple[str, int]:
    """(host, port) of "host:port"; raises UserError."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit() or not 0 < int(port) < 65_536:
        raise UserError(f'"{text}" is no listener (such as 127.0.0.1:9000)')
    return host, int(port)
