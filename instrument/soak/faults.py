"""What is made to fail, by name. Each is given the stage and chance, and returns a Result."""

from instrument.soak.flood import packets
from instrument.soak.kills import engine, front, power
from instrument.soak.shortage import disk, load, memory

FAULTS = {
    "engine": engine,
    "front": front,
    "power": power,
    "packets": packets,
    "load": load,
    "memory": memory,
    "disk": disk,
}
