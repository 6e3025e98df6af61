"""One module per operation that V1 can do; the path is the operation's name."""
