"""What authors write, checked: it knows no output, and everything else is made of it."""
