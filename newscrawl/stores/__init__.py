"""What stays on disk: raw pages (WARC), lines (JSON), and the state. Each store promises what survives a crash, and how."""
