"""How the files in static/fonts/ are made and verified; for developers, never needed to make a site."""
