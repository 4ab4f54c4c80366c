"""What stands in running text and is not of the story: plugs, credits, notices, what the text says of itself.

`service.text.layout.boilerplate` tells whole lines of clutter; these patterns find a sentence, or something in
brackets, within a paragraph. Every repetition in them is bounded, so that no paragraph is slow to search.
"""

# ruff: noqa: E501 (a pattern reads better on one line than broken over several)

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

MAX_CHARACTERS = 20_000
"""How much of a paragraph is searched."""

_START = r"(?:(?<=[.!?\"”'’)\]…]\s)|\A)"
_SHORT = r"\b(?:Mr|Mrs|Ms|Dr|Rep|Sen|Gov|Gen|Jr|Sr|St|Inc|Co|Corp|vs|No|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|[DR]-[A-Z][a-z]{1,4}|[A-Z]|[ap]\.m)\."
_INNER = rf"(?>{_SHORT}|[^.!?\n]|[.!?](?=[^\s\"”'’)\]]))"
_REST = rf"{_INNER}{{0,300}}+(?:[.!?…]{{1,3}}[\"”'’)\]]{{0,2}}|(?=\n|\Z))"
_WEB = r"(?:https?://\S|www\.\S|@\w|[\w-]{2,40}\.(?:com|org|net|gov|edu|info|co\.uk|tv|news|io)\b)"
_NAME = r"[A-Z][\w.'’-]{0,25}(?:\s(?:[A-Z][\w.'’-]{0,25}|de|van|von|al|el|bin|the|of)){0,5}"
_NETWORK = (
    r"(?:Twitter|Facebook|Instagram|YouTube|Telegram|WhatsApp|LinkedIn|TikTok|Google News|X\b|social media)"
)
_ALONE = r"(?=\s+[\"“‘'(\[A-ZÀ-Þ]|\s*\Z|\s*\n)"
_TEXT = r"(?:abstract|article|blog post|post|piece|essay|explainer|roundup|write-up|blog|story|report|column)"


@dataclass(frozen=True, slots=True)
class Form:
    """A form of aside, and a piece of text without which no paragraph has it: most have not, and are not tried."""

    pattern: re.Pattern[str]
    cue: str


def _sentence(*openings: str, cue: str = "") -> Form:
    """A sentence that opens in one of these ways, to its end."""
    return Form(
        re.compile(_START + "(?:" + "|".join(f"(?:{opening})" for opening in openings) + ")" + _REST), cue
    )


def _piece(*forms: str, cue: str = "") -> Form:
    """A piece of a paragraph that has one of these forms from its first character to its last."""
    return Form(re.compile("|".join(f"(?:{form})" for form in forms)), cue)


ASIDES: Mapping[str, Sequence[Form]] = {
    "of itself": (
        _sentence(
            r"(?:In this|This) (?:abstract|article|blog post|post|piece|essay|explainer|roundup|write-up|blog)\s"
            r"(?:(?:will|also|briefly|then|first|further)\s){0,2}"
            r"(?:highlights?|explains?|explores?|discuss(?:es)?|examines?|provides?|looks? at|summari[sz]es?|outlines?|covers?"
            r"|describes?|aims?|delves?|analy[sz]es?|sheds?|presents?|focus(?:es)?|was (?:first |originally |initially )?(?:published"
            r"|written|updated|produced|generated|posted)|(?:first |originally )appeared|, we\b|is about|is part of)",
            rf"(?:This|The) {_TEXT} (?:has been|was|is being|is|will be) (?:(?:regularly|since|continuously|last) )?(?:updated|corrected"
            r"|amended|clarified|developing|breaking)\b",
            rf"This {_TEXT} (?:(?:first|originally|initially) appeared|was (?:first |originally |initially )?published)\b",
            rf"(?:An?|The) (?:(?:earlier|previous|original|edited|shorter|longer) )?version of this {_TEXT}\b",
            r"Update, [A-Z][a-z]{2,8}\.? \d{1,2}\b",
            rf"\(?U(?:pdate|PDATE)(?: \d)?:\s[^.!?\n]{{0,100}}\b(?:this {_TEXT}|added|wording|headline)\b",
            r"This is an? (?:developing|breaking(?: news)?|updated) (?:news )?story\b",
            r"(?:Updated|UPDATED|Last updated)(?: (?:at|on)\b| ?:)",
        ),
        _sentence(rf"(?:The )?{_INNER}{{2,120}}?\bwill (?:update|be updating) this {_TEXT}\b", cue=" this "),
        _sentence(
            r"(?:More (?:details )?(?:to come|to follow)|Updates? (?:to come|to follow|will (?:be (?:provided|posted|added)|follow)))\b",
            r"(?:The author|I) (?:wrote this article|(?:is|am) not receiving compensation|ha(?:s|ve) no (?:business relationship"
            r"|positions? in any stock))",
        ),
    ),
    "follow": (
        _sentence(
            rf"(?:Please |You can |You can also |And )?[Ff]ollow (?:us|me|him|her|them|{_NAME}|@\w{{1,30}}|the (?:author|reporter|writer))"
            rf"[^.!?\n]{{0,60}}\s(?:on|at|via|here|:)\s?(?:{_NETWORK}|{_WEB})",
            r"(?:Like|Join|Find|Friend) (?:us|me) on (?:Twitter|Facebook|Instagram|YouTube|Telegram|WhatsApp|Google)\b",
            rf"(?:Stay|Stick) (?:tuned (?:for|to)|with (?:us|{_NAME}) (?:for|as)|up to date (?:on|with))\b",
            r"(?:Please )?(?:[Cc]heck|[Cc]ome) back (?:here |often |later |soon |with us |regularly |frequently ){0,2}(?:for|as|later|soon)\b",
            r"Add as an interest to stay up to date\b",
        ),
    ),
    "plug": (
        _sentence(
            r"(?:Please )?(?:[Ss]ign up|[Ss]ubscribe|[Rr]egister)\b[^.!?\n]{0,150}\b(?:newsletters?|e-?mails?|inbox|alerts|updates|podcast|channel"
            r"|mailing list|here|today|now|free trial)\b",
        ),
        _sentence(r"[^.!?\n]{0,60}\bNewsletter Sign [Uu]p\b", cue="Newsletter Sign "),
        _sentence(
            r"(?:Sign Up )?You agree to receive\b|You must select a newsletter\b"
            r"|View all [^.!?\n]{0,40}\bnewsletters\b|Please verify you['’]re not a robot\b|Invalid e-?mail\b|Please re-?enter\b",
            r"Join the (?:conversation|discussion|debate)\b|CLICK HERE\b|Sign Up You will receive\b",
        ),
        _sentence(r"[^.!?\n]{0,200}\b(?:in|to|into) your (?:e-?mail )?inbox(?=\s?[.!]|\s?\Z)", cue=" your "),
        _sentence(
            r"To (?:learn|read|find out|see|hear|watch|subscribe|order|donate|comment)\b[^.!?\n]{2,120}\b(?:click here|click on|visit|go to)\b",
            r"Send us (?:your|a|any)\b|(?:Sorry, )?[Tt]he page you (?:requested|are looking for)\b",
            r"(?:E-?mail )?(?:Sign Up )?By signing up,? (?:you|I) agree\b|You can unsubscribe\b|You may unsubscribe\b",
            r"You (?:can add location information to your Tweets|always have the option to delete your Tweet)\b",
            r"(?:Please )?(?:[Cc]lick|[Tt]ap) (?:here|on (?:the|this)|through|the (?:link|photo|image|picture|video|box|button|play))\b",
            r"(?:Just |Simply )?[Ff]ill (?:in|out) (?:your|the form|this form)\b",
            r"(?:Download|Get|Try) (?:the|our) [^.!?\n]{0,40}\bapp\b",
            rf"(?:Please )?(?:[Vv]isit|[Cc]heck out|[Gg]o to|[Ll]og on to|[Hh]ead (?:over )?to) {_WEB}",
            r"(?:Please )?[Vv]isit [^.!?\n]{2,80}\b(?:web\s?site|web page|Facebook page)\b[^.!?\n]{0,60}\b(?:for|to (?:learn|read|see|find))\b",
            r"(?:[Rr]ead|[Ss]ee|[Ff]ind|[Vv]iew|[Ww]atch|[Ll]isten to|[Ll]earn|[Hh]ear) (?:more|(?:the|a|our) [^.!?\n]{0,80}|[^.!?\n]{0,40})"
            r"\b(?:here|below|above|at right|in the (?:video|player|gallery|link))(?=\s?[.!:]|\s?\Z|\s?\n)",
            rf"(?:[Rr]ead|[Ss]ee|[Vv]iew|[Ww]atch) (?:more|the (?:full|whole|entire|complete|rest|original))\b[^.!?\n]{{0,80}}(?:{_WEB}|\bpage\b)",
            r"(?:[Ff]or|[Ff]ind|[Ss]ee|[Gg]et) (?:more|additional|further|complete|full|continuing|the latest|tickets?) (?:information|details?"
            r"|news|coverage|stories|updates|and|on|about|from|see|or)\b[^.!?\n]{0,120}(?:\b(?:visit|go to|click|call|follow|check|contact"
            rf"|tune in|log on|head to|consult)\b|{_WEB})",
            rf"(?:E-?mail|Contact|Reach|Call|Write to|Message|Tweet(?: at)?) (?:us|him|her|me|the (?:author|writer|reporter|editor)|(?:[A-Z]\w{{1,25}} )?"
            rf"(?:reporter |writer |editor )?{_NAME}) (?:at|on|via)\b[^.!?\n]{{0,20}}[@\d]",
            r"(?:Please )?(?:[Kk]eep posting|[Pp]ost|[Ss]hare|[Ll]eave|[Tt]ell us)[^.!?\n]{0,80}\bin the comments?\b",
            r"E-?mail(?: me| us)?(?: at)?:?\s[\w.+-]{1,60}@",
            r"(?:Tell|Let) us (?:know )?(?:what you think|in (?:the )?comments?|your (?:thoughts|views|story))\b",
            r"(?:Share|Send|Leave|Post|Submit|Give|Sound off)[^.!?\n]{0,80}\b(?:in the comments?|comments? (?:below|section)|your (?:thoughts|views"
            r"|comments?|tips?|story ideas|opinions?))\b",
            r"(?:Want|Would you like) to (?:add to this story|comment|read more|know more|learn more|see more)\b",
            r"(?:Do you )?[Hh]ave (?:a|an) (?:news )?(?:tip|story idea)\b",
            r"If you (?:enjoyed|liked|loved|found) (?:this|our|these|reading)\b",
            r"(?:You'll|You) (?:will )?need an? HTML5 capable browser\b|Your browser (?:does not|doesn't) support\b",
            r"(?:Keep an eye on|Check) your inbox\b|Thanks? (?:you )?for (?:signing up|subscribing)\b|There was an error processing your\b",
        ),
    ),
    "more": (
        _sentence(
            r"(?:READ MORE|RELATED|ALSO READ|READ ALSO|READ NEXT|SEE ALSO|SEE MORE|WATCH|MORE|PHOTOS|VIDEO|Read [Mm]ore|Related|See [Aa]lso|Also [Rr]ead|Related"
            r" (?:PHOTOS?|VIDEOS?|[Ss]tor(?:y|ies)|[Cc]overage|[Aa]rticles?|[Nn]ews|[Vv]ideos?|[Pp]hotos?))\s?:\s"
        ),
    ),
    "credit": (
        _sentence(
            rf"(?:The )?[A-Z]{_INNER}{{2,250}}?\bcontributed (?:to this {_TEXT}|reporting)\b",
            cue="contributed ",
        ),
        _sentence(
            r"(?:AP|Associated Press|Reuters|AFP|Staff)\s[^.!?\n]{2,200}\bcontributed(?=\.)",
            rf"{_NAME}(?: and {_NAME})? reported from {_NAME}(?:,\s{_NAME}\b)?\.(?=[^\n]{{1,300}}\bcontributed to this)",
            r"(?:Additional |Further |With )?[Rr]eporting by [A-Z]",
            r"Copyright (?:©|\(c\)|(?:19|20)\d{2}|by)|©\s?(?:19|20)?\d{0,4}\s?[A-Z]|All rights reserved\b",
            r"This material may not be (?:published|reproduced|copied)\b|Reproduction in whole or in part\b",
            r"(?:This|Our) (?:web\s?)?site uses cookies\b|By (?:using|continuing to use|browsing) (?:this|our) (?:web\s?)?site\b",
        ),
    ),
    "web archive": (
        _sentence(
            r"These crawls are part of an effort to archive\b|That way, as the pages that are referenced are changed\b",
            r"Then the Internet Archive hopes that references\b|The goal is to fix all broken links on the web\b",
            r"Crawls of supported \"No More 404\"|The seed for (?:this|Wide)\b|Top ranked pages \(up to\b|Slash pages from every domain\b|If you would like access to this set of crawl\b",
            r"This is a set of web collections curated by\b|They include web captures of\b|Starting in 1996, Alexa Internet has been donating\b|Flowing in every day, these data are added to the Wayback\b",
        ),
    ),
    "credit in brackets": (
        _piece(r"\((?:Additional |Further )?[Rr]eporting by [^()\n]{3,400}\)\.?", cue="eporting by "),
    ),
    "picture": (
        _piece(
            rf"{_START}(?:FILE\s?[-–—]+\s?)?In (?:this|these) (?:undated |[A-Z][\w.,\s]{{3,30}}?\d{{4}},?\s)?(?:file |undated |handout |combination of )?"
            rf"(?:photo|photos|image|picture|photograph|frame grab|still)\b{_INNER}{{0,300}}[.!?]",
            rf"{_START}(?:Photo(?:s|graphs?)?|Image|Picture|Illustration)(?: illustration)?(?: courtesy of| by| via| from the)?\s?:?\s[A-Z][^.!?\n]{{2,60}}\.{_ALONE}",
            rf"{_START}\((?:AP|Reuters|REUTERS|AFP|EPA|Getty(?: Images)?|File|Handout|[Cc]ourtesy(?: of)? [^()\n]{{2,60}}|[^()\n]{{2,60}} (?:photo|image))\){_ALONE}",
            rf"{_START}https?://\S{{3,200}}{_ALONE}",
            rf"{_START}\[[A-Z][^\[\]\n]{{15,150}}\]{_ALONE}",
            r"\A[^|\n]{0,300}\|\s?[A-Z][\w.’'-]{1,20} [A-Z][\w.’'-]{1,20}/(?:POLITICO|AP|Getty(?: Images)?|Reuters|AFP|Bloomberg)\b",
            r"\A(?:CLOSE\s)?(?:Skip in )?Skip x Embed x Share\s|\AUpdated \|",
            r"\A(?:(?:Photo|Advertisement|Video)\s)?Continue reading the main story\b",
            r"\A[A-Z][\w.’'-]{1,20} [A-Z][\w.’'-]{1,20}/(?:Getty Images|AP|AFP|Reuters|REUTERS)\s(?=[A-Z])",
            r"\A[^|\n]{0,300}\|\s?(?:AP Photo|Getty(?: Images)?|Reuters|REUTERS|AFP|POLITICO)\b(?:/[\w. ]{2,30}(?=\s|\Z))?",
            r"\bA (?:post|photo|video) (?:shared|posted) by [^\n]{2,80}?\s\(@[\w.]{1,30}\) on [^\n]{5,30}?\d\s?[ap]m(?: [A-Z]{3})?\b",
            r"\A[^.!?()\n]{3,250}[.!?]?\s?\((?:(?:AP |File |Staff |Courtesy |Handout )?(?:[Pp]hotos?|PHOTO|Image|Picture|Credit)(?:\s?:|/|\sby\s|\scourtesy)"
            r"[^()\n]{1,100}|[^()\n]{2,60}/(?:Getty Images|AFP|AP|Reuters|REUTERS|EPA|Associated Press))\)",
            rf"{_START}\((?:(?:AP |File |Staff |Courtesy |Handout )?(?:[Pp]hotos?|PHOTO|Image|Picture|Video)(?:\s[Cc]redits?)?(?:\s?:|/|\sby\s|\scourtesy)"
            rf"[^()\n]{{1,100}}|[^()\n]{{2,60}}/(?:Getty Images|AFP|AP|Reuters|REUTERS|EPA|Associated Press))\){_ALONE}",
            rf"{_START}[(\[](?:[Ss]croll down|[Ss]tory continues|[Cc]lick|[Ww]atch|WATCH|VIDEO|PHOTOS?|[Ss]ee (?:photo|video|below|above|graphic|map)|[Rr]ead more"
            rf"|[Aa]lso (?:read|see)|[Hh]/[Tt]|[Vv]ia)\b[^()\[\]\n]{{0,150}}[)\]]{_ALONE}",
        ),
    ),
}
"""Name of the kind of aside, and its forms, of which the first that fits counts. Letters' case counts."""

_BEGINNINGS = re.compile(
    r"[.!?\"”'’)\]…]\s()"  # as in _START
    r"|()\((?=(?:Additional |Further )?[Rr]eporting by )|\b()A (?=(?:post|photo|video) (?:shared|posted) by )"
)
"""Where, besides the paragraph's start, a form may begin: at the empty group."""


def find_asides(paragraph: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a paragraph that are asides, as offsets into it, in order and apart."""
    head = paragraph[:MAX_CHARACTERS]
    starts = [0, *(found.start(found.lastindex or 0) for found in _BEGINNINGS.finditer(head))]
    kinds = ([form.pattern for form in forms if form.cue in head] for forms in ASIDES.values())
    found = sorted(stretch for patterns in kinds for stretch in _matches(patterns, head, starts))
    end_before = 0
    for start, end in found:
        if end > end_before:
            yield max(start, end_before), end
            end_before = end


def _matches(
    patterns: Sequence[re.Pattern[str]], text: str, starts: Sequence[int]
) -> Iterator[tuple[int, int]]:
    """What an alternation of the patterns would find in all of the text, tried only where one can begin."""
    end_before = 0
    for start in starts:
        if start < end_before:
            continue
        match = next((match for pattern in patterns if (match := pattern.match(text, start))), None)
        if match is not None:
            yield start, match.end()
            end_before = match.end()
