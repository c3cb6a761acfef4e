"""Who may do what beyond what the platform says: administrators, inviters, and how people come to be either."""
