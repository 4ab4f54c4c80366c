"""The steps from documents to a summary, one a file. None imports another; the pipeline knows their order."""
