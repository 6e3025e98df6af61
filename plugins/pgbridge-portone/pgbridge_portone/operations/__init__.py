"""One module per operation; its path is the operation's name."""
