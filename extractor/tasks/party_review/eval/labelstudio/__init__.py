"""Gold to Label Studio and back, without loss: a project's config, pre-annotated tasks, and its JSON export read."""

from extractor.eval.labelstudio_results import Imported, Project
from extractor.tasks.party_review.eval.labelstudio.config import config
from extractor.tasks.party_review.eval.labelstudio.export import export
from extractor.tasks.party_review.eval.labelstudio.read import read_export

__all__ = ["Imported", "Project", "config", "export", "read_export"]
