"""KCP Quick Pay."""
