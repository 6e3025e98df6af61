"""Operations on virtual accounts."""
