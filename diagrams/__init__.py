"""Pictures and reports of answers; a picture never computes a probability."""
