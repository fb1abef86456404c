"""Importing: what lies in a folder of exports, and copying it to where it belongs in the data folder."""
