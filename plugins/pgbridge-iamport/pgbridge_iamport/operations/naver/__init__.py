"""V1's side of `naver`."""
