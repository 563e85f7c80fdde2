"""What keeps an installation in order: what is missing, how it starts with the machine, which
models there are, and what somebody needs who is to help."""
