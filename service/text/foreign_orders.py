"""Orders to a machine in the languages, other than English, that they are most often met in.

Each row asks for a verb that gives the order, where a sentence begins, and within the sentence for the word
for what a machine was told before, or for the texts that it reads. News that somebody ignored an instruction
stays.
"""

from __future__ import annotations

import re

_START = r"(?:^|[.:;!?。！？\n]\s?)\W{0,4}"
_NEAR = r"[^.!?。！？\n]{0,60}?"

_VERBS = (
    r"ignoriere?n?|ignoriert|vergiss|vergesst|missachten?|ignorez|oubliez|ignor[ae]|ignorate|ignorera|ignorer"
    r"|olvid[ae]|descarta|esqueça|desconsidere|dimentica|negeer|vergeet|glem|glöm|se bort fra|bortse från"
    r"|(?:про)?игнорируй(?:те)?|забудь(?:те)?|z?ignoruj|zapomnij"
)
_WHAT = (
    r"anweisung|instruktion|instruksj|artike?l|quelle|instructions|consignes|sources|instrucciones|indicaciones"
    r"|artículos|fuentes|instruções|artigos|notícias|fontes|istruzioni|articoli|fonti|instructies|opdrachten"
    r"|bronnen|kilder|källor|инструкци|указани|стать|источник|instrukcj|poleceni|artykuł|źród"
)
_ROWS = (
    rf"{_START}(?:{_VERBS})\b{_NEAR}\b(?:{_WHAT})",
    rf"{_START}(?:请|請)?(?:忽略|无视|無視|忘记|忘記|不要理会){_NEAR}(?:指令|指示|说明|說明|提示|规则|規則)",
    rf"{_START}(?:تجاهل|انس|تجاهلوا){_NEAR}(?:التعليمات|الأوامر|المقالات|المصادر)",
    # In these the verb comes last, so what was told "before" has to be named.
    rf"(?:これまで|以前|上記|前)の{_NEAR}(?:指示|命令|プロンプト){_NEAR}(?:無視し|忘れ)",
    rf"(?:이전|위의|앞의){_NEAR}(?:지시|명령|프롬프트){_NEAR}(?:무시하|잊)",
    rf"\b(?:önceki|yukarıdaki)\b{_NEAR}\b(?:talimat|yönerge){_NEAR}\b(?:yok say|unut|görmezden gel)",
    rf"(?:पिछले|ऊपर){_NEAR}निर्देश{_NEAR}(?:अनदेखा|नज़रअंदाज|भूल)",
    # Addressed to a machine
    rf"{_START}(?:nota|hinweis|note|nachricht|mensaje|mensagem|message|messaggio)\s(?:para|an|à|pour|per|a)\s"
    r"(?:(?:a|as|la|las|os|die|alle|le|les|toutes les|todas las|todas as)\s|l['’])?(?:IAs?|KIs?)\b",
)

FOREIGN = re.compile("|".join(_ROWS), re.IGNORECASE)
"""Finds an order in any of the languages."""

CUES = (
    *("ignor", "vergiss", "vergesst", "missacht", "oubliez", "olvid", "descarta", "esqueça", "desconsidere"),
    *("dimentica", "negeer", "vergeet", "glem", "glöm", "se bort fra", "bortse från", "игнорируй", "забудь"),
    *("zapomnij", "忽略", "无视", "無視", "忘记", "忘記", "不要理会", "تجاهل", "انس", "忘れ"),
    *("이전", "위의", "앞의", "önceki", "yukaridaki", "पिछले", "ऊपर"),
    *("nota", "hinweis", "note", "nachricht", "mensaje", "mensagem", "message", "messaggio"),
)
"""Words, as `service.text.cues` folds them, of which every such order has one."""
