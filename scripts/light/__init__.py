"""What makes a finished site light, on its files alone."""
