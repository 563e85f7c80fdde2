"""Evaluation of a model: one measure in each file, sound in, figures out."""
