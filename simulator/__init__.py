"""The supervision training simulator: the program people run."""
