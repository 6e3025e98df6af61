"""Operations on identity verifications."""
