"""The Spanish lexicon (tú, usted, vos); its patterns read text without accents."""

from core.simulation.lexicon import (
    NEVER,
    Lexicon,
    QuestionWords,
    StatementWords,
    anywhere,
    at_start,
    spellings,
)
from core.simulation.phrases_es import NEGATED_RISK, PHRASES

_WH = "(?:que|como|cuando|donde|adonde|quien|quienes|cual|cuales|cuanto|cuanta|cuantos|cuantas)"
_ASK = "(?:de |a |en |con |por |para |desde |hasta |hacia |hace )*"

QUESTION = QuestionWords(
    wh=NEVER,
    wh_start=at_start(f"{_ASK}{_WH}"),
    auxiliary=NEVER,
    plain_auxiliary=at_start(f"""
        {_ASK}{_WH}(?! (?:pena|lastima|bien|bueno|buena|mal|horror|duro|fuerte|triste|si|no|\
          tu sabes|si fuera|siempre|todos))(?= \\w)
        (?:te |lo |la )?(?:has|habeis|ha) (?:comido|pensado|dormido|hablado|ido|probado|tenido|\
          hecho|intentado|contado|dicho|estado|tomado|bebido)(?! que)
        (?:estas|esta) (?:en|ahi|bien|a salvo|segur[oa]|sol[oa] ahora)
        (?:tienes|tenes|tiene) (?:a alguien|alguien|hijos|hermanos|pareja|familia|trabajo|\
          algun\\w*|alguna idea)
        (?:quieres|queres|quiere) (?:hablar|contar|que (?:te|le|hablemos|llame))
    """),
    inner_auxiliary=NEVER,
    invite=at_start("""
        (?:por favor |y |a ver |anda |venga |bueno )*(?:cuentame|contame|cuenteme|dime|decime|\
          digame|hablame|hableme|describeme|describa|explicame|expliqueme|ayudame a|ayudeme a|\
          platicame|platiqueme|relatame)(?! si)
        (?:me )?(?:puede|puedes|podes|podria|podrias) (?:usted )?(?:contar(?:me)?|\
          decir(?:me)? (?:mas|algo|como|que)|hablar(?:me)?|describir(?:me)?|explicar(?:me)?|\
          platicar(?:me)?|ayudar(?:me)? a)
        me (?:puede|puedes|podes|podria|podrias|gustaria) (?:contar|decir|hablar|explicar|\
          describir|que me (?:cuente|hable|diga)|saber (?:que|como|mas|por)|oir|escuchar|conocer)
        (?:quiero|quisiera) (?:saber|entender|escuchar|oir) (?:mas|como|que|por que)
    """),
    wonder_open=anywhere("me pregunto (?:que|como|por que)|tengo curiosidad por"),
    wonder_closed=anywhere("me pregunto (?:si|cuando|quien)"),
    factual=anywhere("""
        (?:cuanto|cuanta|cuantos|cuantas|cuando|que tan|que tanto)
        (?:que|cual) (?:hora|dia|fecha|a[nñ]o|mes|edad|numero|direccion|escuela|colegio|\
          medicamento\\w*|pastillas|talla|turno)
        cual es (?:tu|su) (?:nombre|edad|direccion|telefono|trabajo|numero|fecha)
        como (?:te|se) llama\\w*
        (?:cero|uno|0|1) (?:a|al) (?:diez|10|cinco|5)
        hace cuanto|desde cuando
    """),
    wide=anywhere("(?:por|a) donde (?:quiere|quieres|queres|te gustaria|le gustaria|empeza)"),
    latitude=at_start("(?:de |en |por |para |a |con )*(?:que|como)"),
    fragment_open=at_start(
        "(?:y |pero |entonces )?(?:como|que|por que|por ejemplo|como que|y eso|y luego|y despues"
        "|en que sentido)"
    ),
    check=at_start("""
        (?:es|era|esta|va) (?:eso |esto )?(?:asi|correcto|cierto|verdad|bien)
        (?:no|verdad|no es cierto|no es verdad|cierto|vale|de acuerdo|no es asi|si|eh|ok|\
          no cree\\w*|entiendes|entiende|entendes|me explico|me equivoco|lo he entendido bien|\
          te entendi bien|le entendi bien|voy bien|he entendido bien)
        (?:tiene|te hace|le hace|hace) sentido
    """),
    rephrase=at_start("o|por ejemplo|fue|es|era|tal vez|quizas|algo|alguna|como"),
    advice=anywhere(
        "(?:por|y) que no (?:intentas|intenta|pruebas|prueba|vas|va|hablas|habla|sales|sale"
        "|llamas|llama|haces|hace|buscas|busca|le dices|intentan|probas|salis|llamas|haces)"
    ),
    why=anywhere("por que"),
)

_FEELING = (
    "(?:sol[oa]|triste|cansad[oa]|agotad[oa]|abrumad[oa]|enojad[oa]|enfadad[oa]|asustad[oa]"
    "|herid[oa]"
    "|frustrad[oa]|perdid[oa]|atrapad[oa]|culpable|avergonzad[oa]|preocupad[oa]|nervios[oa]"
    "|ansios[oa]"
    "|traicionad[oa]|confundid[oa]|desesperad[oa]|dolid[oa]|angustiad[oa]|hart[oa]|impotente)"
)

STATEMENT = StatementWords(
    filler=anywhere("eh+|em+|este(?=,)|pues(?=,)|o sea(?=,)|digamos|bueno(?=,)"),
    backchannel=anywhere("""
        (?:aja|mm+|mhm|hm+|vale|ok|okay|si|no|claro|entiendo|ya|bueno|dale|perfecto|perfecta|muy|\
          bien|de acuerdo|jaja+|jeje+|exacto|eso|asi es|ah|oh|uf|sigue|siga|segui|te escucho|\
          le escucho|lo escucho|la escucho|comprendo|comprendido|entendido|por supuesto|gracias|\
          hola|tal|estupendo|genial|y|pues|adelante|verdad|mira|mire|ya veo|sale|orale|ajam)
    """),
    lead=at_start("""
        (?:y|pero|bueno|pues|mira|mire|vale|ok|si|no(?=,)|claro|ya|ah|oh|uf|a ver|entonces|aja|\
          mm+|entiendo|muy bien|bien|perfecto|porque|ademas|dale|eh|este|comprendo|de acuerdo)
    """),
    returns=at_start(f"""
        (?:o sea que|asi que|es decir que|es decir|osea que|de modo que|de manera que|\
          entonces (?:usted|tu|vos|te|se|le|si|no|lo|prefieres|preferis|quieres))
        (?:tu |vos |usted )?(?:te|se) (?:sientes|sentis|siente|has sentido|sentiste|sintio)
        (?:suena|parece|pareciera|se nota|te noto|la noto|lo noto|le noto|veo que|oigo que|\
          escucho que|noto que|percibo|da la impresion|me imagino|imagino)
        (?:por un lado|por una parte|una parte de|parte de)
        (?:te|le|se le|se te|os|les) (?:duele|dolio|preocupa|da|dio|pesa|cuesta|costo|molesta|\
          molesto|asusta|gustaria|encantaria|hace|olvidan?|importa|angustia|enoja|frustra)
        (?:debe|debio|tiene que|tuvo que|ha debido)(?: de)? (?:ser|haber|estar|sentir)\\w*
        (?:dices|dice|decis|dijiste|mencionas|menciona|mencionaste) que
        (?:para (?:ti|usted|vos)|lo que mas (?:te|le|me))
        si (?:te |la |lo |le )?(?:he entendido|entiendo|entendi|comprendo) bien
        a ver si (?:te |la |lo |le )?(?:he entendido|entiendo|entendi)
        (?:usted|tu|vos) (?:siente|sientes|sentis|quiere|quieres|queres|lleva|llevas|no|ya|esta|\
          estas|sabe|sabes|sabias|sabia|espera|prefiere|necesita|teme|ha|has)
        (?:estas|esta)(?: usted)?(?: \\w+)? {_FEELING}
        (?:y )?eso (?:te|le|lo|la)
    """),
    reflect=at_start("""
        (?!gracias|buenas|buenos|muchas|muchos|nos |es |las |los |unas |unos |mas |ellas |\
          despues|antes|mientras|ademas|quizas|pues|entonces|vamos|tres|dos |seis|estudios|puedes|\
          tienes que|debes|podrias|deberias|tendrias|desde|estas son)(?:no |ya |te |se |le |lo |\
          la |me |solo |siempre |nunca |tambien )*\\w+(?:as|es|is|aste|iste|abas|ias|aron)
        (?:quiere|prefiere|necesita|extrana|teme|espera|lleva|sabe|usted|tu|vos|su|se le|se te)
    """),
    third=at_start(
        "(?:y|pero|lo|la|el|ella|ellos|su|es|era|fue|no|porque|nadie|todo|una|un|para|por|asi"
        "|demasiad\\w*|como si|ni)"
    ),
    echo=anywhere("""
        (?:o sea que|asi que|suena a|suena muy|parece que|dices que|sientes que|sentis que|\
          siente que|te sientes|se siente|te sentis|una parte de|por otro lado|por el otro|\
          por otra parte|has sentido|te duele|le duele|como si)
    """),
    feeling=NEVER,
    concrete=anywhere(
        "(?:\\d+|todos los dias|a[nñ]os|meses|semanas|dias|veces|horas|ayer|hoy|ahora|ultima vez"
        "|trabaja\\w*|vive\\w*|vivis|bebe\\w*|fuma\\w*)"
    ),
    cue=anywhere("""
        (?:podrias|podria|podes|puedes|puede) (?:tambien |siempre |quizas )?(?:probar|intentar|\
          llamar|ir|venir|pedir|hacer|hablar|buscar|salir|escribir|tomar|ver|usar|empezar|dejar|\
          apuntar\\w*|acudir)
        (?:te|le|os|les) (?:recomiendo|aconsejo|sugiero|recomendaria|aconsejaria|sugeriria|\
          puedo (?:dar|ofrecer|poner|apuntar))
        (?:es|seria|lo) (?:muy |mas )?(?:importante|normal|recomendable|necesario|mejor|\
          conveniente|peligroso|bueno|malo|aconsejable|ideal)
        (?:mucha gente|muchas personas|hay personas|a otros|los estudios|estudios|la mayoria)
        (?:hay|existe|existen|tenemos|ofrecemos) (?:un|una|unos|unas|varios|varias|ayudas?|\
          grupos?|programas?|servicios?|formas|maneras)
        (?:gratis|gratuit[oa]|confidencial|segun|lo que pasa|lo que ocurre|tension|pastillas|\
          tratamiento|terapia|cita|riesgo|juzgado|juez|ley|linea|centro de salud|grupo de apoyo|\
          ayuntamiento|sesiones|asi no|informar|con el tiempo|cuanto mas)
        creo que (?:deberias|debe|debes|tienes|tiene|tenes|lo mejor|seria|podrias|hay)
        (?:tienes|tenes|tiene) que|deberias?|tendrias? que|debes
        (?:hay que|asegurate|asegurese|recuerda|recuerde|intenta|intente|procura|procure|\
          va a salir|todo saldra)
    """),
    command=at_start(
        "(?:no )?(?:deja|deje|deja de|llama|llame|prueba|pruebe|proba|habla con|hable con|ve a"
        "|vaya|anda a|toma|tome|calmate|calmese|intenta|intente|piensa en|piense|hagas|haga|haz"
        "|hace|busca|busque|sal|salga|escribe|escriba|bloquea\\w*)"
    ),
    directive=anywhere(
        "(?:tienes que|tenes que|tiene que|deberias|deberia|tendrias que|tendria que|debes"
        "|debe(?! (?:de|ser|estar|haber|sentir)))(?! (?:ser|haber sido) (?:muy|tan|terrible|duro"
        "|dificil))"
    ),
    other=at_start("""
        (?:hola|buenos dias|buenas tardes|buenas noches|buenas|bienvenid[oa]|gracias|\
          muchas gracias|mil gracias|me llamo|mi nombre|soy|encantad[oa]|mucho gusto|un placer|\
          lo siento|siento mucho|lo lamento|perdon|perdona|perdone|disculpa|disculpe|vale|muy bien|\
          perfecto|claro|nos vemos|hasta|adios|chau|chao|que (?:le|te) vaya|cuidate|cuidese|\
          vamos a|le agradezco|te agradezco|agradezco|es (?:tu|su|una) decision|no tienes que|\
          no tiene que|no tenes que|no hay (?:apuro|prisa)|tomate|tomese|pasa|pase|sentate|\
          sientate|sientese|tome asiento|toma asiento|hace falta|no se preocupe(?:,| por)|\
          no pasa nada|bueno,? dale|felicidades|enhorabuena|me alegro|me alegra|que bueno|que bien|\
          estoy aqui|estoy para|un momento|espera|espere|no lo se|me parece|voy a)
    """),
    own=at_start("(?:yo|me|mi|nosotros|nos|estoy|tengo|quiero|creo|voy|vamos)"),
    second=anywhere("tu|tus|te|ti|contigo|vos|usted|ustedes|su|sus|le|se"),
    first=anywhere("yo|me|mi|mis|nosotros|nos|nuestro|nuestra"),
)

SPANISH = Lexicon(
    version="es-1",
    spellings=spellings("q=que xq=por_que pq=por_que tb=tambien k=que d=de bn=bien osea=o_sea"),
    letters=str.maketrans("áéíóúü", "aeiouu"),
    question=QUESTION,
    statement=STATEMENT,
    phrases=PHRASES,
    negated_risk=NEGATED_RISK,
)
