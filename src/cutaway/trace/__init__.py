"""One forward pass with every tensor readable: records keyframes, replays blocks, and names the tensors inside."""
