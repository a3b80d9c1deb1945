"""Charts of warnings as pictures: what is drawn, the drawing as SVG, and a page with picture and table.

Knows neither Django nor a clock: the command line draws with it as a page does.
"""

from .drawing import draw, standalone
from .page import page
from .picture import Picture, picture

__all__ = ["Picture", "draw", "page", "picture", "standalone"]
