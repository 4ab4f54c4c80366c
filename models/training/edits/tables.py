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
    "Kosovo": "Kosovar", "South Sudan": "South Sudanese", "Turkmenistan": "Turkmen",
    "Uzbekistan": "Uzbek", "Fiji": "Fijian",
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
DIRECTIONAL = """
accused accuses attacked attacks arrested arrests asked asks assured backed backs banned beat beats
blamed blames bombed bought captured charged condemned condemns contacted criticised criticized
criticises criticizes defeated defeats defended defends deported detained dismissed endorsed endorses
expelled fined fired followed follows freed funded hired injured interviewed invaded invited killed
kidnapped led named ordered ousted outbid overtook overthrew paid praised praises pressed prosecuted
pursued questioned recruited rejected replaced replaces rescued sacked shelled shot stabbed succeeded
sued sues summoned supported supports surprised targeted thanked threatened told trained tricked urged
urges visited warned warns wounded acquired acquires appointed assaulted barred hit nominated picked
trails leads owns owes denounced lobbied reprimanded suspended
""".split()
SYMMETRIC = frozenset("met meets meeting married fought joined with and or between versus v vs".split())

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
