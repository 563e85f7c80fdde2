"""How fast this machine makes music, how soon it answers, and how it holds out."""
