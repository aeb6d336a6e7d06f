"""Spanish phrases of the signals, read on text without accents; rows wrap at a bar."""

from core.simulation.lexicon import Signal, anywhere

_HARD = (
    "(?:dificil|duro|dura|doloros[oa]|triste|agotador\\w*|horrible|terrible|solitari[oa]|injust[oa]"
    "|frustrante|pesad[oa]|abrumador\\w*|angustiante|complicado|fuerte|insoportable|aterrador\\w*)"
)
_FELT = (
    "(?:sol[oa]|triste|cansad[oa]|agotad[oa]|abrumad[oa]|enojad[oa]|enfadad[oa]|asustad[oa]"
    "|herid[oa]"
    "|frustrad[oa]|perdid[oa]|atrapad[oa]|culpable|avergonzad[oa]|preocupad[oa]|angustiad[oa]"
    "|hart[oa]"
    "|traicionad[oa]|confundid[oa]|desesperad[oa]|dolid[oa]|mal|impotente)"
)
_RISK = (
    "(?:suicid\\w*|matar(?:te|se|lo)|quitar(?:te|se) la vida|hacer(?:te|se) da[nñ]o|hecho da[nñ]o"
    "|lastimar(?:te|se)|cortar(?:te|se)|morir(?:te|se)|acabar con (?:tu|su) vida|no (?:seguir"
    "|querer)"
    " (?:vivir|viviendo)|no quier\\w+ (?:vivir|seguir viviendo)|desaparecer|a salvo (?:hoy"
    "|esta noche))"
)

PHRASES = {
    Signal.EMPATHY: anywhere(f"""
        (?:suena|parece|debe(?: de)? (?:ser|haber sido)|tiene que (?:ser|haber sido)|ha sido|\
          eso es|es|fue|resulta)(?: (?:muy|tan|realmente|algo|bien|bastante|algo muy))* {_HARD}
        (?:te|se) (?:sientes|sentis|siente|sentiste|sintio|has sentido)(?: (?:muy|tan|realmente|\
          completamente|bastante|un poco))* {_FELT}
        (?:estas|esta|estes|te noto|lo noto|la noto)(?: usted)?(?: (?:muy|tan|realmente|\
          bastante))* {_FELT}
        (?:lo siento|siento mucho|lamento|siento (?:lo|que)|imagino (?:lo|que)|me imagino|\
          es comprensible|tiene sentido|entiendo (?:que|lo dificil|lo duro)|no me extrana)
        (?:te|le) (?:duele|dolio|preocupa|da (?:miedo|culpa|verguenza|rabia|pena)|pesa|angustia|\
          asusta|frustra)
        (?:nadie (?:te|la|lo|le) (?:escucha|cuida|entiende)|(?:ya )?no (?:das|puede|puedes|\
          aguantas|aguanta) mas)
    """),
    Signal.AFFIRM: anywhere("""
        (?:gracias|agradezco)(?: \\w+){0,2}? (?:por|tu|su|que)
        (?:hace falta|hay que tener|requiere|se necesita)(?: mucho| mucha)? (?:valor|valentia|\
          fuerza|coraje)
        (?:felicidades|enhorabuena|bien hecho|muy valiente|me alegr\\w+ (?:de )?que (?:hayas|\
          haya|vinieras|viniera|me)|has (?:luchado|trabajado|logrado|conseguido)|ha (?:luchado|\
          logrado|conseguido)|admiro)
    """),
    Signal.SUMMARY: anywhere("""
        (?:a ver )?si (?:te |la |lo |le )?(?:he entendido|entiendo|entendi|comprendi)(?: bien)?
        (?:en resumen|resumiendo|para resumir|hasta ahora (?:me )?(?:has|ha)|\
          lo he entendido bien|te entendi bien|le entendi bien|es correcto|me falta algo|\
          me olvido de algo)
    """),
    Signal.PERMISSION: anywhere("""
        (?:te|le) (?:parece bien|importa|molesta|importaria|molestaria) (?:si|que)
        (?:puedo|podria) (?:preguntar\\w*|hacer\\w* una|contar\\w*|darte|darle|compartir|\
          ofrecer\\w*|decirte|decirle)
        (?:si (?:quieres|quiere|queres|te parece|le parece|lo desea|lo deseas)|no (?:tienes|\
          tiene|tenes) que|no hay (?:apuro|prisa)|tomate|tomese (?:su|el) tiempo|es (?:tu|\
          su) decision|depende de (?:ti|usted|vos)|tu decides|usted decide|vos decidis|sin presion|\
          cuando quiera)
    """),
    Signal.CONFRONT: anywhere("""
        (?<!no )(?:tienes que|tenes que|tiene que|deberias|deberia|tendrias que|debes|\
          debe)(?! (?:ser|haber|de ser|de haber|estar|sentir))
        por que no (?:lo |la |le |te |se )*(?:dejas|deja|has|ha|hiciste|hizo|dejaste|dijiste|\
          llamaste|pediste|fuiste|haces algo)
        (?:estas|esta|usted esta) (?:mintiendo|equivocad[oa]|exagerando|negando)
        (?:calmate|calmese|deja de|deje de|dejate de|no es para tanto|al menos (?:tu|el|ella|\
          tienes|tiene|no)|es culpa (?:tuya|suya)|tu culpa|su culpa|escuchame|escucheme|\
          te lo digo yo|es ridiculo|que egoista|como pudiste|como pudo|no hay excusas?|\
          poner excusas)
    """),
    Signal.REASSURE: anywhere("""
        no te preocupes|no se preocupe(?!, tome| por)
        todo (?:va a|saldra|ira|estara) (?:salir |estar )?bien|va a pasar|ya pasara|ya veras|\
          el tiempo (?:lo )?cura|podria ser peor|animo|no es para tanto|seguro que
    """),
    Signal.BROAD: anywhere("""
        que (?:te|le|lo|la) (?:trae|trajo)|(?:cuentame|contame|cuenteme|hablame|hableme|dime|\
          digame)(?: un poco)?(?: mas| sobre| de| que)
        como (?:estas|esta|has estado|ha estado|te ha ido|le ha ido|te va|le va|van las cosas|\
          ha pasado|has pasado|puedo ayudar\\w*)|en que (?:te|le|lo|la)? ?puedo ayudar\\w*
        (?:que (?:paso|ha pasado|te pasa|le pasa|esta pasando|mas)|ayudame a entender|\
          ayudeme a entender|por donde)
    """),
    Signal.EVOKE: anywhere("""
        que (?:seria|te gustaria|le gustaria|cambiaria|ganarias|tendria que|te ayudaria|\
          le ayudaria|crees que te ayudaria|cree que le ayudaria|ha intentado|has intentado|\
          intentaste|probaste|te haria|le haria)
        (?:que tan|como de|cuan) (?:importante|segur[oa]|dispuest[oa]|preparad[oa]|list[oa])|\
          (?:cero|uno|0|1) (?:a|al) (?:diez|10)|por que un \\w+ y no
    """),
    Signal.RISK_ASK: anywhere(_RISK),
    Signal.APOLOGY: anywhere(
        "(?:perdon|perdona|perdone|disculpa|disculpe|disculpame|disculpeme"
        "|lo siento)(?:,)? (?:me|fui|no quise|no debi|por (?:haber|presionar|lo que dije)|si)"
        "|me he expresado mal|me exprese mal|fue mi culpa|me equivoque|no quise decir"
    ),
    Signal.INJECT: anywhere("""
        (?:ignora|ignore|olvida|olvide|omite|desobedece)(?: (?:todas|todo|las|tus|sus|mis|estas|\
          esas|lo))* (?:instrucciones|reglas|indicaciones|anterior\\w*)
        (?:prompt|instrucciones) (?:del sistema|iniciales|ocultas|secretas)|(?:muestra|muestrame|\
          repite|revela|imprime|dime|ensename|escribe)(?: (?:tus|las|tu|el|todas|\
          me))* (?:instrucciones|prompt|reglas|perfil|configuracion|secretos)
        (?:eres|sos|actua como|finge ser|ahora eres|es usted) (?:un|una) (?:ia|\
          inteligencia artificial|bot|asistente|modelo|robot|programa|maquina|chatbot)|\
          modo (?:desarrollador|administrador)|sal(?:te)? del personaje|deja de actuar
    """),
    Signal.ASSIST: anywhere(
        "(?:escribe|escribeme|redacta|redactame|haz|hazme|genera)(?: (?:un|una|el|la|mi"
        "|me))* (?:ensayo|correo|resumen|codigo|poema|tarea|informe|trabajo|carta|texto)"
        "|(?:traduce|traduceme|resuelve|hazme la tarea|haz mi tarea)"
    ),
    Signal.ABUSE: anywhere(
        "(?:callate|vete a la mierda|andate a la mierda|que te jodan|chinga tu|hijo de puta"
        "|hija de puta|(?:eres|sos|que) (?:un |una )?(?:idiota|imbecil|estupid[oa]|inutil|puta"
        "|basura|asco|pendej[oa]|tarad[oa]|boludo de mierda|mierda)|te voy a (?:matar|pegar"
        "|golpear|romper))"
    ),
}

NEGATED_RISK = anywhere(f"""
    no (?:estas|esta|estaras|quieres|quiere|pensas|piensas?|vas a|va a)(?: \\w+){{0,3}} {_RISK}
""")
