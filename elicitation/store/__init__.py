"""The study's folder: whatever is told to be saved is on disk, and nothing is overwritten."""
