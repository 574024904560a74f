"""Line mode: one thing a line, headings in words; for a screen reader, a pipe or a script."""
