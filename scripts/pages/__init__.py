"""What becomes of the pages once a builder has built them: one pass over each, and the site as a whole."""
