"""One forward pass, every tensor readable: recording keyframes, replaying blocks, naming what is inside."""
