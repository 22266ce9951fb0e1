"""The wires: the body of a request goes in, what the server answers comes out, and nothing of either is understood."""
