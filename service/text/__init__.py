"""What stages share: numbers, words, dates, layout. Nothing here knows a stage or a door."""
