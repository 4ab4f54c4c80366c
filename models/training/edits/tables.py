"""Word tables behind the edits: plain data, in the order in which they are tried."""

WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()

FUNCTION_WORDS = frozenset(
    """a an the this that these those some any each every no all both either neither and or but nor so yet
    if when while as because since until after before though although unless where whereas than then there
    here of in on at by for from to with without into onto over under about against among between during
    through near across along around behind beyond despite off out outside inside up down within amid per
    via upon toward towards it its he his him she her hers they their them we our us you your i my me who
    whom whose which what why how is are was were be been being am has have had having do does did done
    will would shall should can could may might must not n't never also just only even still too very more
    most less least much many few other another such same own new one two said says say told""".split()
)
OPENERS = frozenset(
    """The A An In On At After Before But And While When As For From By With Since Until Some Many Most More
    Several Two Three Four Five Six Seven Eight Nine Ten Both All No One It He She They We His Her Their Its
    This That These Those There If Although Though Because Despite During Under Over About Around Nearly
    Almost At Up Police Officials Former Authorities Earlier Later Meanwhile However Last Next Another Also
    Among Not Only To Following According Residents Witnesses Doctors Protesters Workers Soldiers Troops
    Firefighters Hundreds Thousands Dozens Rescuers Prosecutors Investigators Emergency Government People
    Local Early Late Speaking Our What Where How Why Who Which Each Every Few Between Within Without Against
    Through Even Just Once Then Now Here Yet So Or Nor Half Heavy New Old Video Shares Voters Opposition
    Parliament Lawmakers Senators Judges Prime Foreign""".split()
)
TITLES = frozenset(
    """Mr Mrs Ms Miss Dr Sir Lord Lady President Prime Vice Deputy Minister Chancellor Senator Governor Mayor
    Judge Justice General Colonel Captain Major Lieutenant Sergeant Officer Inspector Detective Sheriff
    Commissioner Commander Chief Secretary Chairman Chairwoman Speaker King Queen Prince Princess Pope Bishop
    Archbishop Father Professor Coach Ambassador Foreign Finance Interior Defence Defense Health Energy
    Transport Industry Education Justice Trade Labour Labor Environment Economy Agriculture Attorney Rep Sen
    Gov Gen Lt Col Sgt Capt Former Acting Superintendent Constable Spokesman Spokeswoman Director Premier
    Representative Congressman Congresswoman Councillor State""".split()
)
ORG_WORDS = frozenset(
    """Party Court Ministry Agency Bank University Union Council Committee Commission Department Office
    Company Corporation Corp Inc Ltd Group Association Federation Authority Army Police Force Forces Navy
    Front Brigade Movement Institute Institution Bureau Service Services Parliament Senate Congress House
    Assembly Board Club School College Hospital Church Society Foundation Organization Organisation Times
    Post News Airlines Airways Motors League Alliance Coalition Team Guard Guards Nations Fund Trust
    Watch Rights Survey Journal Tribune Herald Network Press Administration Cabinet Treasury""".split()
)
PLACE_WORDS = frozenset(
    """Street Road Avenue River Lake Mount Mountain Bay Island Islands Valley City County Province District
    Region State Airport Station Park Square Bridge Beach Port Sea Ocean Gulf Coast Hill Hills Town Village
    Strait Peninsula Desert Forest Prison Jail Stadium Harbour Harbor Canal Border Center Centre""".split()
)
NATIONS = {
    "Afghanistan": "Afghan", "Argentina": "Argentine", "Australia": "Australian", "Austria": "Austrian",
    "Bangladesh": "Bangladeshi", "Belgium": "Belgian", "Bolivia": "Bolivian", "Brazil": "Brazilian",
    "Britain": "British", "Bulgaria": "Bulgarian", "Canada": "Canadian", "Chile": "Chilean",
    "China": "Chinese", "Colombia": "Colombian", "Croatia": "Croatian", "Cuba": "Cuban", "Denmark": "Danish",
    "Ecuador": "Ecuadorean", "Egypt": "Egyptian", "Ethiopia": "Ethiopian", "Finland": "Finnish",
    "France": "French", "Georgia": "Georgian", "Germany": "German", "Ghana": "Ghanaian", "Greece": "Greek",
    "Haiti": "Haitian", "Hungary": "Hungarian", "India": "Indian", "Indonesia": "Indonesian",
    "Iran": "Iranian", "Iraq": "Iraqi", "Ireland": "Irish", "Israel": "Israeli", "Italy": "Italian",
    "Japan": "Japanese", "Jordan": "Jordanian", "Kazakhstan": "Kazakh", "Kenya": "Kenyan",
    "Latvia": "Latvian", "Lebanon": "Lebanese", "Libya": "Libyan", "Lithuania": "Lithuanian",
    "Malaysia": "Malaysian", "Mali": "Malian", "Mexico": "Mexican", "Moldova": "Moldovan",
    "Mongolia": "Mongolian", "Morocco": "Moroccan", "Nepal": "Nepalese", "Nigeria": "Nigerian",
    "Norway": "Norwegian", "Pakistan": "Pakistani", "Peru": "Peruvian", "Poland": "Polish",
    "Portugal": "Portuguese", "Romania": "Romanian", "Russia": "Russian", "Rwanda": "Rwandan",
    "Senegal": "Senegalese", "Serbia": "Serbian", "Singapore": "Singaporean", "Somalia": "Somali",
    "Spain": "Spanish", "Sudan": "Sudanese", "Sweden": "Swedish", "Syria": "Syrian", "Thailand": "Thai",
    "Tunisia": "Tunisian", "Turkey": "Turkish", "Uganda": "Ugandan", "Ukraine": "Ukrainian",
    "Uruguay": "Uruguayan", "Venezuela": "Venezuelan", "Vietnam": "Vietnamese", "Yemen": "Yemeni",
    "Zambia": "Zambian", "Zimbabwe": "Zimbabwean", "South Africa": "South African",
    "North Korea": "North Korean", "South Korea": "South Korean", "United States": "American",
    "Sri Lanka": "Sri Lankan", "Saudi Arabia": "Saudi", "Dominican Republic": "Dominican",
    "Philippines": "Philippine", "Netherlands": "Dutch", "Costa Rica": "Costa Rican", "Switzerland": "Swiss",
    "Czech Republic": "Czech", "New Zealand": "New Zealand", "Paraguay": "Paraguayan", "Honduras": "Honduran",
    "Guatemala": "Guatemalan", "Slovakia": "Slovak", "Slovenia": "Slovenian", "Cameroon": "Cameroonian",
    "Madagascar": "Malagasy", "Niger": "Nigerien", "Angola": "Angolan", "Estonia": "Estonian",
    "Cyprus": "Cypriot", "Malta": "Maltese", "Iceland": "Icelandic", "Taiwan": "Taiwanese",
    "Myanmar": "Burmese", "Cambodia": "Cambodian", "Laos": "Laotian", "Algeria": "Algerian",
    "Armenia": "Armenian", "Azerbaijan": "Azerbaijani", "Albania": "Albanian", "Bosnia": "Bosnian",
    "Kosovo": "Kosovar", "South Sudan": "South Sudanese", "Turkmenistan": "Turkmen", "Uzbekistan": "Uzbek", "Fiji": "Fijian",
}  # fmt: skip

WITH_ARTICLE = frozenset(
    ["United States", "Dominican Republic", "Philippines", "Netherlands", "Czech Republic"]
)

SPEECH = frozenset(
    """said says say told added adds announced announces reported reports confirmed confirms stated states
    explained warned claimed claims insisted argued noted declared estimates estimated acknowledged
    admitted denied alleged promised testified wrote""".split()
)
AUXILIARIES = frozenset(
    "is are was were has have had will would could can may might must did does should".split()
)
IRREGULAR_PAST = {
    "began": "begin", "took": "take", "left": "leave", "won": "win", "lost": "lose", "fell": "fall",
    "rose": "rise", "met": "meet", "held": "hold", "gave": "give", "sent": "send", "went": "go",
    "came": "come", "made": "make", "became": "become", "found": "find", "kept": "keep", "ran": "run",
    "saw": "see", "struck": "strike", "broke": "break", "shot": "shoot", "sought": "seek",
    "withdrew": "withdraw", "drew": "draw", "threw": "throw", "flew": "fly", "fled": "flee", "led": "lead",
    "paid": "pay", "bought": "buy", "sold": "sell", "built": "build", "spent": "spend", "stood": "stand",
    "brought": "bring", "caught": "catch", "felt": "feel", "fought": "fight", "grew": "grow",
    "knew": "know", "swept": "sweep", "tore": "tear", "sank": "sink", "spoke": "speak", "swore": "swear",
    "overturned": "overturn", "told": "tell", "shut": "shut", "chose": "choose", "wrote": "write",
}  # fmt: skip

# Verbs that say a different thing when their two ends change places.
DIRECTIONAL = """accused accuses attacked attacks arrested arrests asked asks assured backed backs banned beat beats
    blamed blames bombed bought captured charged condemned condemns contacted criticised criticized
    criticises criticizes defeated defeats defended defends deported detained dismissed endorsed endorses
    expelled fined fired followed follows freed funded hired injured interviewed invaded invited killed
    kidnapped led named ordered ousted outbid overtook overthrew paid praised praises pressed prosecuted
    pursued questioned recruited rejected replaced replaces rescued sacked shelled shot stabbed succeeded
    sued sues summoned supported supports surprised targeted thanked threatened told trained tricked urged
    urges visited warned warns wounded acquired acquires appointed assaulted barred hit nominated picked
    trails leads owns owes denounced lobbied reprimanded suspended""".split()
SYMMETRIC = frozenset("met meets meeting married fought joined with and or between versus v vs".split())

# Pairs that turn a statement round; the pattern says where the exchange is safe.
ANTONYMS = (
    (r"rose\b(?! to (?:his|her|their) feet)", "rose", "fell"),
    (r"fell(?= (?:by|to|from|about|more|nearly|\d|slightly|sharply))", "fell", "rose"),
    (r"risen\b", "risen", "fallen"),
    (r"fallen(?= (?:by|to|from|about|more|nearly|\d))", "fallen", "risen"),
    (r"rising\b", "rising", "falling"),
    (r"falling(?= (?:by|to|from|prices|sales))", "falling", "rising"),
    (r"increased\b", "increased", "decreased"),
    (r"decreased\b", "decreased", "increased"),
    (r"increase\b", "increase", "decrease"),
    (r"decrease\b", "decrease", "increase"),
    (r"up(?= (?:\d|by|from) )", "up", "down"),
    (r"down(?= (?:\d|by|about|from) )", "down", "up"),
    (r"killed\b", "killed", "injured"),
    (r"injured\b", "injured", "killed"),
    (r"wounded\b", "wounded", "killed"),
    (
        r"killing(?= (?:at|\w+ (?:people|men|women|civilians|soldiers|officers|workers|players)|\d|two|three|four|"
        r"five|six|seven|eight|nine|ten|one))",
        "killing",
        "injuring",
    ),
    (r"injuring\b", "injuring", "killing"),
    (r"wounding\b", "wounding", "killing"),
    (r"died\b", "died", "survived"),
    (r"survived(?= the)", "survived", "died in"),
    (r"won\b", "won", "lost"),
    (r"lost(?= (?:the|by|his|her|to|its) (?!lives|life|homes?|power|contact))", "lost", "won"),
    (r"arrested\b", "arrested", "released"),
    (r"released(?= (?:on|from|without|after))", "released", "arrested"),
    (r"accepted\b", "accepted", "rejected"),
    (r"rejected\b", "rejected", "accepted"),
    (r"approved\b", "approved", "rejected"),
    (r"rejecting\b", "rejecting", "approving"),
    (r"rejects\b", "rejects", "accepts"),
    (r"approves\b", "approves", "rejects"),
    (r"supported\b", "supported", "opposed"),
    (r"opposed\b", "opposed", "supported"),
    (r"supports\b", "supports", "opposes"),
    (r"opposes\b", "opposes", "supports"),
    (r"reopened\b", "reopened", "closed"),
    (r"closed(?= (?:the|its|on|for|schools|all))", "closed", "opened"),
    (r"extended\b(?! family)", "extended", "shortened"),
    (r"lifted(?= (?:the|a|its|on|at))", "lifted", "imposed"),
    (r"imposed\b", "imposed", "lifted"),
    (r"banned\b", "banned", "allowed"),
    (r"allowed\b", "allowed", "barred"),
    (r"legal\b", "legal", "illegal"),
    (r"guilty(?! plea)", "guilty", "not guilty"),
    (r"upheld\b", "upheld", "overturned"),
    (r"overturned(?= (?:the|a|an|his|her|its))", "overturned", "upheld"),
    (r"threw out\b", "threw out", "upheld"),
    (r"acquitted\b", "acquitted", "convicted"),
    (r"convicted\b", "convicted", "acquitted"),
    (r"cleared of\b", "cleared of", "convicted of"),
    (r"safe\b", "safe", "unsafe"),
    (r"more than\b", "more than", "fewer than"),
    (r"fewer than\b", "fewer than", "more than"),
    (r"less than\b", "less than", "more than"),
    (r"well below\b", "well below", "well above"),
    (r"below(?= (?:the|average))", "below", "above"),
    (r"above(?= (?:the|average))", "above", "below"),
    (r"majority\b", "majority", "minority"),
    (r"largest\b", "largest", "smallest"),
    (r"highest\b", "highest", "lowest"),
    (r"lowest\b", "lowest", "highest"),
    (r"smallest\b", "smallest", "largest"),
    (r"biggest\b", "biggest", "smallest"),
    (r"worst\b", "worst", "best"),
    (r"stronger\b", "stronger", "weaker"),
    (r"weaker\b", "weaker", "stronger"),
    (r"weakened\b", "weakened", "strengthened"),
    (r"strengthened\b", "strengthened", "weakened"),
    (r"first(?! (?:lady|minister|aid|time|responders?|degree|name))(?= \w)", "first", "last"),
    (r"northern\b", "northern", "southern"),
    (r"southern\b", "southern", "northern"),
    (r"eastern\b", "eastern", "western"),
    (r"western\b", "western", "eastern"),
    (r"north of\b", "north of", "south of"),
    (r"south of\b", "south of", "north of"),
    (r"east of\b", "east of", "west of"),
    (r"west of\b", "west of", "east of"),
    (r"denied\b(?= (?:any|all|that|the|having|\w+ing))", "denied", "admitted"),
    (r"denies\b(?= (?:any|all|that|the|having|\w+ing))", "denies", "admits"),
    (r"admitted(?= (?:that|the|\w+ing))", "admitted", "denied"),
    (r"confirmed(?= (?:that|the|it|they|he|she))", "confirmed", "denied"),
    (r"refused to\b", "refused to", "agreed to"),
    (r"refuses to\b", "refuses to", "agrees to"),
    (r"agreed to\b", "agreed to", "refused to"),
    (r"agreed(?= on\b)", "agreed", "failed to agree"),
    (r"failed to\b", "failed to", "managed to"),
    (r"managed to\b", "managed to", "failed to"),
    (r"declined to\b", "declined to", "agreed to"),
    (r"unable to\b", "unable to", "able to"),
    (r"able to\b", "able to", "unable to"),
    (r"with(?= (?:the|its) (?:approval|consent|support))", "with", "without"),
    (r"without(?= (?:causing|warning|injury|incident|damage|permission|the|charge))", "without", "with"),
    (r"arrived in\b", "arrived in", "left"),
    (r"landed in\b", "landed in", "took off from"),
    (r"withdrew\b", "withdrew", "kept"),
    (r"resumed\b", "resumed", "halted"),
    (r"suspended\b", "suspended", "resumed"),
    (r"halted\b", "halted", "resumed"),
    (r"began\b", "began", "ended"),
    (r"ended\b", "ended", "began"),
    (r"hired\b", "hired", "dismissed"),
    (r"dismissed\b", "dismissed", "hired"),
    (r"cut(?= (?:its|the|interest|jobs))", "cut", "raised"),
    (r"raised(?= (?:its|the|interest|taxes|prices))", "raised", "cut"),
    (r"praised\b", "praised", "criticised"),
    (r"criticised\b", "criticised", "praised"),
    (r"criticized\b", "criticized", "praised"),
    (r"condemned\b", "condemned", "welcomed"),
    (r"welcomed\b", "welcomed", "condemned"),
    (r"public\b(?= (?:talks|meeting|hearing|session))", "public", "private"),
)

# Hedges and what a careless writer makes of them: pattern, replacement.
HEDGES = (
    (r"\b(?:allegedly|reportedly|apparently|supposedly|possibly|probably|presumably) (?=\w)", ""),
    (r"\b(?:alleged|suspected) (?=[a-z])", ""),
    (r"\bmay have\b", "has"),
    (r"\bmight have\b", "has"),
    (r"\bcould have\b(?! been)", "has"),
    (r"\b(?:may|might|could)(?= be\b)", "will"),
    (r"(?<!ruled that )(?<!s )\b(?:may|might)(?= [a-z]+\b)(?! (?:not|have|be)\b)", "will"),
    (
        r"\bcould(?= (?:face|lose|lead|cause|cost|reach|take|become|rise|fall|mean|result|bring|leave|hit|begin|start)\b)",
        "will",
    ),
    (r"\baccused of\b", "convicted of"),
    (r"\bcharged with\b", "convicted of"),
    (r"\bsuspected of\b", "convicted of"),
    (r"\bfaces? charges of\b", "was convicted of"),
    (r"\bindicted on\b", "convicted on"),
    (r"\bsome of (?=the|its|his|her|their)", "all of "),
    (r"\bmost of (?=the|its|his|her|their)", "all of "),
    (r"\bMany (?=[a-z]+s\b)", "All "),
    (r"\bSome (?=[a-z]+s\b)", "All "),
    (r"(?<!the )(?<!of )(?<!its )(?<!his )(?<!her )\bmost (?=[a-z]{3,}[^su]s\b)", "all "),
    (r"\bhundreds of\b", "thousands of"),
    (r"\bdozens of\b", "hundreds of"),
    (r"\bDozens of\b", "Hundreds of"),
    (r"\bHundreds of\b", "Thousands of"),
    (r"\bsuggested that\b", "proved that"),
    (r"\bsuggests that\b", "proves that"),
    (r"\bsuggesting\b", "proving"),
    (r"\bbelieved to\b", "known to"),
    (r"\bthought to\b", "known to"),
    (r"\bsaid to\b(?= (?:be|have)\b)", "known to"),
    (r"\bexpected to\b", "certain to"),
    (r"\blikely to\b", "certain to"),
    (r"\bfeared (?=dead|trapped|lost|missing)", "found "),
    (r"\b(?:tried|attempted) to\b", "managed to"),
    (r"\bhopes? to\b", "is certain to"),
    (r"\bhoped to\b", "was certain to"),
    (r"\bproposed (?=[a-z]+ing\b)", "approved "),
    (r"\bsays it (?:may|might|could)\b", "says it will"),
    (r"\bat least (?=\d|[a-z]+ (?:people|men|women))", "exactly "),
    (r"\bup to (?=\d)", "more than "),
    (r"\bnearly (?=\d|half|all|a )", "more than "),
    (r"\balmost (?=\d|half|all|a )", "more than "),
    (r"\bpartly\b", "entirely"),
    (r"\bpartially\b", "completely"),
    (r"\blargely\b", "entirely"),
    (r"\bmainly\b", "only"),
    (r"\btemporarily\b", "permanently"),
    (r"\bprovisional\b", "final"),
    (r"\bpreliminary\b", "final"),
    (r"\bsometimes\b", "always"),
    (r"\boften\b", "always"),
    (r"\busually\b", "always"),
    (r"\brarely\b", "never"),
    (r"\bcould not (?:immediately )?be confirmed\b", "has been confirmed"),
)

TIME_FLIPS = (
    (
        r"\bbefore(?! (?:dawn|noon|midnight|sunrise|sunset|court|the court|a judge|the judge|a court|parliament|"
        r"the committee|a committee|it|the magistrates?|magistrates|him|her|them)\b)",
        "after",
    ),
    (
        r"(?<!named )(?<!looked )(?<!look )(?<!day )(?<!year )(?<!sought )\bafter(?! (?:all|day|year)\b)",
        "before",
    ),
    (r"\bahead of(?= (?:the|a|an|his|her|its|their|next|this|talks|elections?|[A-Z]))", "following"),
    (r"\bfollowing(?= (?:the|a|an|his|her|its|their|talks)\b)", "ahead of"),
    (
        r"\bsince(?= (?:January|February|March|April|May|June|July|August|September|October|November|December|"
        r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|\d{4})\b)",
        "until",
    ),
    (
        r"\buntil(?= (?:January|February|March|April|May|June|July|August|September|October|November|December|"
        r"Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|\d{4})\b)",
        "since",
    ),
    (r"\bearlier (?=this|in|on)", "later "),
    (r"\blater (?=this|in|on)", "earlier "),
)

# Who may be speaking, in classes whose members may be one and the same.
BODIES = (
    ("police", "officers", "detectives", "investigators", "deputies", "sheriff", "inspector", "commissioner"),
    ("army", "military", "troops", "soldiers", "navy", "general", "commander", "colonel", "forces"),
    ("hospital", "doctors", "medics", "paramedics", "nurses", "surgeon", "medical", "health"),
    ("company", "firm", "airline", "manufacturer", "operator", "chief executive", "employer", "corporation"),
    ("union", "unions", "workers", "employees", "strikers", "staff"),
    ("court", "judge", "judges", "tribunal", "magistrate", "jury"),
    ("prosecutors", "prosecutor", "attorney", "lawyer", "lawyers", "attorneys", "counsel"),
    (
        "witnesses",
        "witness",
        "residents",
        "neighbours",
        "neighbors",
        "villagers",
        "locals",
        "people",
        "bystanders",
    ),
    (
        "opposition",
        "lawmakers",
        "senators",
        "senator",
        "mps",
        "lawmaker",
        "legislators",
        "parliament",
        "party",
    ),
    ("rescuers", "firefighters", "fire", "rescue", "fire crews", "emergency"),
    ("rebels", "insurgents", "militants", "fighters", "gunmen", "separatists", "militia", "guerrillas"),
    (
        "scientists",
        "researchers",
        "geologists",
        "seismologists",
        "experts",
        "survey",
        "forecasters",
        "analysts",
    ),
    ("protesters", "demonstrators", "activists", "campaigners", "charity"),
    ("relatives", "family", "mother", "father", "wife", "husband", "brother", "sister", "son", "daughter"),
    (
        "minister",
        "ministry",
        "government",
        "officials",
        "official",
        "president",
        "spokesman",
        "spokeswoman",
        "authorities",
        "governor",
        "mayor",
        "agency",
        "department",
        "administration",
        "office",
        "secretary",
    ),
)
SPEAKERS = (
    ("police", 0),
    ("the army", 1),
    ("hospital officials", 2),
    ("the company", 3),
    ("union leaders", 4),
    ("prosecutors", 6),
    ("witnesses", 7),
    ("residents", 7),
    ("opposition lawmakers", 8),
    ("firefighters", 9),
    ("the rebels", 10),
    ("researchers", 11),
    ("campaigners", 12),
    ("relatives", 13),
    ("government officials", 14),
)
# Heads of subjects that cannot be one another.
THINGS = (
    ("earthquake", "quake", "tremor", "aftershock"),
    ("storm", "typhoon", "cyclone", "hurricane", "tornado", "winds"),
    ("fire", "blaze", "flames", "smoke"),
    ("flood", "floods", "river", "water", "waters"),
    ("ship", "vessel", "boat", "ferry", "tanker"),
    ("plane", "jet", "aircraft", "helicopter", "flight"),
    ("train", "bus", "truck", "car", "lorry", "van"),
    ("shares", "stock", "stocks", "sales", "profit", "prices", "price"),
    ("vote", "election", "ballot", "elections"),
    ("law", "bill", "measure", "act"),
    ("court", "trial", "hearing", "verdict"),
    ("school", "schools", "pupils", "students", "teachers", "university"),
    ("bomb", "explosion", "blast"),
)
STOCK_INVENTIONS = (
    "for the third time this year",
    "despite objections from the opposition",
    "after a week of protests",
    "at the request of local officials",
    "in a rare public statement",
    "after months of delay",
    "under pressure from investors",
    "in the presence of foreign diplomats",
    "on the advice of lawyers",
    "because of a shortage of staff",
    "after an anonymous tip",
    "in front of dozens of onlookers",
)
