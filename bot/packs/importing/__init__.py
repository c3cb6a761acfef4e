"""Questions of other forms become a pack: reading the form, guessing what it lacks, saying what was guessed."""
