"""lmdm: a SuperCollider/OSC generative instrument."""

__version__ = "0.1.0"
