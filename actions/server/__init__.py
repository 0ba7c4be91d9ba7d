"""The action server: its application, endpoints and list of actions."""
