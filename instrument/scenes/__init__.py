"""Scenes and programmes: what is played when nobody is in the room."""
