"""`kakao`."""
