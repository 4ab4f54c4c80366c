"""What sentences state: figures and what they count, dates, owners; and when two of them disagree."""
