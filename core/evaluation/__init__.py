"""Reports and grading of finished interviews. Pure but for the Model port."""
