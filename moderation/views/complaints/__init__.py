"""Where people complain, see what came of it, and answer: readers, rights holders, authors, institutions, and the desk."""
