"""What experts are asked, and how it is said."""
