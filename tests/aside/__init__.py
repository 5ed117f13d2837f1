"""What is moved aside, and what is put back."""
