"""Scrapy commands; the name of a file is the name of its command. Nobody imports this package but Scrapy."""
