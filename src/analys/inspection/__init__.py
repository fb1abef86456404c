"""Inspection of a finished report, file by file, before it is moved into its place."""
