"""How English returns, informs, directs and keeps a talk going."""

from core.simulation.lexicon import StatementWords, anywhere, at_start

_MODAL = "(?:could|can|might want to|may want to|might)"
_NO_ORDER = "".join(
    f"(?<!{word} )" for word in ("feel", "like", "that", "think", "so", "what", "if", "when")
)
_FEELING = (
    "afraid|scared|worried|anxious|nervous|sad|angry|mad|frustrated|stressed|overwhelmed|tired"
    "|exhausted|lonely|alone|hurt|ashamed|embarrassed|guilty|proud|happy|excited|confused|torn"
    "|stuck|lost|fed up|pissed off|upset|annoyed|hopeful|hopeless|ready|struggling|wondering"
    "|hoping|trying|dreading|thinking|noticing|starting|beginning|looking|carrying|concerned|sick"
    "|relieved|determined|missing|ambivalent"
)

STATEMENT = StatementWords(
    filler=anywhere("""
        (?:um+|uh+|uhm|erm?|hmm+|mm+|mhm|ah+|eh)
        (?:i mean|kind of|sort of|basically|actually|honestly|literally|obviously)
        (?<!do )(?<!did )(?<!n.t )(?<!ont )you know(?=,| i | it | it's | like| the | so )
        like(?=,)
    """),
    backchannel=anywhere("""
        (?:mm|hm|mhm|mmhm|uh huh|uh.huh|mm.hm+|mm.hmm+|mmm+|hmm+|um|uh|ah|oh|aha|er|erm|wow|gosh|\
          huh|yep|yup|yeah|yea|ya|yes|no|nope|nah|okay|ok|okey|k|kk|right|alright|all right|sure|\
          fine|good|great|cool|nice|exactly|absolutely|definitely|totally|certainly|indeed|true|\
          correct|of course|gotcha|got it|go on|go ahead|keep going|carry on|i see|i hear you|\
          i understand|i get it|i know|understood|understandable|fair enough|makes sense|\
          that makes sense|thank you|thanks|cheers|please|really|interesting|perfect|excellent|\
          wonderful|awesome|fantastic|so|and|well|but|then|now|very|much|that's right|that's it|\
          that's fine|that's okay|that's ok|no problem|no worries|sorry|bye|goodbye|hello|hi|hey|\
          there|good (?:morning|afternoon|evening)|lovely|brilliant|amen|goodness|my|lol|haha)
    """),
    lead=at_start("""
        (?:so|and|but|well|now|then|okay|ok|right|alright|all right|yeah|yes|yep|no|oh|ah|sure|\
          mm.?hmm?|mhm|hmm|um|uh|great|good|i see|i hear you|i understand|see|look|gosh|wow|thanks|\
          thank you|got it|gotcha|great|because|cause|anyway|also|really|absolutely|exactly|first|\
          first of all|just|like|or|fair enough|that makes sense|i mean|you know(?! (?:what|how|\
          why|where|when|who|that|you|he|she|it))|hi|hello|hey|i guess|i suppose|again|and then|\
          even|still)
    """),
    returns=at_start(f"""
        (?:it|that|this|things|everything|all of (?:this|that)|all this) (?:\\w+ )?(?:sounds?|\
          seems?|feels?|felt|sounded|seemed)(?! (?:good|great|fair|okay|ok|fine|like a (?:good |\
          great )?plan))
        (?:sounds?|seems?|feels?|looks) (?:like|as if|as though|really|pretty|very|so|to me|\
          to be)(?! (?:a (?:good |great )?plan|we|you're doing))
        (?:what )?(?:i'm|i am) (?:\\w+ )?(?:hearing|sensing|getting|noticing|picking up)
        i (?:\\w+ )?(?:sense|notice|noticed|heard you|hear you saying|hear that|hear how|\
          can hear|can see|can imagine|can't imagine|could hear|get the (?:sense|feeling|\
          impression))
        (?:if i|let me see if i|let me make sure i|i want to make sure i|\
          just to make sure i) (?:\\w+ )*?(?:understand|understood|hear|heard|right|correctly|get|\
          got)
        (?:you feel|you felt|you're feeling|you were feeling|you're (?:\\w+ )?(?:{_FEELING})|\
          you're saying|you said|you mentioned|you told me|you wish|you want|you wanted|you hope|\
          you worry|you value|you love|you hate|you miss|you see|you'd (?:like|rather|love|prefer)|\
          you care|you believe)
        (?:part|one part|some part|a part|one side) of you
        on (?:the )?(?:one|other) (?:hand|side)
        (?:that|it|this) (?:must|really (?:hurt|bother|scare|upset)\\w*|(?:hurt|bother|scare|\
          upset|worrie|frighten|annoy|ang)\\w*)
        (?:no wonder|a part of you|for you(?=[, ])|even though you|as if|as though|almost like|\
          like you|like nobody|like no one|because you|cause you)
        (?:your (?:hope|fear|worry|sense|concern) is)
    """),
    reflect=at_start("""
        (?:you're|you are|you've|you have|you'd|you were|you was|you had|you don't|you didn't|\
          you can't|you know|you like|you think|you thought|you say|you need|you enjoy|you find|\
          you got|you get|you keep|you just|you really|you also|you still|you never|you always|\
          you haven't|you aren't|you weren't|you wouldn't|you would|you can|you do|you did|\
          you went|you go|you made|you try|you tried|you started|you used|you took|you came|\
          you kind|you sort|you \\w+)
        (?:ur|u) \\w+
        (?:that's|that is|it's|it is|this is|that was|it was|it's been|\
          that's been) (?:\\w+ )?(?:hard|tough|difficult|scary|frustrating|a lot|painful|lonely|\
          exhausting|important to you|been|why you|what you|where you|how you|not what|not how|\
          something you|the part|a big|getting|hurting|keeping|making|become|becoming|like|you|\
          your|on you|costing|easier|worse|eating|more)
        your(?! welcome)
        to you
        in your
        when (?:you|he|she|they|it|that|things)
        if you (?:could|had|don't|stop|quit|stay|keep|leave|did|lose|tell)
        instead of
    """),
    third=at_start("""
        (?:it'd|it'll|he'd|she'd|they'd|like|he|she|they|nobody|no one|everyone|everybody|\
          nothing|everything|life|things|it|it's|that's|he's|she's|they're|there's|and|but|a|the|\
          your|both|just|not|that|which|maybe|almost|kind of|sort of|being|having|feeling|trying|\
          wanting|getting|losing|living|knowing|because|more|less|something|sad|angry|tired|\
          nervous|embarrassed|worried|scared|part)
    """),
    echo=anywhere("""
        (?:sounds? like(?! (?:a (?:good |great )?plan|we))|sounds? as|seems? like|feels like|\
          felt like|you're saying|you are saying|you mentioned|you told me|you feel|ur|\
          you're feeling|you felt|part of you|matters to you|important to you|on the one hand|\
          on the other hand|you're worried|you know you|you wish|you'd rather|of two minds|\
          at the same time)
    """),
    feeling=anywhere(
        f"(?:feel\\w*|felt|worr\\w+|scar\\w+|bother\\w*|hurts?|matters?|wish|{_FEELING})"
    ),
    concrete=anywhere("""
        (?:\\d+|one|two|three|four|five|six|seven|eight|nine|ten|once|twice|every (?:day|night|\
          week|weekend)|since|ago|yesterday|today|tonight|now|right now|last (?:week|night|month|\
          year|time|summer)|(?:years?|months?|weeks?|days?|hours?|times|packs?|drinks?) ?(?:old|a|\
          ago)?|at home|police|doctor|still|ever|already|yet|drive|drove|living|live|lives|work|\
          works)
    """),
    cue=anywhere(f"""
        you (?:\\w+ )?{_MODAL} (?:also |maybe |just |always |try |consider |think )?(?!feel|\
          see that|hear|imagine|tell me|be feeling|be right|have been)\\w+
        (?:you|we) (?:really |probably |just )?(?:should|ought to|must|shouldn't)(?! be (?:so|\
          very|really|feeling)| feel| have (?:felt|been))
        (?:i|i'd|i would|we|we'd|we would|doctors?|they|the doctor) (?:\\w+ )?(?:suggest\\w*|\
          recommend\\w*|advise\\w*|encourage|urge|advice)
        i (?:\\w+ )?(?:think|believe|feel|guess) (?:that )?(?:you|it|we|it's|it'd|what you|maybe|\
          the best|if you|one|your|that)
        (?:my|in my) (?:advice|opinion|suggestion|recommendation|view|experience|concern)
        i (?:\\w+ )?(?:worry|want you to|need you to|would like you to|don't think|do think|\
          can refer|can give|can offer|can connect|could give|could refer|can help|can tell you|\
          can show)
        (?:i'm|i am) (?:\\w+ )?(?:worried|concerned|afraid) (?:that|about|you|for)
        (?:if i were you|in your shoes|the best (?:thing|way)|best to|better to|good idea|\
          an? (?:option|idea|good way) (?:is|would|might|could|to)|one thing|some people|\
          a lot of people|many people|most people|lots of people|other (?:people|students|clients|\
          patients|parents)|people who|people with|folks|patients|clients)
        (?:studies|research|evidence|statistics|data|science|experts?|guidelines?|the law|by law|\
          policy|recommended|recommendations?|on average|percent\\w*|\\d+ ?%)
        (?:it's|it is|that's|is|be) (?:\\w+ )?(?:important|essential|vital|crucial|necessary|\
          dangerous|unsafe|illegal|healthy|unhealthy|normal|common|confidential|proven|harmful|\
          risky|helpful|possible|best|worth|beneficial) (?:to|that|for|because|thing|if|when|after)
        (?:risk of|at risk|risks?|increases?|increased|decreases?|reduces?|lowers?|causes?|\
          leads? to|damages?|affects?|prevents?|side effects?|symptoms?|withdrawal|blood pressure|\
          liver|lungs?|kidneys?|heart (?:disease|attack)|cancer|diabetes|dose|doses|dosage|\
          nicotine|calories|insulin|vaccine|infection|hormones?|chemicals?|the brain)
        (?:programs?|programmes?|clinic|hotline|helpline|support groups?|counsell?ing|therapy|\
          therapist|appointment|medications?|treatments?|referral|refer you|prescri\\w+|services|\
          resources?|leaflet|brochure|pamphlet|handout|website|app|food bank|shelter|benefits|\
          waiting list|confidential|report it|text line|detox|rehab|meetings)
        (?:make sure|be sure to|remember to|remember that|keep in mind|try to|try not to|try and|\
          don't forget|need to know|let me explain|what happens is|what that means|that means|\
          which means|the reason (?:is|we|that|why we)|because it|because of the|for example|\
          for instance|the thing is|the way (?:it|this) works|works by|depends on|\
          there are (?:\\w+ )?(?:\\w+ )?(?:ways|options|things|programs|programmes|groups|people|\
          services|different)|available|eligible|we (?:have|offer|provide|can|could|recommend|\
          usually|also|do have)|that way)
        (?:you'll|you will|you'd|you would) (?:\\w+ )?(?:need|have|want|be able|find|get|notice|\
          start|see|feel)
        (?:let's|let us) (?:try|get|make|set|not|work|put|do|have|think|come|call|write)
        you (?:\\w+ )?(?:have to|need to|got to|gotta|had better)
        (?:it|this|that|what) (?:would|might|could|may|'d|can|will) (?:\\w+ )?(?:be (?:better|\
          good|best|worth|helpful|useful|a good idea|easier|important)|help|make sense)
        you can (?:get|use|call|take|ask|go|find|try|have|buy|come|start|do|make|put|write|talk|\
          bring|stop by|sign|reach|also|always|either)
        you can't (?:drink|take|smoke|use|mix|keep|just|expect|have)
        (?:you're|you are) (?:\\w+ )?(?:going to|gonna) (?:\\w+ )?(?:have|need|want|get|feel|\
          notice|see|be able|find|lose|end up)
        (?:what's happening is|what happens is|what i'd do|what i would|what we (?:do|usually|\
          know|see|find|recommend)|what that does|that's why we|that's because|the other (?:piece|\
          thing|part|issue) (?:is|of)|the (?:good|bad) (?:news|thing) is)
        (?:kids|children|people|parents|folks|women|men|teenagers|teens|adults|students|patients|\
          families|smokers|drinkers|everybody|everyone|anyone|anybody|most|a lot of|lots of|many|\
          some) (?:\\w+ )?(?:do|does|are|have|has|can|will|get|gets|let|need|needs|find|slips?|\
          feel|go|goes|say|who|with|that|of|goes through)
        (?:is|isn't|are|aren't|not|very|be|that's) (?:\\w+ )?(?:good|bad|better|worse|safe|\
          dangerous) for (?:you|anybody|anyone|your|the|most|people|everyone|others)
        (?:more|less) (?:likely|common|important than|effective|dangerous|harmful)
        (?:protects?|helps?) (?:you|your|people|against|with)
        (?:against the law|illegal|legal|infections?|bacteria|virus|nicotine|over the counter|\
          taper|coverage|insurance|deductible|tar|tolerance|cravings?|relapse|brain|immune|\
          calories)
        (?:drinking|smoking|using|quitting|eating|sleeping|exercise|exercising|vaping|walking|\
          stress|alcohol|sugar|caffeine|marijuana|cannabis|opioids|addiction|depression|\
          anxiety) (?:\\w+ ){0, 3}?(?:is|isn't|can|could|will|helps|makes|causes|does|\
          doesn't)(?! you)
        (?:they'll|they will|it takes|it'll take|it will take|usually takes|what i'd do)
        (?:labs?|results|scan|test results?|came back (?:positive|negative|high|normal))
    """),
    command=at_start("""
        (?:please |just |maybe |always |never |also |then |first |and |so )*(?:try|stop|don't|\
          make|take|call|keep|avoid|think about|consider|write|ask|go to|get|put|set|give|remember|\
          drink|eat|use|start|cut|join|visit|talk to|speak to|bring|come back|be|focus|look at|\
          look into|imagine|do|find|read|check|let (?:him|her|them)|leave|download|sign|schedule|\
          see if|switch|put|tell (?:him|her|them)|block|don't lie|cut out|practice|practise|relax|\
          breathe|walk|stay)(?! you| your own| sounds| is| was)
    """),
    directive=anywhere(f"""
        {_NO_ORDER}you (?:really |just |definitely |probably |also |do )*(?:could (?:also |\
          maybe |always |just )*(?:try|talk|ask|call|go|write|start|make|take|look|think about|do|\
          use|get|set|see if|join|speak|tell|give|bring|consider|keep|sit)|might (?:want to|try)|\
          may want to|can try|need to|should|shouldn't|must|mustn't|ought to|'ve got to|\
          have got to|had better|have to (?:stop|start|stay|quit|get|make|take|understand|realize|\
          realise|think|try|be careful|go|keep|call|come|talk|tell|follow|want))(?! be (?:so|very|\
          really|feeling)| feel| have (?:felt|been))
    """),
    other=at_start("""
        (?:hi|hello|hey|good (?:morning|afternoon|evening)|welcome|nice to|good to (?:see|meet)|\
          great to|it's (?:\\w+ )?(?:nice|good|great|lovely) to|pleased to|pleasure)
        (?:my name|my name's|i'm \\w+ and i|i'm (?:a|an|the|your|one of|going to|gonna|here|glad|\
          happy|so glad|so happy|really glad|really happy|pleased|impressed|proud|sorry|so sorry|\
          really sorry|very sorry|just going|just gonna|not here|with you|not (?:going|trying))|\
          i am (?:a|an|the|your|going|here|glad|happy|sorry|so)|my role|my job)
        (?:i'll|i will|i'd like to|i would like to|i want to|i wanted to|i just want(?:ed)? to|\
          i do want to|we'll|we will|we're going|we're gonna|we are going|today|what i'd like|\
          what we|before we|let's (?:start|talk|see|move|go|take a|look|begin|pause|come back|\
          switch|spend|explore|leave|meet|pick)|let me|we have|we've got|we only|shall we|our time|\
          in our|i think we (?:should|could|can|have|need)|next time|so today|this (?:is|will|\
          session|interview|meeting))
        (?:thank|thanks|i appreciate|i really appreciate|i'm grateful)
        (?:i'm|i am) (?:so |very |really )?(?:sorry|glad|happy|pleased|proud|impressed)
        (?:great|good|excellent|awesome|wonderful|fantastic|congratulations|congrats|well done|\
          nice|amazing|good for you|good job|great job|way to go|kudos|perfect|lovely|beautiful|\
          bravo|hooray)
        (?:that's|that is|that was|it's|what a|how|that sounds) (?:a |an )?(?:\\w+ )?(?:great|\
          good|excellent|awesome|wonderful|fantastic|amazing|fine|okay|ok|all right|alright|lovely|\
          nice|perfect|cool|brilliant|impressive|creative|smart|fair|right|true|understandable|\
          interesting|funny|all|it for|helpful|huge|no problem|fair enough|totally|completely)
        (?:i understand|i see|i get|i know|i hear you|i agree|i believe you|i'm with you|\
          i'm listening|i like that|i love that|i admire|i respect|i was|i'm not sure|i didn't|\
          i haven't|i won't|i wouldn't|i'm listening|i'm still|i'm right|i'm here)
        (?:take (?:your|all the) time|no rush|go ahead|go on|feel free|have a seat|sit down|\
          come in|come on in|make yourself|no pressure|up to you|it's up to you|that's up to you|\
          it's your|you're welcome|you don't have to|here's|here is|here you|\
          it (?:\\w+ )?is your (?:decision|choice|call)|you have (?:every|a|the) right|\
          whenever you|if you'd like|if you want|if that's|if it's|only if|whatever you|see you|\
          talk to you|have a|enjoy|take care|bye|goodbye|all the best|good luck|hang on|hold on|\
          one (?:second|moment|sec)|just a|sorry|excuse me|pardon|my apologies|apologies|\
          you (?:deserve|should be proud|did (?:a|the|really|so)|have (?:a|the) right)|\
          you're (?:doing|so|very|a) (?:great|good|well|strong|brave|welcome)|of course|no problem|\
          no worries|never mind|makes sense|makes (?:perfect|total|complete)|it makes|that makes|\
          everything you|anything you|what you say|what we talk)
    """),
    own=at_start("(?:i|i'm|i've|i'd|i'll|we|we're|we've|my|our)"),
    second=anywhere("you|your|yours|yourself|you're|you've|you'd|you'll|ya|u|ur"),
    first=anywhere("i|i'm|i've|i'd|i'll|my|me|we|we're|we've|we'll|we'd|our|us"),
)
