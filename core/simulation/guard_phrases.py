"""Phrases by which a model falls out of its role; English and Spanish, both read always."""

import re

from core.simulation.pattern import Pattern


def _any(*patterns: str) -> Pattern:
    return Pattern("|".join(rf"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


ASSISTANT = _any(
    r"\bas an? (?:ai|a\.i\.|artificial|(?:large )?language model|assistant|chat ?bot|virtual)\b",
    r"\bi(?:['’]m| am) (?:just |only )?an? (?:ai\b|a\.i\.|artificial|(?:large )?language model|"
    r"(?:ai |virtual |digital )?assistant\b|chat ?bot|computer program|simulat)",
    r"\b(?:large )?language model\b|\b(?:openai|anthropic|chatgpt|claude)\b",
    r"\bi(?:['’]m| am) here to (?:help|assist|support)\b|\bhow (?:can|may) i (?:help|assist)\b",
    r"\bi(?: can(?:no|['’])t| am unable to|['’]m unable to| won['’]t be able to)"
    r" (?:continue|assist|help with|role-?play|engage|provide|comply|generate|discuss)",
    r"\bhappy to (?:help|assist|continue)\b|\bfeel free to\b|\blet me know if\b",
    r"\bis there anything else (?:i can|you)|\bi apologi[sz]e,? but\b",
    r"\bi(?:['’]m| am) sorry,? but i can(?:no|['’])t\b|\bgreat question\b|^certainly!|^sure!",
    r"\bcomo (?:una? )?(?:ia\b|inteligencia artificial|modelo de lenguaje|asistente)",
    r"\bsoy (?:una? )?(?:ia\b|inteligencia artificial|modelo de lenguaje|asistente virtual|bot\b)",
    r"\bestoy aquí para ayudar|\b¿?en qué (?:puedo|te puedo|le puedo) ayudar",
    r"\bno puedo (?:continuar|ayudar(?:te|le)? con|proporcionar|generar)",
)
COUNSELS = _any(
    r"\bhave you (?:considered|thought (?:about|of)|tried) (?:talking|seeing|seeking|speaking|"
    r"asking|taking|making|writing|getting|reaching)",
    r"\bi(?:['’]d| would)? (?:suggest|recommend|encourage|advise) (?:you|that you)\b",
    r"\byou (?:might|may) want to (?:try|consider|talk|think)|\byou could try\b",
    r"\bwhat i(?:['’]m| am) hearing\b|\bit sounds like you(?:['’]re| are| feel)\b",
    r"\bhow does that make you feel\b|\bthank you for sharing\b|\byour feelings are valid\b",
    r"\blet(?:['’]s| us) (?:explore|unpack|work through|talk about how you)\b",
    r"\bi(?:['’]m| am) here for you\b|\bhow can i (?:best )?support you\b",
    r"\bthat must be (?:so |very |really )?(?:hard|difficult|tough) for you\b",
    r"\btell me (?:more )?about (?:your feelings|how you feel)\b",
    r"\b(?:ha|has) (?:pensado|considerado) (?:en )?(?:hablar|acudir|buscar|pedir|ir)\b",
    r"\b(?:le|te) (?:sugiero|recomiendo|aconsejo)\b|\bgracias por compartir\b",
    r"\b¿?cómo (?:te|le) hace sentir eso\b|\bparece que (?:te|se) sient[ea]s?\b",
    r"\bvamos a explorar\b|\bestoy aquí para (?:ti|usted|escuchar)",
)
ASKS_BACK = Pattern(
    r"\b(?:how|what|why|do|are|did|have|would|cómo|qué|por qué)\b[^.!?\n]{0,60}"
    r"\b(?:you(?:r)? (?:feel|feeling|feelings|cope|coping|think of yourself|doing today|mood)|"
    r"(?:te|se) sient[ea]s?|tus sentimientos|sus sentimientos)\b[^.!?\n]{0,60}\?",
    re.IGNORECASE,
)
PLAN = _any(
    r"<\s*/?\s*note\b|\[\s*(?:note|director|nota)\b",
    r"\bsystem prompt\b|\bmy (?:system )?(?:instructions|prompt)\b|\bthe director(?:['’]s)?\b",
    r"\bthe notes? (?:says?|tells?|said)\b|\bi was (?:instructed|prompted|programmed)\b",
    r"\brole-?play(?:ing)?\b|\b(?:stay(?:ing)? in|break(?:ing)?|broke) character\b",
    r"\bopenness\b|\blocked facts?\b|\bunlock(?:ed)?\b",
    r"\b(?:mis instrucciones|el prompt|la nota (?:dice|decía)|juego de roles?|mi personaje)\b",
)
HARM = _any(
    r"\boverdos(?:e|ed|ing)\b|\bsobredosis\b",
    r"\bhang(?:ed|ing)? myself\b|\bnoose\b|\ba rope\b|\bcolgarme\b|\bahorcar",
    r"\b(?:slit|slash(?:ed)?|cut(?:ting)?) (?:my|open my|your) (?:wrist|vein|throat|arm)s?",
    r"\bcortarme las venas\b|\brazor blade",
    r"\b(?:jump(?:ed|ing)?|throw(?:ing)? myself) (?:off|from|in front of)\b",
    r"\b(?:tirarme|saltar) (?:del?|desde|al)\b",
    r"\b(?:shoot|shot|shooting) myself\b|\bgun (?:to|in) my\b|\bpegarme un tiro\b",
    r"\b\d+\s*(?:mg|milligrams|miligramos|grams of|pills|tablets|pastillas)\b",
    r"\b(?:all (?:of )?(?:my|the|her|his) (?:pills|tablets|medication)|"
    r"(?:handful|bottle) of (?:pills|tablets)|todas (?:mis|las) pastillas)\b",
    r"\b(?:pills|tablets|medication) to (?:end|die|kill|sleep for ever|sleep forever)",
    r"\bcarbon monoxide\b|\bhelium\b|\bbleach\b[^.!?]{0,20}\bdrink",
    r"\b(?:dying|suicide|killing myself) (?:is|would be) (?:beautiful|the best|a gift|freedom)\b",
)
