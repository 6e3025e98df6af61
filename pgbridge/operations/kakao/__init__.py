"""Kakao Pay."""
