"""The English lexicon: how students, interviewers and clients of social work speak."""

from core.simulation.lexicon import Lexicon, spellings
from core.simulation.phrases_en import NEGATED_RISK, PHRASES
from core.simulation.questions_en import QUESTION
from core.simulation.statements_en import STATEMENT

_SPELLINGS = """
    u=you ya=you r=are ur=your cuz=because cos=because gonna=going_to wanna=want_to gotta=got_to
    dunno=don't_know youre=you're youve=you've dont=don't didnt=didn't cant=can't wont=won't
    isnt=isn't wasnt=wasn't havent=haven't wouldnt=wouldn't im=i'm ive=i've whats=what's hows=how's
    thats=that's shes=she's hes=he's theyre=they're rn=now
"""

ENGLISH = Lexicon(
    version="en-1",
    spellings=spellings(_SPELLINGS),
    letters={},
    question=QUESTION,
    statement=STATEMENT,
    phrases=PHRASES,
    negated_risk=NEGATED_RISK,
)
