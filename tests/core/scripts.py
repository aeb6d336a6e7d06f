"""Interviews for tests: skilled and poor ones that know a client's topics and nothing else."""

import random
from collections.abc import Iterator

from core.domain.profile import ClientProfile, Fact

SKILLED_ROUNDS = 3

_CARE = {
    "en": (
        "That sounds really hard.",
        "I can hear how much this weighs on you.",
        "That must be exhausting.",
        "It makes sense that you feel that way.",
        "I'm sorry that happened to you.",
        "That must have been so lonely.",
        "Thank you for telling me that, it took courage.",
        "You've been carrying a lot on your own.",
        "I can imagine how painful that was.",
        "You have worked hard to hold it all together.",
    ),
    "es": (
        "Eso suena muy duro.",
        "Entiendo que le pese tanto.",
        "Debe de ser agotador.",
        "Tiene sentido que se sienta así.",
        "Siento mucho que haya pasado por eso.",
        "Tuvo que ser muy doloroso.",
        "Gracias por contármelo, hace falta valor.",
        "Ha estado cargando con mucho usted sola.",
        "Me imagino lo difícil que ha sido.",
        "Suena muy solitario.",
    ),
}
_ASK = {
    "en": (
        "What has {topic} been like for you lately?",
        "How do you see things around {topic} these days?",
        "What would you want me to understand about {topic}?",
        "Can you tell me more about {topic}?",
        "How does {topic} come into it for you?",
        "What goes through your mind around {topic}?",
    ),
    "es": (
        "¿Cómo ha vivido lo de {topic} últimamente?",
        "¿Qué le gustaría que yo entendiera sobre {topic}?",
        "¿Qué me puede contar de {topic}?",
        "¿Cómo le afecta {topic} estos días?",
        "¿Qué piensa usted cuando sale {topic}?",
    ),
}
_ASK_RISK = {
    "en": (
        "Sometimes people in your place have thoughts of suicide. Have you had such thoughts?",
        "Are you thinking about suicide?",
        "Have you been thinking about hurting yourself, or of {topic}?",
    ),
    "es": (
        "A veces, en una situación así, la gente piensa en el suicidio. ¿Le ha pasado a usted?",
        "¿Ha pensado en el suicidio?",
        "¿Ha tenido ideas de suicidio, o de {topic}?",
    ),
}
_REFLECT = {
    "en": (
        "So part of you wants to keep going, and part of you is tired of it.",
        "It sounds like you are left alone with this.",
        "You feel torn between what others expect and what you can bear.",
        "So you keep it to yourself because nobody has really asked.",
        "You're worried about what comes next.",
    ),
    "es": (
        "Así que una parte de usted quiere seguir y otra está cansada.",
        "Parece que se ha quedado sola con todo esto.",
        "Usted se siente dividida entre lo que esperan los demás y lo que puede aguantar.",
        "Siente que nadie le ha preguntado de verdad.",
        "Le preocupa lo que pueda venir después.",
    ),
}
_POOR = {
    "en": (
        "Do you have trouble with {topic}? Is it bad? Since when?",
        "You should just stop worrying about {topic}.",
        "Why don't you just deal with {topic}? You need to be more responsible.",
        "Is {topic} a problem, yes or no?",
        "I think you should see someone about {topic}, it is important, studies show it helps.",
        "Don't worry, it'll be fine with {topic}.",
        "Okay.",
        "At least you have {topic}. Calm down.",
        "Do you drink? Do you smoke? Do you sleep?",
        "Listen to me, you have to change {topic}.",
    ),
    "es": (
        "¿Tiene problemas con {topic}? ¿Es grave? ¿Desde cuándo?",
        "Usted tiene que dejar de preocuparse por {topic}.",
        "¿Por qué no arregla lo de {topic}? Debería ser más responsable.",
        "¿Es {topic} un problema, sí o no?",
        "Creo que debería ir al médico por {topic}, es importante, los estudios lo dicen.",
        "No se preocupe, ya verá que {topic} se arregla.",
        "Vale.",
        "Por lo menos tiene {topic}. Cálmese.",
        "¿Fuma? ¿Bebe? ¿Duerme?",
        "Hágame caso, hay que cambiar {topic}.",
    ),
}


def tongue(profile: ClientProfile) -> str:
    return profile.language.split("-", 1)[0]


def by_depth(profile: ClientProfile) -> list[Fact]:
    """From the surface down, as a careful interviewer would go."""
    return sorted(profile.facts, key=lambda fact: fact.gate.openness)


def skilled(profile: ClientProfile, seed: int = 0) -> Iterator[str]:
    """Care, then one open question on one topic; a reflection after it; three times around."""
    rng, words = random.Random(seed), tongue(profile)
    for round_number in range(SKILLED_ROUNDS):
        for fact in by_depth(profile):
            topic = fact.topics[round_number % len(fact.topics)]
            ask = rng.choice((_ASK_RISK if fact.risk else _ASK)[words])
            yield f"{rng.choice(_CARE[words])} {ask.format(topic=topic)}"
            yield f"{rng.choice(_REFLECT[words])} {rng.choice(_CARE[words])}"


def poor(profile: ClientProfile, seed: int = 0) -> Iterator[str]:
    """As long as the skilled one and on the same topics, with everything that shuts people up."""
    rng, words = random.Random(seed), tongue(profile)
    for round_number in range(SKILLED_ROUNDS):
        for fact in by_depth(profile):
            topic = fact.topics[round_number % len(fact.topics)]
            for _ in range(2):
                yield rng.choice(_POOR[words]).format(topic=topic)


def mixed(profile: ClientProfile, share: float, seed: int) -> Iterator[str]:
    """Each turn is skilled with the probability `share`."""
    rng = random.Random(seed)
    for good, bad in zip(skilled(profile, seed), poor(profile, seed), strict=True):
        yield good if rng.random() < share else bad
