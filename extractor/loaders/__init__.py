"""From what a person names on the command line to articles: files, folders, globs, standard input."""

from extractor.loaders.inputs import Inputs, find_inputs
from extractor.loaders.load import Loaded, load, load_one
from extractor.loaders.model import FieldNames, Limits, Manner
from extractor.loaders.text_field import check_text_field

__all__ = [
    "FieldNames",
    "Inputs",
    "Limits",
    "Loaded",
    "Manner",
    "check_text_field",
    "find_inputs",
    "load",
    "load_one",
]
