"""Operations on the sales slips of sub-merchants."""
