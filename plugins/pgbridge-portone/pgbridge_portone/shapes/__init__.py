"""The wire forms of V2; None is absent, 0, "" and False are values and are sent."""
