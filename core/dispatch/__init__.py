"""The way in (`door`) and the way through (`decider`): who is it, may they, what do they hear."""

from core.commands.intent import REGISTRY, intent_of
from core.dispatch.decider import Decider, perform
from core.dispatch.door import Door
from core.dispatch.forms import form_of

__all__ = ["REGISTRY", "Decider", "Door", "form_of", "intent_of", "perform"]
