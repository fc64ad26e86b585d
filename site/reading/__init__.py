"""The public side: home, topics, doctors' public pages, feeds, structured data, policies."""
