"""Measures this site beside stock Material: `make bench`."""
