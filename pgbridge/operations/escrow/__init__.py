"""Operations on escrow payments."""
