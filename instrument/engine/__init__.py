"""The engine: the generator on stage, in a process of its own. It may die; the sound goes on."""
