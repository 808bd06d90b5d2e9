"""Spiders by purpose, not by outlet: they find and fetch; what becomes of a page is the pipelines' business."""
