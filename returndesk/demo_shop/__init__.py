"""What the web port serves: the widget's script, and a demo shop whose pages carry it."""
