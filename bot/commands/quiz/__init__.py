"""`/aws-quiz`: private questions, exams and reminders to practise."""
