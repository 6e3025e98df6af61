"""What can be done, one file each; the path is the operation's name."""
