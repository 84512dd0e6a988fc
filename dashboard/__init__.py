"""What people see and press: the app, its pages and callbacks, and the command line ``onemap``."""
