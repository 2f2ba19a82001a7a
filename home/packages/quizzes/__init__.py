"""The quizzes of a course package: assessments, items and what items refer to."""
