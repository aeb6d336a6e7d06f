"""How English asks: question words, word order, invitations, facts and latitude."""

from core.simulation.lexicon import QuestionWords, anywhere, at_start

_AUX = (
    "(?:do|does|did|don't|doesn't|didn't|are|is|was|were|aren't|isn't|wasn't|weren't|have|has|had"
    "|haven't|hasn't|hadn't|can|could|can't|couldn't|will|would|won't|wouldn't|should|shouldn't|shall"
    "|might|may|must)"
)
_SUBJECT = (
    "(?:you|your|ya|u|he|she|it|they|we|i|there|that|this|these|those|the|his|her|their|my|our"
    "|any|anyone|anybody|anything|someone|somebody|something|things|people|everything|everyone"
    "|mom|mum|dad|school|work|life|it's|one)"
)
_WH = "(?:what|how|why|where|when|who|which|whose|whom)"
_TELL = (
    "(?:tell|describe|explain|elaborate|expand|share|walk me|talk me|talk to me|talk a|talk about"
    "|say (?:more|a (?:bit|little))|help me|give me|fill me|speak)"
)

QUESTION = QuestionWords(
    wh=anywhere(f"""
        {_WH} (?:else )?{_AUX} (?:not )?{_SUBJECT}
        (?:what|how|where)(?:'s|'re|'d|'ve) (?:it|that|this|your|things|everything|life|you)
        \\A(?:what|how|where|who)(?:'s|'re|'d|'ve) (?:it|that|this|your|the|you|he|she|they|\
          going|been|happening|on|up|wrong|things|everything|life|like|so|keeping|making|stopping|\
          holding|different|bothering)(?! is| was)
        how (?:much|many|often|long|old|far|soon) (?:\\w+ ){{0,4}}?{_AUX} {_SUBJECT}
        (?:what|which|whose) (?!to )(?:\\w+ ){{1,4}}?{_AUX} {_SUBJECT}
        how (?!to )(?:\\w+ ){{1,2}}?{_AUX} {_SUBJECT}
        \\A(?:what|who) (?:\\w+ )?(?:brings|brought|made|makes|happens|happened|happening|led|\
          keeps|kept|comes|came|goes|went|helps|helped|works|worked|worries|bothers|scares|gets|\
          got|stops|stopped|causes|caused|concerns) (?:you|it|that|this|then|next|after|before|\
          when|up|to|in|on|with|at)
        \\A(?:what else|how come|how about|what about|why not)
    """),
    wh_start=at_start(f"""
        (?:at |about |around |for |in |with |to |from |and |by |on |of )*{_WH}(?: else|'s|'re|'d|\
          've|'ll)?(?! (?:i|we) (?:hear|want|need|mean|do|can|think|see|like|'m|am|would|'d|\
          thought)| (?:you|he|she|they)(?:'re|'ve)? (?:need|should|want to do|could|can|might|\
          have to))
    """),
    auxiliary=at_start(f"{_AUX} (?:not |either |both )?{_SUBJECT}"),
    plain_auxiliary=at_start(f"""
        (?!(?:do|have|don't|can't|won't) (?:it|that|this|your|the|any|a|anything|something|his|\
          her|their|my|things|people|someone|one)){_AUX} (?:not )?{_SUBJECT}
    """),
    inner_auxiliary=anywhere("""
        (?<!so )(?<!nor )(?<!neither )(?<!than )(?<!as )(?<!what )(?<!only )(?<!i )(?:do|did|are|\
          were|have|would|could|can|will) (?:you|u) (?:ever |still |also |already |even |actually |\
          really |just )*(?:\\w+)
    """),
    invite=at_start(f"""
        (?:please |just |maybe |so |and |why don't you |go ahead and |feel free to |\
          i'd like you to |i want you to )*(?:tell me|tell us|describe|walk me|talk me through|\
          talk to me|talk about|say more|say a (?:bit|little) more|help me (?:to )?(?:understand|\
          see|get)|give me (?:a|an|some|more|the)|fill me in|explain|share with me|elaborate|\
          start (?:from|at) the beginning|start wherever)
        (?:can|could|would|will) (?:you|u) (?:please |maybe |just |also |perhaps |possibly |\
          kind of |be able to )*{_TELL}
        would you mind (?:telling|describing|sharing|explaining|walking|talking|saying|giving)
        (?:i'd|i would) (?:really |just )?(?:like|love) to (?:hear|know|understand|\
          learn) (?:more|a (?:bit|little)|about|what|how|why|where)
        (?:do|are) you (?:want|able|willing) to (?:tell|share|talk|say|describe)\\w* (?:me |\
          us )?(?:a (?:bit|little) )?(?:more )?(?:about|what|how|why)
    """),
    wonder_open=anywhere("""
        (?:i'm|i am|i was|was|just|been) (?:just |also |kind of |really )?(?:wondering|\
          curious)(?: about)? (?:what|how|why|where|in what)
        i wonder (?:what|how|why|about|where)
        (?:i'm|i am|i was) (?:just |also |really )?curious about
        (?:i'm|i am) (?:interested|keen) (?:in|to) (?:know|hear\\w*|understand\\w*|what|how)
    """),
    wonder_closed=anywhere("""
        (?:wondering|curious|wonder) (?:if|whether|who|when|which)
        (?:i'd like|i want|i wanted|let me) to (?:know|ask|check) (?:you )?(?:if|whether)
    """),
    factual=anywhere("""
        how (?:many|much|often|long|old|far|soon|frequently|big|tall|late|early|recently|\
          regularly|heavy|strong)
        (?:at |about |around )?what (?:time|day|date|year|month|age|grade|size|number|\
          percent\\w*|school|street|address|dose|city|town|country|medicines?|medications?|meds|\
          drugs?)
        what kind of (?:work|job|alcohol|drugs?|car|insurance|medication|medicine|school)
        what(?:'s| is| was) (?:your|his|her|their|the) (?:\\w+ )?(?:name|age|address|number|\
          birthday|date|date of birth|phone|weight|height|postcode|job|occupation)
        (?:on|from) (?:a|the|that) scale
        (?:zero|one|0|1) (?:to|and|through) (?:ten|10|five|5)
        or (?:is|are|was|were|do|does|did|have|has|would|can|could|not|no|something else|\
          maybe not)
        and if so
    """),
    wide=anywhere("""
        (?:where|when) (?:would|do|does|did|are|is|should) (?:you|we|that|this|it|\
          things) (?:\\w+ )?(?:like|want|think|see|feel|leave|go|stand|fit|begin|start|at)
        where (?:does|do|did|would|is) (?:that|this|it|all this|all that) (?:leave|come|fit|put|\
          go)
        (?:where|when) (?:do|are|would) (?:we|you) (?:at|stand|go)
        which way
    """),
    latitude=at_start(
        "(?:in |for |to |by |about |of |from |and )*(?:what|how|why)(?:'s|'re|'d|'ve|'ll)?"
    ),
    fragment_open=at_start("""
        (?:and |but |so )?how so
        (?:and |but |so )?(?:like |such as )?what
        (?:and |but |so )?why
        (?:and |but |so )?how
        (?:and |but |so )?(?:you|he|she|they|it) (?:\\w+ ){1,4}what
        (?:meaning|meaning what|then|because|such as|for example|for instance|in what way|\
          in which way|in what sense|then what|and then)
    """),
    check=at_start("""
        (?:is|was|would) (?:that|this|it|i) (?:be )?(?:\\w+ )?(?:right|correct|accurate|fair|\
          fair to say|it|true|make sense|okay|ok|sound right|about right)
        (?:does|did|do) (?:that|this|it|i) (?:\\w+ )?(?:make sense|sound (?:\\w+ )?(?:right|okay|\
          ok|good|fair|about right|like you)|fit|get (?:that|it|this)|miss|ring true|seem (?:right|\
          fair|accurate)|feel (?:right|true|accurate)|help)
        (?:did|have|am|do) i (?:\\w+ )?(?:get|got|miss|missed|understand|understood|hear|heard|\
          hearing|understanding|getting) (?:\\w+ )?(?:that|it|this|you|anything|something|all)
        (?:am i|have i) (?:\\w+ )?(?:right|wrong|on track|close|correct|off|following)
        (?:okay|ok|right|yeah|yes|no|huh|eh|alright|all right|hm+|mm+|correct|really|you know|\
          you see|isn't it|aren't you|don't you|doesn't it|wasn't it|is it|are you|do you|\
          didn't you|haven't you|hasn't it|isn't that right|innit|oh)
        you know what i mean
        if that makes sense
    """),
    rephrase=at_start("""
        (?:like|or|for example|for instance|such as|maybe|is it|was it|is that|was that|\
          are there|is there|are they|were there|were they|does it|did it|do they|has it|would it|\
          you know|i mean|any)
    """),
    advice=anywhere("""
        why (?:don't|not) (?:you|we)(?! like| want| think| feel| tell| start| go)
        how about (?:you|if you|we|trying|going|making|calling|having)
        what about (?:trying|going|calling|getting|doing|taking|joining|asking)
        what if (?:you|we) (?:just |maybe )?(?:tried|try|started|start|took|take|went|go|called|\
          call|made|make|got|asked|put)
    """),
    why=anywhere("why|how come"),
)
