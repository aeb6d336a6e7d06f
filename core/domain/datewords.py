"""The words that people type for dates, folded: English, Spanish, some French."""

import unicodedata


def folded(text: str) -> str:
    """Lower case without accents, with plain spaces."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(one for one in plain if not unicodedata.combining(one)).split())


WEEKDAYS: dict[str, int] = {
    name: day
    for day, names in enumerate(
        (
            "monday mon lunes lundi",
            "tuesday tue tues martes mardi",
            "wednesday wed miercoles mercredi",
            "thursday thu thur thurs jueves jeudi",
            "friday fri viernes vendredi",
            "saturday sat sabado samedi",
            "sunday sun domingo dimanche",
        )
    )
    for name in names.split()
}
MONTHS: dict[str, int] = {
    name: month
    for month, names in enumerate(
        (
            "january jan enero ene janvier",
            "february feb febrero fevrier",
            "march mar marzo mars",
            "april apr abril abr avril",
            "may mayo mai",
            "june jun junio juin",
            "july jul julio juillet",
            "august aug agosto ago aout",
            "september sept sep septiembre septembre",
            "october oct octubre octobre",
            "november nov noviembre novembre",
            "december dec diciembre dic decembre",
        ),
        1,
    )
    for name in names.split()
}
NEXT = ("next", "proximo", "proxima", "prochain", "prochaine", "que viene", "siguiente")
THIS = ("this", "este", "esta", "ce", "cette", "coming")
UNITS: dict[str, str] = {
    name: unit
    for unit, names in (
        ("minutes", "minute minutes min mins minuto minutos"),
        ("hours", "hour hours hora horas heure heures"),
        ("days", "day days dia dias jour jours"),
        ("weeks", "week weeks semana semanas semaine semaines"),
    )
    for name in names.split()
}
NUMBERS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "a an one un una une",
            "two dos deux",
            "three tres trois",
            "four cuatro quatre",
            "five cinco cinq",
            "six seis",
            "seven siete sept",
            "eight ocho huit",
            "nine nueve neuf",
            "ten diez dix",
        ),
        1,
    )
    for name in names.split()
}
FILL = "at on by the of el la las los a al de del le les du por para before due um en in and y"
FILLERS = frozenset(FILL.split())
