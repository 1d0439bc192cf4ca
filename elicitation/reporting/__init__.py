"""What is told of the record: feedback, annexes, exports without names."""
