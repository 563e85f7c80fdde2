"""Without a stage: the same generator into files, words for a sound, the day of a scene file."""
