"""The tests of redaction: what is planted, and the traces that are redacted, stand beside this."""
