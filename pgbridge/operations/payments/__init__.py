"""Operations on payments."""
