"""Speed, measured against bare peers in the same run; quoted as ratios."""
