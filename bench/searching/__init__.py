"""What bench/search.py measures with: a site, queries and their truth, and two searches that answer them."""
