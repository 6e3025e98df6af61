"""V1's side of `kakao`."""
