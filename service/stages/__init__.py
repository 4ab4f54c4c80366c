"""One stage a file, each from values to values.

Stages never import one another; `service.pipeline` alone knows their order.
"""
