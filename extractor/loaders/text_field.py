"""The field of the texts that the user names, looked for before anything is read in earnest."""

from __future__ import annotations

from extractor.errors import UsageError
from extractor.loaders.formats import RECORDS, suffix_of
from extractor.loaders.inputs import STDIN, Inputs, Source
from extractor.loaders.load import names_of_fields
from extractor.loaders.model import Limits
from extractor.loaders.records import shown_names


def check_text_field(inputs: Inputs, limits: Limits) -> None:
    """Raises `UsageError` where the field that is named as that of the texts is one that no record of any file has.

    Files are read until a record has it, which is the first one as a rule. Standard input can be read only once,
    archives may be large and addresses are read elsewhere: where there is such an input the field is not looked for.
    A file without it among others that have it is a failure of its own.
    """
    wanted = inputs.manner.fields.text
    if wanted is None or any(_is_left(source) for source in inputs.sources):
        return
    first: str | None = None
    for source in inputs.sources:
        if suffix_of(source.path.name).removesuffix(".gz") not in RECORDS or source.fault is not None:
            continue
        for names in names_of_fields(source, inputs.manner, limits):
            if wanted in names:
                return
            first = first or f"the first, in {source.origin}, has {shown_names(names)}"
    if first is not None:
        raise UsageError(f"No record has a field `{wanted}`; {first}: name one of its fields with --text-field.")


def _is_left(source: Source) -> bool:
    """Whether a source may have records that are not looked at."""
    packed = suffix_of(source.path.name).removesuffix(".gz") == ".zip"
    return packed or source.called is not None or str(source.path) == STDIN
