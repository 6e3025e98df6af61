"""PortOne's promotions."""
