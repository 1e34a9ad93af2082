"""The models of the site, for Django to find."""

from tracker.intake import models as intake

__all__ = ["intake"]
