"""Operations on cash receipts."""
