"""The networks. Letters for axes: B batch, T latent frames, N samples, C channels of a latent or of
a condition, D width of the network, H heads, S tokens of text, L layers, A additive channels.
"""
