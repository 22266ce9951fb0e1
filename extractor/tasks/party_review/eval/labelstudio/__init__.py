"""Gold to Label Studio and back, without loss: a project's config, pre-annotated tasks, and its JSON export read."""

from extractor.tasks.party_review.eval.labelstudio.config import config
from extractor.tasks.party_review.eval.labelstudio.export import Project, export
from extractor.tasks.party_review.eval.labelstudio.read import Imported, read_export

__all__ = ["Imported", "Project", "config", "export", "read_export"]
