"""The page at `/`: plain HTML, CSS and JavaScript, over the same HTTP interface that programs use."""
