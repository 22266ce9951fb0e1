"""Tasks: a summary's model with what belongs to it, and the leaves that such models are made of."""

from extractor.tasks.leaves import DateOf, Free, Item, Name, Number, OneOf, PeriodOf, Quoted, Summary, Units

__all__ = ["DateOf", "Free", "Item", "Name", "Number", "OneOf", "PeriodOf", "Quoted", "Summary", "Units"]
