"""What follows a text: how the next token is chosen from the model's distribution."""
