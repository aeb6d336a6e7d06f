"""What a person in distress says about themself, in every language the app knows; version 1.

The wording has not been reviewed by a practitioner yet.
"""

from core.simulation.lexicon import anywhere, at_start

VERSION = "distress-1"

_BETWEEN = (
    "(?:am|m|'m|have|ve|'ve|had|been|was|will|ll|'ll|would|d|'d|rather|might|may|could|can|do|did"
    "|really|just|actually|also|too|so|very|honestly|truly|literally|seriously|genuinely|still|even"
    "|always|constantly|now|again|only|feeling|feel|felt|like|thinking|think|thought|about|of|going"
    "|gonna|to|want|wants|wanted|wanna|wanting|keep|kept|having|thoughts|considering|considered"
    "|planning|plan|plans|decided|started|starting|almost|nearly|tried|trying|attempted|afraid"
    "|scared|terrified|a|the|need|needed|ready|tempted|urge|urges|prefer|get|be|being|out|it|all"
    "|every|day|night|time|maybe|probably|definitely|badly|ever|on|in|end|some|way|my|kind|sort"
    "|should|ought|must|guess|wish|hope|commit|committed|committing|do|doing|by|not|lot|here|sat)"
)
_DEAD = (
    "(?:(?:die|dying|died)(?! (?:of|to|for(?! (?:weeks|months|days|years|a long|so long|ages))"
    "|on|laughing|from|a little|inside)\\b)"
    "|be dead(?! (?:serious|tired)\\b)|dead(?! (?:serious|tired|on|right|sure|wrong)\\b)"
    "|suicid\\w*(?! (?:risk|prevention|assessment|note|training|hotline))|unalive(?: myself)?"
    "|(?:kill|killing|killed|hurt|hurting|harm|harming|harmed|cut|cutting|hang|hanging|shoot"
    "|shooting|burn|burning|burned|burnt|drown|drowning|stab|stabbing|starve|starving|poison"
    "|injure|injuring|end|ending|strangle|punish|unalive) my ?self"
    "(?! (?:shaving|slack|some|a (?:slice|coffee|break)|off|on (?:paper|a)|in the (?:gym|foot)"
    "|laughing))"
    "|self.?harm\\w*|(?:end|ending|ended|take|taking|took) my (?:own )?(?:own )?life"
    "|(?:end|ending) (?:it all|everything|things for good|it(?! (?:here|now|there|with|off"
    "|for)\\b))"
    "|cutting(?! (?:down|back|out|class|it|corners|my (?:hair|nails|hours|grass))\\b)"
    "|overdos\\w*|kms"
    "|disappear(?:ing)?(?: forever)?|not (?:to )?exist|not be (?:alive|here any ?more)|be gone"
    "|jump(?:ing)? (?:off|from|in front)|(?:slit|slitting|slash) my|never wake up|go to sleep"
    " (?:and|forever) (?:never|not) wake up|crash (?:my|the) car|driv(?:e|ing) (?:my car )?into a"
    "|(?:take|taking|took|swallow|swallowing|swallowed) (?:all )?(?:of )?(?:my|the|these|those|them"
    "|an?) (?:whole |entire )?(?:bottle|pills|tablets|meds|medication|overdose|all)"
    "|something (?:stupid|bad|terrible|drastic) (?:to myself|tonight|today|now))"
)

OWN = anywhere(f"""
    i(?:'m|'ve|'ll|'d)?(?:,? {_BETWEEN}){{0,9}},? {_DEAD}
        i(?:'m| am| do)?(?:n't| not|n't even| no longer| never) (?:\\w+ )?(?:feel |\
          feeling )?safe(?! (?:to|from|for|advice|enough to|saying|that|about|driving|if|you)\\b)
    i(?:'m| am| feel) (?:\\w+ )?unsafe
    i(?:'m| am|'ve been|'m really|'m actually) (?:\\w+ )?in (?:\\w+ )?(?:danger|crisis)
    i(?:'m| am)(?: \\w+){{0,3}} danger to myself
        i (?:can't|cannot|can not|couldn't) (?:\\w+ )?(?:go on|keep going|\
          carry on)(?= like this| like that| any| living| much longer|,? and |[,.!;]|$| no more)
        i (?:can't|cannot|can not) (?:\\w+ )?(?:cope|breathe|survive)(?! (?:in (?:this|here)|\
          through|with(?:out)? (?:you|so many|the|these|those|this)))
        i (?:can't|cannot|can not) (?:\\w+ )?(?:take|do|handle|stand|bear|face|live|\
          live like) (?:it|this|life|things|that)? ?(?:like this )?(?:any ?more|any longer|no more)
    i (?:can't|cannot|can not) (?:\\w+ )?(?:live)(?= like this| with myself|[,.!;]|$)
    i (?:can't|cannot|can not) (?:\\w+ )?any ?more(?! than)
        i (?:can't|cannot|don't|do not|couldn't) (?:\\w+ )?(?:keep myself safe|trust myself|\
          stop thinking (?:about|of) (?:dying|death|suicide|killing|ending|hurting))
        i (?:don't|do not|dont|never|no longer|really don't)(?: (?:really|even|just|ever|\
          actually|honestly))* (?:want|wanna|wish)(?: to)? (?:live(?! (?:in|with|near|at|there|\
          here|alone|by))|be alive|exist|wake up|go on living|keep living|keep going|\
          continue living|be (?:here|around) any(?: ?more| longer)(?! than))
        i (?:hope|wish|pray)(?: that)? i (?:\\w+ )?(?:die|died|don't wake|do not wake|won't wake|\
          would not wake|wouldn't wake|was dead|were dead|wasn't (?:here|alive)|weren't (?:here|\
          alive)|never wake)
        i wish i(?:'d| had| could| was| were)?(?: (?:just|simply|only|all))* (?:never been born|\
          not been born|die|disappear|dead|gone|stop existing|not exist|not wake|go to sleep and)
        i (?:don't|can't|do not|no longer) (?:\\w+ )?(?:see|find|have) (?:the|any|a) (?:point|\
          reason|purpose)(?: in| of| to| for)? (?:living|live|life|going on|being alive|anything)
        i (?:have|see|feel|had|'ve got|ve got) (?:no|nothing)(?: \\w+)? ?(?:reason|point|left|to|\
          will)(?: (?:left|in|to|for|of|me))* (?:live|living|keep living|going on|live for|\
          be alive)
        i(?:'m| am|'ve been) (?:\\w+ )?(?:having|had) (?:a |an )?(?:\\w+ )?(?:panic attack|\
          breakdown|mental breakdown|anxiety attack|flashback)
    i(?:'m| am) (?:\\w+ )?(?:falling apart|breaking down|losing my mind|at breaking point)
        i(?:'m| am)(?: \\w+){{0,2}} (?:afraid|scared|frightened|terrified) (?:of what i|what i|\
          i might do|i'll do|for my life|to go home|of going home|to be at home|he'll|she'll|\
          he's going to|she's going to|they'll|of my (?:husband|wife|partner|boyfriend|girlfriend|\
          dad|father|mum|mom|mother))
    what i(?:'ll| will| might| may| could) do to myself
        i(?:'m| am| was| got|'ve been| have been)(?: \\w+)? (?:being |just )?(?:raped|\
          sexually assaulted|assaulted|molested|abused|attacked|beaten(?! to)|strangled|\
          hurt (?:at home|by)|hit by)
        (?<!if )(?:he|she|they|someone|somebody|my (?:\\w+ )?(?:boyfriend|girlfriend|husband|\
          wife|partner|ex|dad|father|mum|mom|mother|brother|uncle|stepdad|stepfather|roommate|\
          flatmate|boss))(?:'s| is| was| keeps?| just| will| has|'ll)?(?: (?:going to|gonna|been|\
          about to|trying to|threatening to|just|still|again))* (?:hurt|hurts|hurting|hit|hits|\
          hitting|kill|kills|beat|beats|beating|rape|raped|raping|assaulted|attack|attacked|\
          attacking|abuses|abusing|abused|threatened|threatens|choked|choking|strangled) (?:me|\
          us)(?! (?:with|feelings|up when|like that))
        i need (?:real |urgent |actual |some |\
          professional )?help(?= right now| now| please| for real| immediately| asap| tonight|\
          ,? not |[,.!;]|$)
        i need (?:someone|somebody|a real|an actual|to talk to (?:someone|somebody|\
          a) real)(?: \\w+)? ?(?:real|person|human|to help me now|to help me,|help me now)
        (?:please|pls|someone|somebody)(?: \\w+)? help me(?! (?:to |out with )?(?:understand|see|\
          get|with|out|learn|follow))
    help me,? i
    (?:get|send|find) me (?:some )?help
        i(?:'ve| have| had)? (?:\\w+ )?(?:took|taken|swallowed|drank|\
          drunk) (?:\\w+ ){{0,2}}?(?:all|bunch|load|loads|whole|too many|lots|handful|bleach|\
          overdose|entire|bottle|every)
        i(?:'m| am|'ve got|'ve| have| got)(?: (?:\\w+)){{0,2}} (?:pills|knife|gun|rope|razor|\
          blade|noose)(?= and i|,? i | in (?:front|my hand)| next to me| ready| to my)
        i(?:'ve| have)? (?:\\w+ )?(?:written|wrote|writing|left) (?:a|my) (?:suicide|goodbye|\
          farewell) (?:note|letter)
    i hate (?:my life|being alive|living)
        (?:i|i'd|we|everyone|they|they'd)(?: would|'d)?(?: (?:all|just|probably|\
          honestly))* be better off dead
    i(?:'m| am) (?:going to|gonna|about to|ready to) jump(?=[,.!]|$| tonight| now)
    better off (?:without me|if i (?:was|were|wasn't|died|am)|with me (?:dead|gone))
        (?:notice|care|miss me|matter) if i (?:died|die|disappeared|was gone|were dead|was dead|\
          killed)
    kms
        (?<!not )(?:kill|killing|killed|hurt|hurting|harm|harming|hang|hanging|shoot|shooting|\
          starve|starving|drown|poison|cut|cutting) myself(?! (?:shaving|on (?:a|the|some|paper)|\
          laughing|off|some|a |while|with (?:a|the) (?:paper|kitchen|can)|down|open a|\
          in the (?:gym|foot)|out))
        i(?:'ve| have)?(?: \\w+){{0,4}} (?:urges?|relapsed?)(?: \\w+){{0,3}} (?:cut|cutting|\
          self.?harm\\w*|die|hurt|burn|end)
        (?:keep(?:ing)? myself alive|(?:don't|not) (?:\\w+ )?(?:know|sure) (?:how|\
          if i can) (?:to )?(?:stay|keep) alive|(?:make it|get|live) through (?:the|this|another|\
          to)(?: \\w+)? ?(?:night|morning|tomorrow))
        i (?:don't|do not|no longer|never)(?: \\w+)? (?:want|wanna) (?:to )?(?:be|live|\
          stay) (?:\\w+ )?(?:on this (?:planet|earth)|in this world|alive)
        i(?:'m| am)(?: \\w+){{0,2}} (?:not |won't )?(?:going to |gonna )?be (?:here|around|\
          alive) (?:\\w+ )?(?:much longer|for long|tomorrow)
        i(?:'ve| have|'m| am)? (?:\\w+ )?(?:lost|losing) (?:the|my|all|any) (?:\\w+ )?(?:will|\
          desire|wish) to (?:live|go on)
    i (?:really|actually|truly) am (?:in danger|suicidal|not safe|unsafe|scared for my life)
    i(?:'m| am) (?:\\w+ )?(?:panicking|freaking out for real|hyperventilating)
        i(?:'m| am) (?:\\w+ )?(?:on|at|standing|sitting)(?: \\w+){{0,5}} (?:bridge|roof|rooftop|\
          ledge|cliff|tracks|railing)
        i(?:'m| am|'ll| will| want| might| could)(?: \\w+){{0,3}} (?:walk|step|drive|\
          run) (?:into|in front of|off|out into) (?:the|a) (?:sea|river|lake|ocean|traffic|road|\
          train|bus|truck|tree|wall|bridge)
    (?:happier|better) dead
    i(?:'m| am) the one who (?:wants|needs) to (?:die|end it|disappear|kill)
    (?:bleed out|bullet (?:in|through) my|blow my (?:own )?brains|slit my|rope around my)
        i (?:wish|hope|want) (?:someone|somebody|something|he|she|they|it|a \\w+|\
          god)(?: \\w+){{0,2}} kill me
        i(?:'m| am|'ve)(?: \\w+){{0,3}} (?:tired|sick|exhausted|had enough|bored) (?:of|\
          from) (?:living|being alive|life|existing|my life|being here)
    i(?:'ve| have) had enough of (?:life|living|being alive|everything)
    i (?:\\w+ )?(?:don't|do not|didn't) deserve to (?:live|be alive|exist)
    i (?:\\w+ )?(?:deserve to|should just|should) (?:die|be dead)
    i (?:\\w+ )?(?:shouldn't|should not) be (?:alive|living)
    why am i (?:\\w+ )?(?:alive|living|still here)
        (?:someone|somebody|he|she|there's someone|there is someone|\
          a man)(?:'s| is)? (?:\\w+ )?(?:in|outside|at|breaking into|following) (?:my (?:house|\
          flat|room|door|home|apartment|window|car)|me)(?=.{{0,40}}?(?:scared|afraid|kill|hurt|\
          help|terrified))
        (?:see|know|find|have)(?: \\w+){{0,2}} (?:no )?(?:way out|other way|\
          option)(?: \\w+){{0,2}} (?:except|but|than|other than|besides) (?:dying|death|suicide|\
          to die|killing)
""")

# Wishes, plans, means, injuries and threats that name no death.
SIGNS = anywhere("""
        i (?:\\w+ )?(?:want|need|wish)(?: for)? (?:my life|it all|all of it|\
          everything) (?:to (?:be over|end|stop)|was over|would end)
        i(?:'m| am) (?:\\w+ )?(?:done|finished|through) with (?:life|living|my life|being alive|\
          this life|this world)
    i(?:'m| am) (?:\\w+ )?done living
        i (?:don't|do not|wouldn't|no longer)(?: \\w+)? (?:care|mind)(?: if| whether) i (?:live|\
          die|wake|don't wake|didn't wake|was dead|were dead|survive)
    (?:my (?:\\w+ )?life|everything) is over(?= |[,.!]|$)(?! there| here| at)
    no point in (?:me|my) (?:being|living|going)
        (?:better|happier|easier|nicer)(?: place| off)? (?:without me|if i (?:\\w+ )?(?:died|\
          disappeared|gone|dead|wasn't (?:here|around|alive)|weren't (?:here|around|alive)|\
          didn't exist|killed))
    (?:around|round) my (?:own )?neck|on myself(?= |[,.!]|$)(?! (?:as|for|today as|to))
        (?:comes?|came|coming|gets?|climbs?) in(?:to)? my (?:room|bed|bedroom)(?= at night|\
          ,| and|[.!]|$)
        (?:this is|it's|that's) (?:the|my) last (?:message|thing|time|goodbye|words?|\
          text)(?: i| you)?(?:'ll| will| am going to)? (?:ever|write|send|say|hear)
    (?:on|at|to|across) my (?:own )?(?:wrists?|veins|throat|arms)(?= |[,.!]|$)(?! (?:so|watch))
        i (?:don't|do not|can't|cannot)(?: \\w+)? (?:want to |bear to )?(?:see|face|do|stand|\
          get through|live through) (?:another|one more) (?:day|night|week|morning)
        i(?:'m| am) (?:\\w+ )?(?:too|so|not) (?:\\w+ )(?:enough )?(?:to )?(?:keep |go on |\
          carry on )?(?:living|stay alive|live(?= any|[,.!]|$))
    (?:full of|covered in) (?:cuts|burns|scars)
        i(?:'m| am)(?: \\w+){0,2} on (?:the|my|a) (?:\\w+ )?(?:balcony|window|windowsill|ledge|\
          roof|bridge)(?: \\w+){0,4} jump
    (?:car|garage)(?: \\w+){0,6} (?:engine|exhaust|hose|fumes)
        i(?:'ve| have|'ve got| hold| am holding|'m holding)(?: \\w+){0,4} (?:pills|tablets|\
          razors?|razor blades?)(?: \\w+){0,3} (?:next to|beside|in front of|with|in my)
        i(?:'ve| have)? (?:already|just|now) (?:took|taken|swallowed) (?:the|my|those|these|all|\
          them) ?(?:\\w+ )?(?:pills|tablets|all|meds)
        i (?:can't|cannot|can not|don't know how to)(?: \\w+)? (?:handle|manage|keep living|\
          go on living|continue living|face|bear|stand) ?(?:my|this|with)? ?(?:life|like this|\
          any ?more|pain)
        i(?:'m| am|'ve| have)? (?:\\w+ )?(?:give|given|giving|gave) up on (?:life|living|myself|\
          everything)
    (?:dark|bad|intrusive|horrible|scary) thoughts about (?:ending|myself|dying|hurting|killing)
        i (?:won't|will not|can't promise (?:that )?i'll) be (?:here|alive|around) (?:tomorrow|\
          next week|by \\w+|at christmas)(?=[.!]|$)
        i wish (?:the|that|a) (?:car|bus|train|truck|lorry|overdose|pills|bullet|\
          fall)(?: \\w+)? (?:had|would|killed)
        i(?:'ve| have|'d| had)? (?:\\w+ )?(?:took|taken|swallowed) (?:\\d+|two|three|four|five|\
          six|ten|twelve|fifteen|twenty|thirty|forty|fifty|a lot of|lots of|several|many|\
          a few too many|a (?:whole )?(?:box|packet|pack|strip|bottle|bunch|handful|\
          load) of)(?: \\w+){0,3} (?:pills|tablets|paracetamol|tylenol|ibuprofen|xanax|aspirin|\
          capsules|opioids|oxy\\w*|valium|antidepressants|sertraline)
    i (?:don't|do not|no longer) feel like (?:living|being alive|being here|existing|waking up)
        i (?:\\w+ )?(?:can't|cannot|cant) (?:live|go on|carry on) (?:with (?:this|the|my)|\
          without (?:him|her|them))
        i(?:'ve| have|'ve got)?(?: \\w+){0,2} (?:the|a|my) (?:rope|noose|razors?|\
          blades?)(?= here| ready| next| with me|[,.!]|$)
        i(?:'ve| have)?(?: \\w+){0,3} (?:bought|saved up|saving|saving up|stockpil\\w+|hoard\\w+|\
          collect\\w+|got)(?: \\w+){0,3} (?:pills|tablets|medication|meds|rope|gun|razor\\w*|\
          blades)
    (?:ways?|how) to (?:die|kill myself|end it|end my life)(?! for)
    i(?:'ve| have)?(?: \\w+){0,3} (?:planning|planned|plan) my (?:own )?(?:death|funeral|suicide)
    i know (?:exactly )?(?:how|when|where) i'd do it
    (?:hurt|harm|destroy|damage) my (?:own )?(?:body|arms?|wrists?|skin|legs?)
        i(?:'m|'ve)? (?:\\w+ )?(?:scratch|cut|burn|slash|carv|punch)\\w* my (?:own )?(?:arms?|\
          wrists?|legs?|thighs?|skin|face|body)
        (?:i(?:'ve been| keep| am|'m)? (?:\\w+ )?|and |been )(?:hit|hitting|punch|punching|beat|\
          beating|choke|choking|scratching|burning|starving) myself
    (?:i |i've |i'm bleeding,? i )cut too deep
    my (?:wrists?|arms?|legs?) (?:is|are|won't stop) bleed\\w*
        i(?:'m| am) (?:\\w+ )?not coping(?! (?:\\w+ )?with (?:this|the|my) (?:\\w+ )?(?:keyboard|\
          heat|tech\\w*|phone|computer))
        i(?:'m| am|'ve reached) (?:\\w+ )?(?:at )?(?:the end of my (?:rope|tether)|at (?:my|\
          a) breaking point|my (?:breaking point|limit)(?= and|[,.!]|$))
        i(?:'m| am) (?:\\w+ )?(?:afraid|scared|frightened) (?:to be|of being) (?:alone|by myself|\
          left alone)(?: with myself)?
    i (?:can't|shouldn't) be (?:alone|by myself|left alone)
        i(?:'m| am) (?:\\w+ )?(?:hiding|trapped|locked|stuck) (?:\\w+ )?(?:from|with) (?:him|her|\
          them|my \\w+)
    (?:he|she|they) (?:won't|doesn't|will not|don't) let me (?:leave|out|go out|go home|see)
        (?:someone|somebody|he|she|they|my \\w+) (?:\\w+ )?(?:drugged|touches|touched|gropes?d?|\
          threatened|stalk\\w*|follow\\w*|grabbed|locked) me(?= |[,.!]|$)(?! (?:with (?:your|the|\
          his) (?:story|words)|deeply|emotionally|a lot))
        i need (?:an ambulance|to go to (?:the )?(?:hospital|er|a&e|emergency)(?! to (?:see|\
          visit|meet)| for (?:a|my) (?:client|visit|placement|shift|meeting)))
    call (?:me )?(?:an ambulance|911|999|112|the police) for me
        i(?:'ve| have)? (?:\\w+ )?(?:took|taken) too (?:much|many)(?! (?:time|of your time|notes|\
          courses|classes|on))
    voices (?:\\w+ )?(?:tell|telling|are telling) me
        my (?:own )?(?:suicidal|self.?harm\\w*|suicide|urges?|panic|\
          depression)(?: \\w+){0,3} (?:back|worse|stronger|unbearable|bad)
        i(?:'m| am|'ve| have)?(?: \\w+){0,2} (?:struggl\\w+|battl\\w+|\
          dealing) with (?:\\w+ )?(?:suicid\\w*|self.?harm\\w*|wanting to (?:die|disappear|end)|\
          cutting)
    wanting to (?:die|kill myself|end it all)(?= is| all| every|[,.!]|$)
    death (?:sounds|seems|feels|looks) (?:\\w+ )?(?:peaceful|good|easier|nice|better|like)
""")

# Said of nobody in particular: it counts as one's own unless the sentence speaks to the other.
NOBODYS = anywhere("""
        (?:no|not any|isn't any|little) (?:reason|point)(?: for me)? (?:in |to )?(?:living|live|\
          keep living|be alive|going on|go on)
    nothing (?:left )?(?:for me )?(?:left )?to live for
    (?:the|any|no) point (?:in|of) (?:living|being alive|going on)
    (?:my (?:own )?)?life (?:is not|isn't|is no longer|ain't|isnt)(?: really)? worth (?:living|it)
    thinking (?:of|about) jumping
        (?:thought|think|thinking|fantasi\\w+|dream\\w*) (?:about|of) (?:an overdose|overdosing|\
          a rope|my funeral|my own (?:death|funeral)|the pills|ending)(?! (?:the|our|\
          this) (?:session|conversation|interview|call))
    (?:easier|better|nicer|happier)(?: just)? to be dead
        (?:suicidal thoughts|thoughts (?:of|about) (?:ending|killing|dying|suicide|\
          death)(?: \\w+){0,2}) (?:keep|are back|won't|came|come|are getting|don't)
        (?:suicide|death|dying|killing myself|ending it)(?: all)? (?:is|seems|feels like|\
          looks like) (?:the|my) (?:only|best|last)
        (?:not the role|not role ?play\\w*|isn't (?:part of )?(?:the )?role ?play\\w*|not acting|\
          out of role)(?: \\w+)?[:,;.]? .{0,40}?(?:die|hurt|help|danger|safe|cutting|suicid\\w*)
""")

# Typed without "I": only where a sentence begins.
BARE = at_start("""
        (?:(?:honestly|ngl|tbh|just|really|please|ok|okay|and|but|so|rn|fr|idk|literally|sorry|\
          still|only|lowkey|fuck|god|help),? )*(?:want|wanna|wanting|going|gonna|need|wish|\
          feel like|thinking (?:of|about)|trying) ?(?:to )?(?:die|dying|kill(?:ing)? myself|\
          end(?:ing)? my life|be dead|end(?:ing)? it all|disappear|hurt(?:ing)? myself|not exist|\
          cut(?:ting)? myself|suicide)
        (?:(?:honestly|ngl|tbh|just|really|ok|and|but|so),? )*(?:can't|cannot|cant) (?:go on|\
          cope|do this|take this|take it|live like this) ?(?:any ?more|any longer)
        (?:i've )?been (?:cutting|self.?harming|suicidal|hurting myself)(?! (?:down|back|out|\
          class|corners))
        (?:feeling|felt|been feeling|am|so) (?:\\w+ )?suicidal(?! (?:is|can|does|isn't|may|might|\
          thoughts are))
    (?:don't|dont) (?:want to|wanna) (?:live|be alive|exist|be here any ?more)
""")

ASIDE = anywhere("""
        i(?:'m| am)(?: \\w+){0,2} (?:not ok|not okay|not alright|not well|not safe|suicidal|\
          struggling|breaking|done|scared|unwell|triggered|in a bad place)
        i (?:can't|cannot|don't think i can)(?: \\w+)? (?:cope|breathe|do this|continue|go on|\
          take this|take it|handle this|stop crying|keep going)
        i(?:'m| am)? (?:feel|feeling|felt)(?: \\w+){0,2} (?:suicidal|unsafe|awful|terrible|\
          triggered|sick|hopeless|panicky)
    i hate (?:myself|my life)
    (?:hurt|hurting|kill|killing|cut|cutting|harm|harming) myself
    (?:want|wanna) (?:to )?(?:die|be dead)
""")

SPANISH = anywhere("""
        (?:me )?quiero (?:morir(?:me)?|matar(?:me)|suicidar(?:me)|desaparecer|hacerme daño|\
          cortarme|acabar con (?:todo|mi vida)|estar muert[oa]|tirarme|colgarme|ahorcarme|\
          quitarme la vida|dejar de (?:vivir|existir))
    me quiero (?:morir|matar|suicidar|cortar|ir de este mundo|hacer daño|quitar la vida)
        (?:voy a|pienso|planeo|pensando en|pienso en|he pensado en|ganas de|intenté|traté de|\
          podría|tengo miedo de|estoy por) (?:morir(?:me)|matarme|suicidarme|hacerme daño|cortarme|\
          quitarme la vida|acabar con mi vida|lastimarme|terminar con todo|acabar con todo)
        me (?:voy a|intenté|he intentado|pienso) (?:matar|suicidar|cortar|lastimar|hacer daño|\
          quitar la vida)
        (?:ya )?no quiero (?:seguir )?(?:vivir|viviendo|existir|estar viv[oa]|despertar|\
          estar aquí más|más vivir|seguir así)
    (?:ya )?no (?:puedo|aguanto|doy) más
    no tengo (?:razones|motivos|ganas|nada) (?:para|de|por (?:qué|lo que)) vivir
        (?:no estoy a salvo|no estoy segur[oa] en (?:mi )?casa|no me siento segur[oa] (?:en casa|\
          ahora|conmigo|esta noche)|estoy en peligro|temo por mi vida)
        (?:me (?:está|están|estaba) (?:pegando|golpeando|lastimando)|me (?:violó|violaron|golpeó|\
          pegó))
    necesito ayuda (?:ya|ahora|urgente|de verdad|real)
    (?:por favor,? )?ayúdenme
    (?:tengo|teniendo|dando|me dio|me da) un ataque de (?:pánico|ansiedad|nervios)
        (?:ojalá (?:me muriera|estuviera muert[oa]|no despertara|no hubiera nacido)|\
          estaría(?:n)? mejor (?:muert[oa]|sin mí)|mejor sin mí)
    me (?:corto|corté|he cortado|lastimé|hice daño|tomé (?:todas|un montón|un frasco|muchas))
    mi vida no vale
    soy suicida
    tengo (?:pensamientos|ideas|ganas) (?:suicidas|de (?:morir|morirme|matarme|suicidarme))
""")

# Right before the words: someone is being quoted or understood, not speaking for themself.
REPORTED = anywhere("""
        (?:you|your \\w+|he|she|they|who|people|someone|somebody|friend|client|clients|some|\
          others|patients|that's)(?:'re|'s|'ve|'d)?(?: (?:are|were|is|was|have|had|do|did|might|\
          may|sometimes|just|all|often|also|keep|always|then|once|me|to))* (?:said|say|says|saying|\
          told|tell|tells|telling|think|thinks|thought|thinking|feel|feels|felt|feeling|wrote|\
          texted|like|mean|meant|meaning|go|went)
        (?:dices|dijiste|dijo|dice|decís|sientes|sentís|siente|piensas|pensás|piensa|contaste|\
          usted|tú|vos) ?(?:\\w+ )?que
""")
LINK = anywhere("me|us|to me|to yourself|to myself|that|like|so|oh|well|que|yourself")
OTHERS = anywhere("""
    (?:it )?(?:sounds|seems|feels) (?:like|as)
    people|someone who|you|your|yours|yourself|you're|you've|you'd|te|tu|tus|usted|vos|ti|tú
""")

# A grave word beside "I", with nobody else in the sentence, is taken as one's own.
GRAVE = anywhere("""
        suicid\\w*|(?:die|dying)(?! (?:of|to|for|on|laughing|down|out|hard)\\b)|(?:dead|\
          death)(?! (?:serious|tired|on|right|sure|wrong|line|end|battery|certificate)\\b)
        alive|noose|stop (?:living|existing)|existing|exist|survived?|end it(?! (?:here|now|\
          there|with|off|for)\\b)|ending it
        (?:thinking|think|thought|imagin\\w+|dream\\w*|fantasi\\w+)(?: (?:of|about))? (?:jumping|\
          hanging|crashing|driving (?:off|into)|stepping (?:in front|off)|drowning|cutting)
    kill(?:s|ing)? me(?! if i)
""")
FIRST = anywhere("i|i'm|i've|i'd|i'll|im|me|my|myself")
# Somebody else, a saying, or the trade itself.
ELSEWHERE = anywhere("""
        you|your|yours|yourself|you're|you've|you'd|you'll|u|ur|he|she|they|him|her|them|his|\
          their|he's|she's|they're|people|who|client|clients|patient|patients|someone|somebody|\
          everybody|everyone|families|others|friend|friends|brother|sister|son|daughter|uncle|aunt|\
          grandma|grandpa|grandmother|grandfather|child|children|kids
        ask|asked|asking|trained|training|class|course|job|role|report|required|assessment|\
          supervisor|policy|survey|essay|interview|question|questions|lecture|homework|case|topic|\
          subject|exam|deadline|prevention|protocol
        traffic|joke|back|feet|shoes|heat|hill|phone|battery|plant|dog|cat|computer|laptop|\
          curiosity|embarrassment|boredom|movie|film|book|show|coffee|killing time
    lost (?:my|a|an|our)|i (?:can |could )?(?:only )?imagine|i can (?:see|hear|tell)
""")
