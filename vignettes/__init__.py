"""Vignettes: the written cases, read, played, explored and checked; pure, no I/O but reading files."""
