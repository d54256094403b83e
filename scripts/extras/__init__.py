"""All of the site that no builder makes and no built page is needed for."""
