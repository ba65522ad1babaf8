"""What is told to the outside of what goes on inside: log lines, without any text of a user's."""
