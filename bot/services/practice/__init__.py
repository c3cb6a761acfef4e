"""Private questions, exams and reminders to practise."""
