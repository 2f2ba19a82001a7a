"""Benchmarks: each prints what it measured, on what, and what it compared."""
