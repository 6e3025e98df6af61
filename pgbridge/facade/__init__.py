"""The V1 facade: a server that speaks PortOne V1 and works on V2 through a bridge."""
