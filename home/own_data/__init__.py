"""What the site keeps about a person: shown to that person, and given as a file."""
