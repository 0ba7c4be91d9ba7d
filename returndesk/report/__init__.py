"""The daily report: what was asked, what came of it, and what the assistant could not answer."""
