"""Naver Pay."""
