"""Operations on billing keys."""
