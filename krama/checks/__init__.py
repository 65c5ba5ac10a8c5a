"""What must be true of a planned site: one module per concern; each yields Problems."""

from krama.checks import addresses, files, menus, names, pictures, strays, titles, translations

ALL = (
    *(addresses.check, files.check, names.check, menus.check, pictures.check, strays.check),
    *(titles.check, translations.check),
)
