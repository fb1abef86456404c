"""Readers: one file format a module, each giving a `Document`."""
