"""What must be true of a planned site: one module per concern; each yields Problems."""

from krama.checks import addresses, files, menus, names, pictures, titles, translations

ALL = (addresses.check, files.check, names.check, menus.check, pictures.check, titles.check, translations.check)
