"""What the clutter of web pages looks like, line by line: one table of named patterns.

A pattern is tried at the start of a whole line as shown, without list markers or markup. Lines longer than
`MAX_CHARACTERS` are prose and are not tried, so no pattern meets a text it could be slow on.
"""

# ruff: noqa: E501 (a pattern reads better on one line than broken over several)

from __future__ import annotations

import re
from collections.abc import Mapping

from service.text.cues import Cued, fold_case
from service.text.layout.clutter_within import OPEN
from service.text.layout.clutter_words import FOREIGN

MAX_CHARACTERS = 400
_MAX_LABEL = 60

_NAME = r"(?:[A-ZÀ-Þ][\w.'’&!-]{0,25}|al|bin|da|de|del|der|di|du|el|la|le|van|von|the|and|&)"
_NO_STOP = r"[^\n]{0,400}(?<![.!])$"


def _rule(*lines: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in lines), re.IGNORECASE)


def _cased(*lines: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in lines))


CLUTTER: Mapping[str, re.Pattern[str]] = {
    "markup": _rule(r"^(?:poster|src|href|class|style|width|height|data-[\w-]{1,30})=\"[^\"\n]{0,300}\""),
    "breadcrumb": _rule(
        r"^(?:home|front page|start|main|archive)\s{0,3}(?:[»›>/|→·]|::)",
        r"^(?:[^»›→\n.!?]{1,40}\s?[»›→]\s?){1,8}[^»›→\n]{0,120}$",
        r"^[\w&' -]{1,30}(?:\s>\s[\w&' -]{1,30}){1,6}$",
        r"^you are (?:here|in|at)\s?:",
        r"^(?:section|category|categories|topics?|tags?|tagged|keywords|filed under|posted in|labels?)\s?:(?!\s*\d)",
        r"^(?:filed under|posted in|tagged (?:with|as|in))\b",
    ),
    "glued breadcrumb": _cased(
        r"^Home(?=[A-Z])", r"^Home (?:World|News|Politics|Business|Sports?|Europe|Asia) [A-Z]"
    ),
    "page controls": _rule(
        r"^(?:skip to|jump to|back to|go to|return to) (?:\w+ ){0,3}(?:content|top|newest|navigation|search|home|site"
        r"|main|menu|page)\b",
        r"^(?:refresh|reload|text size|font size|print|listen|menu|search|close|loading|toggle|expand|collapse"
        r"|dismiss|advertisement|advertorial|sponsored(?: content| by .{1,60})?|ads? by .{1,40}|scroll to continue.{0,40}"
        r"|continue reading.{0,80}|story continues below.{0,60}|load more(?: \w+){0,3}|show more|view (?:all|comments)"
        r"|exit mobile version|reset|learn more|add interest|\d{1,3} related|\(?\d{1,2}:\d{2}\)?|(?:sound )?00:00(?: \d\d:\d\d)?|play video|play|pause|mute|unmute|\d{1,2} min(?:ute)?s? (?:read|ago))$",
        r"^(?:article|story) continue[sd] (?:below|after)",
        r"^(?:photo )?advertisement continue reading\b",
        r"^[^.!?\n]{2,40}\bmore\s?(?:>>|»)$",
        r"^\d{1,3}\+? (?:second|minute|hour|day|week|month|year)s? ago\b[^.!?\n]{0,60}$",
        r"^tweet with a location$",
        r"^just watched\b[^\n]{0,200}\b(?:replay|must watch)\b",
        r"^warning: [^\n]{0,200}\b(?:graphic|disturbing|offensive|upsetting|explicit)\b[^\n]{0,100}$",
        r"^(?:already have an account|thank you for (?:registering|subscribing|signing up)|report this ad|copy this code)\b.{0,80}$",
        r"^from wikipedia, the free encyclopedia$",
        r"^check back (?:for|later|soon)\b.{0,80}$",
        r"^(?:[a-z]{2}|[a-z]{2}-[a-z]{2})$",
        r"^text size\b",
        r"^(?:previous|next|older|newer) (?:post|article|story|page|entry)s?\b" + _NO_STOP,
        r"^you are reading (?:the|an?|this) [\w\s-]{1,40}(?:version|edition|archive|preview)\b",
        r"^was this (?:page|article|story|post) (?:helpful|useful|interesting)\b",
        r"^(?:listen to|watch|print|save|e-?mail|share|gift|send|copy|bookmark|report) (?:this|the) "
        r"(?:article|story|page|post|link|video)\b[^.]{0,40}$",
    ),
    "no page": _rule(
        r"^(?:javascript|cookies|your browser) (?:is|are|seems? to be|must be) (?:currently )?(?:disabled|turned off|required|(?:not )?(?:enabled|supported)|blocked|outdated|out of date)\b[^\n]{0,120}$",
        r"^(?:(?:you|you['’]ll) (?:need|have|must|will need)(?: to)? |please |to [^.!?\n]{2,60}, (?:please |you (?:need|have|must)(?: to)? )?)?(?:enable|turn on|activate|allow|switch on) (?:javascript|cookies)\b[^\n]{0,160}$",
        r"^you need javascript\b",
        r"^(?:error )?404\W{0,4}(?:(?:error|page|file|not|oops|sorry)\b[^\n]{0,60})?$|^(?:page|article|story|file|content) (?:not found|unavailable|does not exist)\b[^\n]{0,60}$",
        r"^(?:(?:we['’]re|we are)? ?(?:sorry|oops|uh[ -]oh|whoops)\W{1,4}(?:but )?)?(?:the|this|that|your) (?:page|article|story|content|url|link|file|video|item)"
        r" (?:that )?(?:you(?:['’]re| are| were|['’]ve| have)? ?(?:requested|looking for|looked for|followed|trying to [a-z]{2,8}|clicked(?: on)?))\b[^\n]{0,160}$",
        r"^(?:we['’]re|we are)? ?(?:sorry|oops|whoops)\W{1,4}(?:but )?(?:the|this|that|your|we) [^.!?\n]{0,60}(?:\bnot (?:be )?(?:found|available)|\bno longer (?:here|exists?|available)|n['’]t (?:be found|exist|find (?:that|this|the) page))\b[^\n]{0,80}$",
        r"^this (?:video|page|article|story|content|post|account|media) (?:is|may be) (?:no longer |not |currently not |un)available\b[^.!?\n]{0,40}[.!]?$",
        r"^if you (?:are|were|got here|came here) (?:trying to|looking for|from|by)\b[^.!?\n]{0,60}\b(?:page|bookmark|story|article|link|url)\b[^\n]{0,80}\b(?:changed|moved|here|below|available|expired|removed|archive|search)\b[^\n]{0,160}$",
        r"^please (?:choose|select|use|try|check|make sure) [^.!?\n]{2,60}\b(?:navigation|menu|search (?:box|bar|form|field)|home ?page|(?:the|this|your) (?:url|web ?address))\b[^.!?\n]{0,60}[.!]?$",
        r"^if you (?:still |continue to )?(?:have|are having|need) (?:any )?(?:trouble|problems?|difficult(?:y|ies)|issues|help) (?:finding|loading|viewing|accessing|logging|signing|with (?:this|the|our|your) (?:page|site|web ?site|account|subscription))\b[^.!?\n]{0,80}\b(?:contact|e-?mail|let us know|write to)\b[^\n]{0,60}$",
        r"^(?:checking|verifying) (?:your browser|(?:that |if )?you are (?:a )?human)\b[^\n]{0,80}$|^(?:verify|confirm) (?:that )?you(?:['’]re| are) (?:a )?human\b[^\n]{0,60}$",
        r"^(?:access denied|are you a robot\?|ddos protection by \w{3,20}|error code:? ?\w{1,12})[^\n]{0,40}$",
        r"^(?:the interactive transcript could not be loaded|rating is available when the\b[^\n]{0,60})$",
        r"^web wide crawl with\b|^this data is currently not publicly accessible\b|^what['’]s in the data ?set:?$|^the seed for (?:this crawl|wide\d{1,6}) was\b",
        r"^(?:crawl (?:start|end) date|number of (?:captures|unique urls|hosts)):\s[^\n]{1,40}$",
        r"^[-–— ]{0,4}(?:a ranking of all urls|up to a maximum of \d{1,5} most highly ranked urls|top ranked pages|slash pages from)\b",
    ),
    "reading time": _rule(
        r"^(?:estimated )?(?:reading|read) time\b.{0,40}$",
        r"^\d{1,3}[\s-]?min(?:ute)?s?(?: of)? read(?:ing)?(?: time)?\b.{0,20}$",
    ),
    "byline": _cased(
        r"^(?:By|BY|by|By:|Par|Von|Por|Di)\s(?:our |Our |a |the |staff|Staff|admin|agenc|Agenc|our)[^.!?\n]{0,60}$",
        rf"^(?:By|BY|By:|Par|Von|Por)\s(?:{_NAME}[,;\s]{{1,3}}){{0,7}}{_NAME}"
        r"(?:,? (?:in|at|for|reporters?|correspondent|staff|team|crash team|writer|editor)\b[^.!?\n]{0,50})?[.,]?$",
        rf"^By (?:the )?(?:{_NAME}\s){{1,4}}(?:[a-z]{{2,15}}\s){{0,2}}(?:team|desk|staff|reporters?|correspondents?|bureau)$",
        r"^By [A-ZÀ-Þ][\w.'’-]{1,25} (?:[\w.'’-]{1,25} ){0,3}[A-ZÀ-Þ][\w.'’-]{1,25},? (?:at|in) (?:the )?[A-Z][^.!?\n]{0,40}$",
        r"^(?:Words?|Text|Author|Writer|Written by|Story by|Reporting by|Reported by|[Pp]osted by|Published by|Edited by"
        r"|Compiled by|Updated by|Report by|Submitted by|Created by|Uploaded by|Publicado por|Escrito por|Publié par|Pubblicato da"
        r"|Veröffentlicht von)\s?:?\s[^.!?\n]{2,80}$",
        r"^\(?(?:Additional |With )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled) by [^\n]{3,300}\)?\.?$",
        r"^(?:From|from) (?:our|the) (?:\w+\s){0,3}(?:correspondents?|reporters?|services?|staff|desk|agenc\w{1,3}|bureau|team)"
        r"[^.!?\n]{0,80}$",
        r"^(?:Sources?|Via|Credit)\s?:?\s(?:By )?(?:Agencies|agencies|News agencies|Wire services|wires)\b[^.!?\n]{0,60}$",
    ),
    "stamp": _rule(
        r"^\d{1,2}[:.]\d{2}\s?(?:[ap]\.?m\.?)?\s?(?:[a-z]{2,4}\s)?\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?: by\b[^.!?\n]{2,60})?$",
    ),
    "credits": _rule(
        r"^contribut(?:ing|ors?)\s?:[^\n]{2,100}$",
    ),
    "correction": _rule(
        r"^\W{0,2}(?:correction|clarification|update)\s?(?:[:—–-]|\([^)]{0,40}\):?)\s?(?:an |this |a |the )(?:earlier |previous )?"
        r"(?:version|article|story|post|headline)\b[^\n]{0,300}$",
        r"^an? (?:earlier|previous|edited|longer|shorter) version of this (?:article|story|post|report|column)\b[^\n]{0,300}$",
        r"^(?:this|the) (?:article|story|post) (?:has been|was) (?:updated|corrected|amended)\b[^\n]{0,250}$",
    ),
    "about the author": _rule(
        r"^about the (?:authors?|writers?)\b.{0,60}$",
        r"^[^.!?\n]{3,60} is an? (?:[\w'’-]{2,20} ){0,4}(?:reporter|correspondent|journalist|columnist|editor|writer"
        r"|contributor|producer) (?:at|for|with|based|covering|who covers)\b[^\n]{0,200}$",
    ),
    "caption": _cased(r"^(?:Image|Photo) (?:The|A|An|In|On|At|President|Mr|Ms|[A-Z][a-z]+ [A-Z][a-z]+,) "),
    "photo": _rule(
        r"^\W{0,2}(?:file )?(?:photos?|photographs?|images?|pictures?|pics?|video|graphic|illustration|caption|map|chart)"
        r"(?: (?:caption|credits?|source|sources|courtesy(?: of)?|via|by|file|gallery))?\s?[:|]",
        r"^(?:file photo|photo caption|photo credit|image credit|image source|picture credit|featured image|screenshot)\b",
        r"^\W{0,2}(?:photos?|images?|pictures?|photograph) (?:by|courtesy of|via|from|credit)\b" + _NO_STOP,
        r"^(?:image copyright|image caption|media playback is|media caption|toggle caption|enlarge this image|hide caption)\b",
        r"^pictures? (?:and|or) video (?:on|available)\b",
        r"^©\s?[^\n]{2,60}/[^\n]{2,60}$",
        r"^[(\[][^()\[\]\n]{0,80}\b(?:photo|image|picture|getty|reuters|associated press|afp)\b[^()\[\]\n]{0,80}[)\]]$",
        r"^[\w.'’-]{2,20}(?: [\w.'’-]{1,20}){1,3}\s?/\s?(?:getty(?: images)?|reuters|ap|afp|epa|espn|usa today(?: sports)?"
        r"|bloomberg|associated press|wireimage|file|handout|pool)$",
    ),
    "in brackets": _rule(r"^\[[^\[\]\n]{3,200}\]$"),
    "share": _rule(
        r"^(?:share|tweet|e-?mail|print|post|pin|copy link|whatsapp|facebook|twitter|linkedin|reddit|telegram|messenger"
        r"|pocket|x|save|gift)(?:\s{0,2}[|,·/&•]?\s{0,2}(?:or |and )?(?:share|tweet|e-?mail|print|post|pin|copy|link"
        r"|whatsapp|facebook|twitter|linkedin|reddit|telegram|messenger|pocket|x|save|gift|more|this|on|to|article)){0,12}\W{0,2}$",
        r"^(?:share|spread|tell|post|send|forward|recommend) (?:this|it|on|via|with|to|by|a friend|your|the (?:news|word))\b"
        + _NO_STOP,
        r"^\d{1,6}(?:[.,]\d{1,3})?k? shares?$",
    ),
    "follow us": _cased(
        r"^(?:Please |PLEASE )?(?:[Ff]ollow|[Ll]ike|[Ff]ind|[Jj]oin|[Cc]onnect with|[Vv]isit|[Ss]upport|FOLLOW|CONNECT WITH)"
        r" (?:us\b|US(?=\W{0,3}$| ON\b)|@\w{1,30}|our (?:page|channel|site)\b)[^\n]{0,300}$",
    ),
    "follow": _rule(
        r"^stay (?:connected|tuned|informed|in touch|up to date|ahead)\b[^\n]{0,200}$",
        r"^(?:follow|like) [\w.'’ -]{2,40} on (?:x|twitter|facebook|instagram|youtube|telegram|google news|whatsapp|linkedin)\b",
        r"^get (?:the |our |more |[\w'’]{2,20} ){1,6}on (?:whatsapp|telegram|facebook|google news|your phone)\b",
    ),
    "newsletter": _rule(
        r"^(?:sign up|subscribe|register (?:for|to|now|here|today|free)|unsubscribe|sign in|log in|become a (?:member|subscriber))\b"
        r"[^\n]{0,250}\b(?:newsletters?|e-?mails?|inbox|updates?|alerts?|access|edition|account|adverts?|today|now|free|week|month"
        r"|year|briefing|podcast|letter|here|article|reading|page|copy|channel|sheet|feed|rss|offer|comment)\b[^\n]{0,100}$",
        r"^(?:sign up|subscribe|sign in|log in|register|subscribe now|sign up now)\W{0,3}$",
        r"^get (?:the )?(?:day['’]s|latest|best|top|biggest|week['’]s|most important)\b[^\n]{0,150}\b(?:stories|news|headlines|picks|updates|deals)\b",
        r"^get\b[^\n]{0,80}\b(?:by e-?mail|delivered|letterbox|doorstep|straight to your|sent to you)\b[^\n]{0,200}$",
        r"^(?:get|receive|want|like|enjoy(?:ed)?|love)\b[^\n]{0,150}\b(?:newsletters?|your inbox|e-?mail alerts|our app)\b[^\n]{0,120}$",
        r"^(?:our|the|a|free|daily|weekly|morning|evening)?\s?newsletters?\s?[:–—-]",
        r"^(?:download|get|install|try) (?:the|our) [^\n]{0,40}\bapp\b",
        r"^(?:support|fund|back) (?:local|independent|our|quality|free|public) (?:news|journalism|work|reporting)\b[^\n]{0,200}$",
        r"^(?:you (?:receive|are receiving|got|have)|this (?:e-?mail|letter|newsletter|message)) [^\n]{0,150}"
        r"\b(?:signed up|subscri\w{2,6}|unsubscribe|mailing list|free articles?)\b[^\n]{0,150}$",
        r"^(?:you have|you've) (?:\w+ ){1,3}(?:free )?articles? (?:left|remaining)\b",
        r"^(?:[^\n]{0,120}\bbuy me a coffee\b|(?:donate|become a patron)\b)[^\n]{0,120}$",
        r"^(?:push|news|breaking|e-?mail) alerts?\s?:",
        r"^subscribers? (?:can|may|get|only|have)\b" + _NO_STOP,
        r"^(?:this|the) (?:article|story|briefing|page|content|post|report) is (?:for|only for|reserved for|available (?:only )?to)"
        r" (?:registered |paying |our )?(?:users?|subscribers?|members?|readers?)\b",
        r"^(?:do you have|have you got|got|have) (?:a|any|an?other) (?:news )?(?:story|tip|question|comment|view)s?\b[^\n]{0,200}"
        r"(?:\?|e-?mail|contact|@|tell us|get in touch)[^\n]{0,100}$",
        r"^(?:contact|e-?mail|write to|reach|call) (?:us|the (?:author|editor|newsroom|reporter|desk|breaking news desk|writer))\b[^\n]{0,200}$",
        r"^(?:clients?|editors?|note to editors)\s?:\s",
        r"^for (?:licensing|reprints?|syndication|more (?:news|stories|information),? (?:visit|contact|see|go))\b",
    ),
    "comments": _rule(
        r"^leave (?:a|your) (?:reply|comment|response)\b.{0,60}$",
        r"^(?:no|\d{1,6}) (?:comments?|responses?|replies)(?: yet)?(?: on .{0,300})?$",
        r"^comments?(?: \(\d{1,6}\)|:)?$",
        r"^comments? \(\d{1,6}\)",
        r"^[^\n]{0,60}\bcomments (?:for|on|to) this (?:post|article|story|page) (?:are|have been) (?:now )?closed\b",
        r"^comments? (?:on|to|for)? ?[^.!?\n]{0,60}\b(?:are|is) (?:closed|moderated|disabled|switched off|turned off|off|welcome)\b",
        r"^(?:post|add|write|publish|submit|send|view|read|show|hide) (?:a |your |my |all |the )?(?:comments?|reply)\b.{0,40}$",
        r"^(?:your )?e-?mail address will not be published\b",
        r"^required fields are marked\b",
        r"^(?:please )?enter your (?:comment|name|e-?mail)\b",
        r"^please enter (?:your|a|an) (?:valid |correct )?(?:comment|name|e-?mail)\b",
        r"^you (?:must|need to|have to) be (?:logged|signed) in\b",
        r"^(?:log|sign) in to (?:reply|comment|leave|post|continue|join)\b",
        r"^save my name,? e-?mail\b",
        r"^(?:name|e-?mail|website|comment|your name|your comment|display name)\s?\*?$",
        r"^(?:join|start) the (?:conversation|discussion|debate)\b.{0,60}$",
        r"^(?:have your say|what do you think|tell us what you think)(?: below| in the comments)?\W{0,3}$",
        r"^this site uses akismet\b",
        r"^(?:notify me of|cancel reply|post comment|be the first to comment)\b",
    ),
    "more": _rule(
        r"^[^\n]{5,200}(?<![.!?,;:]) read more$",
        r"^related (?:watch|see|read|listen|photos?|videos?|stories)\b[^\n]{3,380}$",
        r"^(?:also|see)\s?: (?:see|read|watch|how|why)\b[^\n]{3,150}$",
        r"^\(?(?:also on|more on|read|related|photos?|video|see|watch) ?(?:[A-Z]{2,15})?: [^\n]{3,200}\)$",
        r"^(?:read or share this story)\b[^\n]{0,100}$",
        r"^(?:read (?:more|also|next|on|the full \w+|this)|see (?:also|more)|also read|more|also|related (?:photos?|videos?)|more (?:stories|news|coverage|reading|posts"
        r"|articles)|also (?:in this issue|on|read|see)|related(?: (?:articles?|stories|coverage|topics?|posts?|news(?: articles)?|links?"
        r"|content|reading|video))?|recommended(?: for you| reading| stories| articles)?|suggested (?:reading|articles)|most"
        r" (?:read|popular|viewed|shared|commented)(?: in [\w ]{1,30})?|trending(?: now| news| stories)?|popular (?:posts|now|stories)"
        r"|latest (?:posts?|news|stories|articles|headlines|videos?|updates)|top (?:stories|news|posts)|recent (?:posts|articles"
        r"|stories|comments|news)|you (?:may|might) (?:also )?(?:like|be interested in|have missed|enjoy)|readers also (?:opened"
        r"|read|liked)|editor'?s'? (?:picks?|choice)|don'?t miss|in case you missed it|up next|next up|what to read next"
        r"|further reading|lire aussi|à lire aussi|lesen sie auch|mehr zum thema|lea también|leia também|leggi anche|lees ook)"
        r"\s{0,2}(?:[:|»>–—-][^\n]{0,250}|\W{0,3})$",
        r"^more (?:from|on|in|about) [^.!?\n]{2,50}(?::[^\n]{0,200})?$",
        r"^(?:past incidents|in other news|elsewhere on \w+|around the web|from the web|promoted (?:stories|content))\W{0,2}$",
        r"^(?:watch|video|listen|podcast|webinar|gallery|in pictures|calculator|quiz|poll|vote now|live|test)\s?:\s"
        + _NO_STOP,
        r"^(?:next|coming|tomorrow|this) (?:week|month|time|issue|in|up)\b[^:\n]{0,40}:\s" + _NO_STOP,
        r"^(?:older|newer|previous|next)\s?:\s" + _NO_STOP,
        r"^(?:click|tap) (?:here|on|the|to)\b[^\n]{0,150}$",
        r"^(?:see|turn to|continued on) page \w{1,4}\b",
        r"^[^.!?\n]{3,100}\b(?:see )?page \d{1,3}$",
    ),
    "legal": _rule(
        r"^(?:copyright\b|©|\(c\)|&copy;)[^\n]{0,300}$",
        r"^(?:this material (?:may|is|has)|no part of this|reproduction (?:in|of this|without|is)|republication (?:of this|without|is)"
        r"|not for publication|unauthori[sz]ed (?:use|reproduction|copying|distribution))\b[^\n]{0,250}$",
        r"^(?:terms|privacy|cookies?|accessibility|legal|imprint|impressum|disclaimer|corrections|standards)(?: (?:of|and|&) \w{2,12}"
        r"| (?:policy|statement|notice|settings|choices))?(?:\s?[|·•/].{0,150})?$",
        r"^(?:disclaimer|disclosure|editor'?s note|correction policy)\s?:\s[^\n]{0,350}$",
        r"^(?:we|this (?:web)?site|our (?:web)?site|this page|by (?:continuing|using|clicking)|we and our|we use)\b"
        r"[^\n]{0,200}\b(?:cookies?|partners store|privacy policy|terms of (?:use|service)|you agree)\b[^\n]{0,150}$",
        r"^we and our \d{1,5} partners\b",
        r"^your privacy (?:matters|choices)\b",
        r"^powered by [^.!?\n]{2,40}$",
        r"^all (?:times|dates) (?:are|in) [\w ]{2,20}\.?$",
    ),
    "end mark": _rule(
        r"^[—–\-#*\s]{0,6}(?:ends?|-?30-?|eof|fin)[—–\-#*\s]{0,6}$",
        r"^[A-Z]{2,6}/[a-z]{2,4}(?:/[a-z]{2,4})?$",
        r"^\(\([^\n]{2,200}\)\)$",
    ),
    "tweet": _rule(
        r"^(?:#\w{2,40}\s?){1,6}$",
        r"^[—–-]\s?[^\n]{1,80}\(@\w{1,30}\)[^\n]{0,60}$",
        r"^(?:view|see|read) (?:this |the )?(?:post|tweet|original) (?:on|in) (?:x|twitter|instagram|facebook)\b.{0,40}$",
        r"^a post shared by\b[^\n]{0,150}$",
    ),
    "teaser of itself": _cased(
        r"^[A-Z][\w.&]{1,20}(?: [A-Z][\w.&]{1,20}){0,3}\s?[–—:-]\s(?:Discover|Explore|Find out|Learn|Read|Uncover|Dive|Stay|Get)\b"
    ),
    "web address": _rule(
        r"^(?:https?://|www\.)\S{3,300}$", r"^[\w.+-]{1,60}@[\w-]{1,60}(?:\.[\w-]{1,30}){1,4}$"
    ),
}
"""Name of the kind of clutter, and the lines that are it, told by how they begin; others are in `OPEN`."""

DIGEST_LABEL = _rule(
    r"^(?:in (?:short|brief|a nutshell)|key (?:points|takeaways|facts|developments)|at a glance|highlights|the (?:gist|essentials)"
    r"|main points|takeaways|quick (?:read|summary)|tl;?\s?dr|article highlights|story highlights|what to know|summary)\s?:?$"
)
"""Labels over bullets that repeat the article."""

POURED = Cued(
    re.compile(
        r"\bhide caption \d{1,3} of \d{1,3}\b|\b\d{1,3} of \d{1,3} (?:skip in skip|full screen|photos?:|view photos?)"
        r"|\bcopy this code to your (?:web ?site|blog)\b|\bautoplay autoplay\b"
        r"|^\W{0,4}(?:a message from|paid content by|presented by|sponsored by) ",
        re.IGNORECASE,
    ),
    (
        *("hide caption", "skip in skip", "full screen", " photo", "copy this code", "autoplay"),
        *("a message from", "paid content by", "presented by", "sponsored by"),
    ),
)
"""What stands in a paragraph of any length into which a gallery, a player or an advertisement was poured."""

COMMENT_SECTION = _rule(
    r"^leave (?:a|your) (?:reply|comment|response)\b.{0,60}$",
    r"^(?:\d{1,6}|no) (?:comments?|responses?|replies)(?: on .{0,300})?$",
    r"^comments? \(\d{1,6}\)$",
    r"^(?:join|start) the (?:conversation|discussion|debate)$",
)
"""Lines after which readers speak, not the article."""


def labels_links(line: str) -> bool:
    """Whether a line is a label over a list of links to other articles."""
    return len(line) < _MAX_LABEL and any(table["more"].match(line) for table in (CLUTTER, FOREIGN))


def clutter_name(line: str) -> str | None:
    """Return which kind of clutter a line is, or None. The line is one as shown, without markers."""
    if not line or len(line) > MAX_CHARACTERS:
        return None
    folded = fold_case(line)
    for table, opened in ((CLUTTER, OPEN), (FOREIGN, {})):
        for name, pattern in table.items():
            if pattern.match(line) or any(form.found_in(line, folded) for form in opened.get(name, ())):
                return name
    return None
