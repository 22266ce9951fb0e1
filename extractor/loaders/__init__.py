"""From what a person names on the command line to articles: files, folders, globs, standard input."""

from extractor.loaders.inputs import Inputs, find_inputs
from extractor.loaders.load import Limits, Loaded, load, load_one

__all__ = ["Inputs", "Limits", "Loaded", "find_inputs", "load", "load_one"]
