"""Containers of structured inputs: each turns an input into tables of text."""
