"""A better line for every cause of a fall: words of ours until a rubric brings its own."""

from collections.abc import Mapping

_ENGLISH: Mapping[str, tuple[str, ...]] = {
    "abuse": ("I'm sorry, that was out of line. Can we start that part again?",),
    "confront": (
        "It sounds like you have your own reasons for this. What are they?",
        "I could be wrong about this. How do you see it?",
        "Part of you would leave it as it is. What does the other part say?",
    ),
    "input": (
        "I have a thought about that. Would it be okay if I shared it, or would you rather go on?",
        "Before I say anything about it: what have you already tried?",
        "You know your life best. What do you think would help a little?",
    ),
    "reassure": (
        "That sounds like a real worry. What is the hardest part of it?",
        "You're not sure that it will get better. Tell me more about that.",
    ),
    "barrage": (
        "Let me ask one thing and then just listen: what has this been like for you?",
        "That was a lot at once. Where would you like to start?",
    ),
    "closed": (
        "What has that been like for you?",
        "Tell me more about how that goes.",
    ),
    "missed": (
        "Thank you for telling me that. It sounds like it has weighed on you.",
        "I want to stay with what you just said. That must be hard to carry.",
    ),
    "press": (
        "We can leave that for now. What would you rather talk about?",
        "I've asked about this a few times. You don't have to answer it today.",
    ),
    "openness": (
        "It sounds as if that is not easy to talk about. We can take our time.",
        "You don't have to tell me. What would make it easier to talk about it?",
    ),
    "asked:open": ("What is that like for you?", "How does that show up in your days?"),
    "asked:direct": ("May I ask you about that straight out?",),
    "after:reflection": ("So that has been on your mind, and you've kept it to yourself.",),
    "after:empathy": ("That sounds really hard, and you've been alone with it.",),
    "after:permission": ("Would it be okay if I asked about that?",),
    "risk question": (
        "Sometimes people who carry this much think about ending their life. Have you?",
    ),
    "": ("I'd like to understand that better. What happened then?",),
}
_SPANISH: Mapping[str, tuple[str, ...]] = {
    "abuse": ("Perdone, eso no estuvo bien. ¿Podemos empezar esa parte otra vez?",),
    "confront": (
        "Parece que usted tiene sus razones. ¿Cuáles son?",
        "Puedo estar equivocado. ¿Cómo lo ve usted?",
    ),
    "input": (
        "Se me ocurre algo. ¿Le parece bien si se lo cuento, o prefiere seguir?",
        "Antes de decir nada: ¿qué ha probado ya?",
    ),
    "reassure": ("Eso suena a una preocupación de verdad. ¿Qué es lo más difícil?",),
    "barrage": ("Le pregunto una sola cosa y escucho: ¿cómo ha sido esto para usted?",),
    "closed": ("¿Cómo ha sido eso para usted?", "Cuénteme más de eso."),
    "missed": ("Gracias por contármelo. Suena a que le ha pesado mucho.",),
    "press": ("Podemos dejarlo por ahora. ¿De qué prefiere hablar?",),
    "openness": ("Parece que no es fácil hablar de eso. Tenemos tiempo.",),
    "asked:open": ("¿Cómo es eso para usted?",),
    "asked:direct": ("¿Puedo preguntarle por eso directamente?",),
    "after:reflection": ("Así que eso le ha dado vueltas, y se lo ha guardado.",),
    "after:empathy": ("Eso suena muy duro, y lo ha llevado a solas.",),
    "after:permission": ("¿Le parece bien si le pregunto por eso?",),
    "risk question": (
        "A veces, cuando se carga con tanto, la gente piensa en quitarse la vida. ¿Le ha pasado?",
    ),
    "": ("Me gustaría entenderlo mejor. ¿Qué pasó después?",),
}
_LANGUAGES = {"en": _ENGLISH, "es": _SPANISH}


def better_line(language: str, cause: str, nth: int) -> str:
    """One line for the cause, another one for another `nth`; English where we have no other."""
    table = _LANGUAGES.get(language, _ENGLISH)
    lines = table.get(cause) or table[""]
    return lines[nth % len(lines)]
