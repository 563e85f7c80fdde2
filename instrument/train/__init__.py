"""Training stages: codec, diffusion."""
