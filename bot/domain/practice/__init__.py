"""Rules of private questions: what to practise, what is remembered, and exams."""
