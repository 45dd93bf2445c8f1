"""Typed outdoor records."""
