"""Labels of returns on their way to customers: links that work for minutes, and pictures of QR codes."""
