"""English phrases of the signals, one row each; rows wrap at a bar."""

from core.simulation.lexicon import Signal, anywhere

_HARD = (
    "(?:hard|tough|difficult|painful|lonely|exhausting|tiring|overwhelming|scary|frightening"
    "|terrifying|frustrating|stressful|upsetting|confusing|awful|horrible|terrible|rough|heavy"
    "|sad|isolating|draining|devastating|heartbreaking|unfair|humiliating|embarrassing|worrying"
    "|challenging|hurtful|miserable|unbearable|lonesome|distressing|painfully|shocking|crushing)"
)
_FELT = (
    "(?:sad|angry|mad|scared|afraid|frightened|lonely|alone|hurt|worried|anxious|tired|exhausted"
    "|overwhelmed|frustrated|stressed|ashamed|guilty|lost|trapped|stuck|torn|let down|betrayed"
    "|hopeless|helpless|nervous|upset|confused|worn out|fed up|numb|embarrassed|humiliated|judged"
    "|unheard|unsafe|disappointed|devastated|burnt out|burned out|drained|a lot of)"
)
_RISK = (
    "(?:suicid\\w*|kill(?:ing|ed)? (?:your|him|her|them)sel\\w*|hurt(?:ing)? yourself"
    "|harm(?:ing|ed)? yourself|self.?harm\\w*|cut(?:ting)? yourself"
    "|end(?:ing)? (?:your (?:own )?life|it all)|tak(?:e|ing) your (?:own )?life"
    "|wish(?:ed|ing)? you (?:were|was) dead"
    "|better off (?:dead|without you)|not (?:be|being|want to be) (?:here|alive)"
    "|not want(?:ing)? to (?:live|be alive|be here|wake up)|go to sleep and not wake up"
    "|thoughts (?:of|about) (?:death|dying|hurting|ending|killing)|(?:are you|are u|r u|be|feel"
    "|stay|keep yourself) safe"
    " (?:tonight|right now|at home|today)|a plan to (?:hurt|kill|end))"
)

# "What do you need to …", "you feel you have to …" ask and return; they give no order.
_NO_ORDER = "".join(
    f"(?<!{word} )"
    for word in (
        *("do", "did", "think", "whether", "if", "what", "like", "said", "feel", "how", "that"),
        *("know", "anything", "something", "saying", "so", "when", "where"),
    )
)

PHRASES = {
    Signal.EMPATHY: anywhere(f"""
        (?:sounds?|seems?|looks?|feels?)(?: like)?(?: (?:it|that|things|this))?(?: (?:is|are|was|\
          were|has been|have been|must be|'s))?(?: (?:a|an|so|really|very|pretty|quite|extremely|\
          incredibly|awfully|truly|such|just|been|all))*(?: (?:a|an))? {_HARD}
        must (?:be|have been|feel|have felt)(?: (?:so|really|very|pretty|quite|such a|a|\
          incredibly|like|extremely))*(?: \\w+)? ?(?:{_HARD}|{_FELT}|for you|lot|like)
        (?:that's|that is|it's|it is|this is|that was)(?: (?:been|a|so|really|very|such|an|just|\
          got to be|incredibly))* (?:lot(?=[.,!]|$)|lot (?:to|on|for|of (?:pressure|pain|weight|\
          stress|responsib\\w+|worry|loss))|{_HARD}(?! to )|understandable)
        makes (?:a lot of |total |complete |perfect )?sense (?:that|you|why|given|to (?:me|feel))
        i can (?:\\w+ )?(?:hear|see|imagine|understand|tell|feel)(?! (?:you|if|it on|a))
        (?:you're|you are|you were|you've been|you must be|you feel|you felt|you're feeling|\
          you are feeling|you sound|you seem|you look|left you|makes you|made you)(?: (?:feeling|\
          carrying|so|really|very|pretty|quite|just|also|still|clearly|a bit|a little|kind of|\
          holding|completely|totally|like))* {_FELT}(?! of (?:it|this|that|the|them))
        (?:you're|you are|you've been|been) (?:carrying|holding|dealing with|going through|\
          juggling) (?:so|a|all|an|it|that|this|something)
        sorry (?:to hear|you|that (?:happened|you|this)|for your loss|you're going|about (?:your|\
          what))
        (?:breaks my heart|no wonder|anyone would (?:feel|be)|it hurts|it's hurting|\
          how (?:painful|hard|awful|scary|lonely|exhausting|frightening))
    """),
    Signal.AFFIRM: anywhere("""
        (?:thank you|thanks|appreciate you|appreciate your|grateful)(?: (?:so much|very much|you|\
          a lot))? (?:for |that you |to )?(?:telling|sharing|coming|trusting|\
          being (?:so )?(?:honest|open|here)|talking|opening|speaking|letting me|showing|making|\
          taking|your (?:honesty|openness|trust))
        (?:took|takes|take|shows?|showed|taken)(?: (?:a|so|real|really|lot|of|great|much|\
          some))* (?:courage|strength|guts|bravery|commitment|strong|determination)
        i (?:\\w+ )?(?:appreciate|admire|respect) (?:you|your|how|that|what you)
        (?:you've|you have|you) (?:\\w+ )?(?:kept (?:going|at it|your|showing|trying|on)|\
          managed to|(?:worked|tried|been trying|been working) (?:so |really |very |\
          incredibly )*hard|come a long way|come so far|held (?:it|things) together|been on time)
        (?:good for you|congratulations|congrats|that's (?:a )?(?:great|wonderful|fantastic|\
          amazing) (?:goal|idea|step|news|job|plan|achievement))
        (?:proud of (?:you|how)|says a lot about you|(?:creative|great|good|smart|\
          excellent) (?:idea|plan|thinking)|well done|good for you|good job|great job|way to go|\
          impressive|impressed|you're (?:strong|brave|so strong|so brave|really strong|a good|\
          a great|clearly a)|you clearly (?:care|love)|you really (?:care|love)|\
          that's (?:a )?(?:huge|big) (?:step|achievement|accomplishment)|your strength|\
          resilien\\w+|resourceful|that was brave|glad you (?:came|told|shared|called|reached|\
          said))
    """),
    Signal.SUMMARY: anywhere("""
        (?:let me|can i|if i|i'd like to|i want to|just to|to)(?: (?:just|see|make|sure|try|\
          quickly|could|can|may))*(?: to)? (?:summar\\w+|sum up|sum that up|recap|check (?:i've|\
          that i've|i|what i've)|pull (?:that|this|it) together|repeat back|go over what)
        let me (?:\\w+ )?(?:see|make sure|check)(?: (?:if|that))? (?:i've|i have|i|\
          i'm)(?: (?:got|understand\\w*|understood|getting|following|heard|have|hearing))
        (?:i want|want|just want) to make sure i(?:'m|'ve)? (?:understand\\w*|understood|got|\
          heard|get|hear|have|following)
        so far(?:,)? (?:you've|you|i've heard|i hear)
        (?:have|did|do) i (?:\\w+ )?(?:got|get|have|understood|understand|heard|hear|missed|\
          miss)(?: (?:that|it|you|this|anything|something|all))(?: (?:right|correctly|straight))?
        (?:in summary|to summar\\w+|in short|all in all|what i've heard|what i've been hearing|\
          what did i (?:miss|leave out)|(?:just )?so (?:that )?i've got (?:it|this|that)|\
          if i(?:'ve)? (?:understand|understood|got|heard)(?: \\w+)? ?(?:right|correctly|good|well|\
          you|it)|(?:is|was) (?:that|this|it) (?:\\w+ )?(?:right|correct|accurate)|\
          from what you've (?:said|told|shared)|we've talked about|you've told me (?:about|that|\
          a lot))
    """),
    Signal.PERMISSION: anywhere("""
        (?:would|is) it (?:be )?(?:okay|ok|alright|all right|fine|possible|\
          cool)(?: with you)? (?:if|for me|to)
        (?:may|can|could|might) i (?:\\w+ )?(?:ask|share|tell you|offer|suggest|check|come back|\
          take|give you|look|give)
        (?:do|would) you mind if
        (?:if|only if|when|whenever|as much as|as little as|whatever) (?:you'd like|\
          you want(?: to)?|you like|you're comfortable|you feel comfortable|you feel ready|\
          you're ready|that's (?:okay|ok|alright|all right)|it's (?:okay|ok|alright|all right))
        (?:it's|that's|this is|entirely|completely|totally|it is|really) (?:\\w+ )?(?:up to you|\
          your (?:choice|decision|call))
        you don't have to
        (?:you can (?:stop|skip|say no|tell me to)|no pressure|no rush|no hurry|if i (?:could|\
          may)|not here to (?:tell|make|force)|your choice|you decide|take your time|\
          at your own pace|we can stop|are you (?:okay|ok|comfortable|alright) (?:with|if|talking)|\
          would you be (?:open|willing|comfortable|okay|ok|interested)|do you feel comfortable|\
          you're the (?:expert|one who decides))
    """),
    Signal.CONFRONT: anywhere(f"""
        {_NO_ORDER}you (?:really |just |seriously |also |probably |simply |definitely |\
          first )*(?:should(?!n't (?:have to|be made|have been))|ought to|\
          must(?! be| have| feel| miss| really| love| worry| wonder| get| find| see| think)|\
          shouldn't(?! have to)|need to(?! know that (?:it|i|this))|\
          have to(?! (?:\\w+ )?(?:do it all|go through|carry|deal|live with|work|get up))|\
          had better|better(?= stop| start| get| listen))
        why (?:didn't|don't|can't|won't|wouldn't|couldn't|haven't|on earth would) you(?: (?:just|\
          ever|even|simply|keep|leave|stop|tell|call|let|try|go|get|do|ask|think|say|want|stay|\
          listen|see|put|wait|make))
        (?:you're|you are) (?:\\w+ )?(?:wrong|lying|in denial|overreacting|exaggerating|\
          being (?:\\w+ )?(?:selfish|ridiculous|dramatic|difficult|silly|stupid|lazy|unreasonable|\
          defensive|childish|irresponsible|too)|making excuses|irresponsible|\
          not (?:even )?(?:trying|listening|being honest)|just (?:lazy|making|being|lying)|\
          to blame|hurting your (?:kids|children|family)|a bad|kidding yourself)
        just (?:stop|try|do|get over|snap out|leave (?:him|her|them)|quit|pull yourself|grow up|\
          deal with it|let it go|move on|calm|relax|forget)
        (?:get over it|calm down|snap out of it|grow up|pull yourself together|man up|suck it up|\
          toughen up|stop (?:complaining|crying|lying|making excuses|feeling sorry|whining|being|\
          it)|get a grip|deal with it|move on with)
        at least (?:you|it|he|she|they|it's|you're|you've|he's|your)
        (?:listen to me|i'm telling you|i told you|how could you|how can you (?:say|do|think|\
          just|not)|what's wrong with you|what is wrong with you|what were you thinking|\
          don't you (?:think|care|see|realize|realise|know) (?:that |about |how |it's |you |your |\
          what )*|shame on you|are you (?:crazy|serious|kidding|stupid|insane)|\
          it's your (?:own )?fault|that's your (?:own )?fault|your own fault|you brought this|\
          you did this to|you only have yourself|you can't just|you can't keep|you can't (?:expect|\
          go on|be serious))
        (?:that's|that is|this is|it's) (?:\\w+ )?(?:ridiculous|selfish|nonsense|no excuse|\
          not an excuse|an excuse|stupid|irresponsible|just an excuse|unacceptable|pathetic|\
          rubbish|bullshit|not true|a lie|crazy|silly)
        (?:no excuse|excuses|i don't believe you|i don't buy|be honest with (?:me|yourself)|\
          admit it|admit that|face (?:it|facts|the facts|reality)|good (?:mother|father|parent|mom|\
          mum|dad)s? (?:would|wouldn't|don't|doesn't))
    """),
    Signal.REASSURE: anywhere("""
        (?:don't|do not|no need to|nothing to|try not to|stop) worry(?:ing)?
        (?:it'll|it will|it's going to|it's gonna|things will|everything will|\
          everything's going to|everything is going to|things are going to|you'll|you will|\
          you're going to|you're gonna|that'll|this will|he'll|she'll|\
          they'll) (?:\\w+ )?(?:be (?:\\w+ )?(?:fine|okay|ok|alright|all right|great|better)|\
          work (?:itself |themselves )?out|get better|pass|come (?:back|around|round)|feel better|\
          get (?:through|over|past) (?:this|it))
        (?:could be worse|could've been worse|time heals|cheer up|bright side|silver lining|\
          look on the|every cloud|happens to everyone|everyone (?:feels|goes through|has)|\
          i'm sure (?:it|he|she|they|you|everything|things)|it's not (?:that|so) bad|not that bad|\
          no big deal|not a big deal|everything happens for|plenty (?:more|of other) fish|\
          this too shall|chin up|keep your chin|you'll see|things happen|nothing to be (?:afraid|\
          scared|ashamed))
    """),
    Signal.BROAD: anywhere("""
        (?:what|what's|whats) (?:brings|brought|bring) you
        (?:tell|explain|telling) (?:me|us) (?:please )?(?:a (?:bit|little|\
          little bit) )?(?:more )?(?:about|more|what's|what has|whats|what is|what you|what)
        hear (?:a (?:bit|little) )?more
        (?:say more|say a bit more|tell me more|go on|elaborate)
        how (?:have|has|are|is|'s|'ve) (?:you|things|it|everything|life|your (?:day|\
          week))(?: (?:been|going|doing|feeling|with|today|lately|at))+(?! to )
        how(?:'s|'ve|s) (?:it|things|everything|life|your (?:day|week)|you been)
        (?:what's|what has|what is|whats|what's been)(?: (?:been|going|happening|\
          on))* (?:happening|going on|on your mind|up|the matter|been going on|been happening|\
          bothering you)
        on your mind
        what would (?:be|you) (?:\\w+ )?(?:useful|helpful|like to (?:talk|get|start|discuss|\
          focus)|most (?:useful|helpful))
        what else
        where (?:would|do|shall|should) (?:you|we) (?:like|want|start|begin)
        (?:help me|me to|i want to|trying to|better) understand
        (?:what|how) can i (?:do|help)
        (?:what happened|what happened (?:next|then|after\\w*))(?= ?[?.!]|$)
        walk me through
        start (?:wherever|anywhere|from the beginning)
    """),
    Signal.EVOKE: anywhere("""
        (?:what|how) (?:would|could|might|will) (?:\\w+ )?(?:\\w+ )?(?:be|\
          look) (?:\\w+ )?(?:good|different|better|like|best|worth|change)
        what (?:\\w+ )?(?:would|could|might) (?:be (?!\\w* ?(?:helpful|useful))|happen|change|\
          it take|help|you (?:gain|like to (?:change|be|see|do)|want|do differently|need|hope))
        (?:what|which) (?:strengths|skills|qualities)
        how (?:do|would|could|might|will) you (?:see yourself|handle|go about)
        what (?:have|else have|things have) you (?:\\w+ )?(?:tried|done|thought about|considered)
        what (?:makes|made|has made|would make|'s making|is making) you (?:want|think|decide|\
          choose|consider|ready|feel (?:ready|confident))
        (?:how|so how) (?:important|confident|ready|motivated|committed|willing)
        (?:0|zero|one|1) (?:to|and|through) (?:10|ten)
        (?:what are|what're|what were) (?:\\w+ )?(?:some of )?(?:the|your) (?:\\w+ )?(?:reasons|\
          good things|not.so.good things|benefits|advantages|downsides|hopes|goals|upsides|\
          concerns|pros|positives)
        (?:reasons? (?:to|for|you|why you)|a step|next step|first step|one thing you|\
          if you (?:did|decided to|were to|could) (?:change|quit|stop|make|wave|decide)|\
          where (?:do|would) you (?:see yourself|like to be|want to be)|miracle|magic wand|\
          why (?:a|an|not a|did you (?:say|pick|choose|give)) (?:\\w+ )?(?:\\d|one|two|three|four|\
          five|six|seven|eight|nine|ten)|what worries you|what concerns you|\
          worked (?:for you )?(?:before|in the past)|how (?:might|could|would) you (?:go about|do|\
          make|get|start|like))
    """),
    Signal.RISK_ASK: anywhere(_RISK),
    Signal.APOLOGY: anywhere("""
        (?:i'm|i am|im) (?:\\w+ )?sorry (?:i|for (?:pushing|saying|asking|that|being|making|\
          upsetting|interrupting|my|how|the|what i|jumping|assuming|judging|rushing|not)|if i|\
          that i|about (?:that|before|what i|earlier|my)|that came)
        (?:sorry|apologies)(?:,)? (?:i|for (?:pushing|saying|asking|that|being|making|\
          interrupting|my|upsetting|jumping|assuming|rushing)|if i|that came|about that|that was)
        (?:i apologi[sz]e|my apologies|my (?:fault|mistake|bad)|that came out wrong|i pushed|\
          i (?:was|went) (?:too|unfair|out of line|rude)|i (?:shouldn't|should not) have|\
          i didn't mean to|let me start (?:over|again)|i take that back|i got that wrong|\
          i was wrong|forgive me)
    """),
    Signal.INJECT: anywhere("""
        (?:ignore|forget|disregard|override|bypass|skip)(?: (?:all|any|the|your|my|these|those|\
          of|every|everything))* (?:previous|prior|above|earlier|preceding|former|instructions?|\
          prompts?|rules|guidelines|programming|training|you (?:were|have been) told)
        (?:system|hidden|initial|original|secret) (?:prompt|message|instructions?)
        (?:print|show|reveal|repeat|output|display|dump|list|give me|tell me|what is|what's|\
          what are|write out|quote|copy|recite|translate|summari[sz]e|leak)(?: (?:me|us|all|of|the|\
          your|out|verbatim|every|entire|full|complete|own))* (?:profile|prompt|instructions|rules|\
          words above|text above|configuration|openness|locked facts|hidden facts|character sheet|\
          backstory|persona|director|facts|guidelines|secrets|settings|everything above)
        (?:you are|you're|act as|pretend (?:to be|you're|you are)|become|behave as|respond as|\
          you will be)(?: (?:now|a|an|just|only|really|actually|like|the))* (?:ai|a\\.i\\.|\
          assistant|chatbot|bot|language model|llm|gpt|chatgpt|claude|gemini|llama|computer|\
          program|dan|robot|virtual client|simulation|simulated)
        (?:as an ai|are you (?:a|an|really a|actually a) (?:ai|bot|chatbot|robot|language model|\
          computer|program|assistant|human|real person|machine)|developer mode|debug mode|\
          admin mode|god mode|jailbreak\\w*|act as if you|stay out of character|break character|\
          out of character|stop (?:acting|role ?playing|pretending)|end of (?:prompt|instructions|\
          simulation)|new instructions|sudo|what is your openness|your openness|openness (?:score|\
          level|value)|which facts|what facts|unlock (?:all|the|your|every)|prompt injection|\
          your (?:creators?|developers?|programmers?)|who (?:made|programmed|created) you|\
          role ?play(?:ing)? is over)
    """),
    Signal.ASSIST: anywhere("""
        (?:can you |could you |please |now |would you |i need you to |help me )?(?:write|draft|\
          compose|generate|produce|create)(?: (?:me|us|up|out))?(?: (?:a|an|my|the|some|\
          this))*(?: \\w+)? (?:essay|e-?mails?|code|summary|poem|story|report|letter|paper|script|\
          program|function|song|python|recipe|list of|case notes?|assignment|paragraph|\
          reflection paper|care plan)
        (?:translate (?:this|that|the|it|into|to|from|my|\\w+ (?:in)?to)|solve (?:this|the|for|\
          my|x)|do my (?:homework|assignment|essay|paper)|my (?:homework|essay|\
          assignment) (?:for me|is due)|what(?:'s| is) \\d+ ?(?:\\+|-|\\*|x|times|plus|\
          minus) ?\\d+|capital of|fix (?:my|this) (?:code|essay|text)|proofread|debug this|\
          give me a recipe|python (?:code|script|function))
    """),
    Signal.ABUSE: anywhere("""
        (?:fuck (?:you|off)|f\\*+k you|screw you|piss off|go to hell|shut (?:the (?:fuck|\
          hell) )?up|drop dead|go die|kill yourself|kys|stfu)
        (?:you(?:'re| are| r)?|ur)(?: (?:a|an|such|just|so|really|fucking|the|worthless|stupid|\
          dumb|little|bloody))* (?:bitch|idiot|moron|cunt|slut|whore|loser|asshole|arsehole|\
          retard\\w*|scum|trash|garbage|pathetic|worthless|disgusting|stupid|dumb|cow|pig|freak|\
          psycho|bastard|dickhead|waste of (?:space|time|oxygen))
        (?:i'll|i will|i'm going to|i'm gonna|im gonna|gonna) (?:\\w+ )?(?:kill|hurt|beat|hit|\
          find|punch|slap|destroy|rape|smash) (?:you|u|your)
        (?:stupid|dumb|lazy|fat|ugly|crazy|fucking|damn|worthless) (?:bitch|cow|idiot|woman|man|\
          pig|girl|boy|junkie|addict|drunk|whore|cunt)
    """),
}

NEGATED_RISK = anywhere(f"""
        you(?:'re| are| aren't| do| would|'d| have|'ve)?(?: (?:surely|really|\
          obviously))? ?(?:not|n't|never|don't|wouldn't|haven't|aren't)(?: \\w+){{0,5}}? {_RISK}
    (?:you're not|you aren't|you don't|you wouldn't|you haven't|not) (?:\\w+ ){{0,4}}{_RISK}
""")
