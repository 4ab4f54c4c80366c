"""Small edits of one sentence that change, or keep, what it says. Standard library only."""
