"""What answers contradict: within one question, across a table, against the model's claims."""
