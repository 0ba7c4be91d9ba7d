"""What customers think of answers, for whoever writes them."""
