"""Whole numbers under linear constraints: how small and how large each unknown can be."""
