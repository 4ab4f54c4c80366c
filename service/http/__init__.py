"""The HTTP door. `create_app` is in `service.http.app`."""
