"""Photos and videos that customers send about a return: checked by content, made safe, kept, opened by signed links."""
