"""The wire forms of V1, field by field as the vendor spells them; None is absent or null, 0 is a value."""
