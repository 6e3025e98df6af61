"""Payment gateways on PortOne: one module per PG and API."""
