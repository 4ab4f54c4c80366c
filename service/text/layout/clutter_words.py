"""What the clutter of web pages looks like in other languages than English: labels, buttons, notices.

The patterns are tried as those of `service.text.layout.boilerplate`: on whole lines, in any case of letters. They know
little, and little that could be a sentence: labels that end in a colon, or that are the whole line.
"""

# ruff: noqa: E501 (a pattern reads better on one line than broken over several)

from __future__ import annotations

import re
from collections.abc import Mapping


def _rule(*lines: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{line})" for line in lines), re.IGNORECASE)


_NETWORK = r"(?:facebook|twitter|x|whatsapp|telegram|linkedin|instagram|e-?mail|vk)"
_LETTER = (
    r"(?:newsletters?|nyhetsbrev\w{0,3}|nyhedsbrev\w{0,3}|uutiskir\w{2,6}|nieuwsbrief|bolet[ií]n|lettre d['’]information|infolettre|zpravodaj\w{0,2}"
    r"|uudiskir\w{1,3}|рассылк\w{1,3}|bülten\w{0,3}|novičnik\w{0,2}|ενημερωτικ\w{1,4} δελτί\w{1,3})"
)

FOREIGN: Mapping[str, re.Pattern[str]] = {
    "page controls": _rule(
        r"^(?:anzeige|werbung|publicité|publicidad|publicidade|pubblicità|advertentie|annons|annonse|annonce|mainos|reklama|reklaam|reklam|oglas"
        r"|реклама|διαφήμιση|പരസ്യം)$",
        r"^(?:zum inhalt springen|zurück zur startseite|aller au contenu|retour à l['’]accueil|ir al contenido|vai al contenuto|ga naar de inhoud"
        r"|hoppa till innehåll|siirry sisältöön|przejdź do treści|přejít k obsahu|перейти к содержанию)$",
    ),
    "photo": _rule(
        r"^(?:fotos?|foto ?(?:credit|quelle)|bild(?:er|quelle|nachweis)?|symbolbild|photos?|crédits? ?(?:photos?)?|légende|imagen|imágenes|imagem|imagens|immagine"
        r"|afbeelding|beeld|billede|bilde|kuva(?:t)?|zdjęcie|fot\.|snímek|fotografie|foto(?:ğraf)?|фото|снимок|φωτογραφία|φωτό|slika|pilt)\s{0,2}[:/]\s?\S[^\n]{0,200}$",
    ),
    "more": _rule(
        r"^(?:lesen sie (?:auch|mehr)|mehr zum thema|auch interessant|verwandte (?:artikel|themen)|(?:à )?lire (?:aussi|également)|sur le même (?:sujet|thème)"
        r"|articles? (?:liés|similaires)|le[ae] (?:también|además)|te puede interesar|(?:artículos|noticias) relacionad[oa]s|leia (?:também|mais)|veja (?:também|mais)"
        r"|notícias relacionadas|leggi (?:anche|tutto)|articoli correlati|lees (?:ook|meer|verder)|gerelateerde artikelen|læs (?:også|mere)|les (?:også|mer)"
        r"|läs (?:också|även|mer)|relatere(?:de|te) (?:artikler|saker)|relaterade artiklar|lue (?:myös|lisää)|aiheesta lisää|(?:czytaj|zobacz|przeczytaj) (?:też|także|również|więcej)"
        r"|powiązane artykuły|(?:čtěte|přečtěte si) (?:také|též|i|více)|související články|(?:читайте|смотрите) (?:также|ещё|еще|далее)|(?:по теме|похожие статьи)"
        r"|διαβάστε (?:επίσης|ακόμ[αη]|περισσότερα)|σχετικά άρθρα|loe (?:ka|lisaks|veel)|seotud artiklid|(?:preberite|berite) (?:tudi|več)|sorodni članki"
        r"|(?:ayrıca|bunlar[ıi] da) okuyun|[iİ]̇?lgili haberler)"
        r"\s{0,2}(?:[:|»>–—][^\n]{0,250}|\W{0,3})$",
    ),
    "share": _rule(
        rf"^(?:teilen|partager|compartir|compartilhar|condividi|delen|dela|jaa|udostępnij|sdílet|поделиться|κοινοποίηση|jaga|deli|paylaş)"
        rf"(?:\s(?:(?:auf|über|per|sur|par|en|no|na|su|via|op|på|na|на|в|στο)\s)?{_NETWORK})?\W{{0,3}}$",
    ),
    "comments": _rule(
        r"^(?:\d{1,6} )?(?:kommentare?|commentaires?|comentarios?|comentários?|commenti|reacties|kommentarer|kommentit|komentarze|komentáře|комментарии|комментариев"
        r"|σχόλια|kommentaarid|komentarji|yorumlar)(?:\s?\(\d{1,6}\))?\s?:?$",
        r"^(?:schreiben sie (?:einen|den ersten)|hinterlassen sie einen|laisse[rz] un|deja(?:r)? un|deixe (?:um|seu)|lascia un|plaats een|skriv en|kirjoita|napisz|dodaj|napište"
        r"|оставить|оставьте|αφήστε ένα|lisa|dodaj|bir) (?:kommentar|commentaire|comentario|comentário|commento|reactie|kommentti|komentarz|komentář|комментарий|σχόλιο"
        r"|kommentaar|komentar|yorum yap\w{0,4})\W{0,3}$",
    ),
    "newsletter": _rule(
        r"^(?:abonnieren sie|jetzt abonnieren|melden sie sich|abonnez-vous|inscrivez-vous|suscr[ií]b(?:ete|ase)|assine|inscreva-se|iscriviti|abbonati|meld je aan|schrijf je in"
        r"|abonneer|tilmeld dig|abonner|meld deg på|prenumerera|anmäl dig|tilaa|zapisz się|subskrybuj|přihlaste se|odebírejte|подпишитесь|подписывайтесь|εγγραφείτε|telli"
        rf"|naročite se|abone ol\w{{0,4}})\b[^\n]{{0,120}}\b{_LETTER}\b[^\n]{{0,80}}$",
        rf"^(?:suivez-nous|folgen sie uns|s[ií]guenos|siga-nos|seguici|volg ons|følg oss|følg os|följ oss|seuraa meitä|obserwuj nas|sledujte nás|подписывайтесь на нас|ακολουθήστε μας"
        rf"|jälgi meid|spremljajte nas|bizi takip edin)(?:\s[^.!?\n]{{0,40}}{_NETWORK}[^.!?\n]{{0,60}})?\W{{0,3}}$",
    ),
    "byline": _rule(
        r"^(?:autor(?:en|a|ka|in)?|auteurs?|autore|autrice|redaktion|rédaction|redacción|redação|redazione|tekst|testo|texto|texte|автор|συντάκτης|yazan|avtor|kirjoittaja|toimittaja|forfatter|författare|door"
        r"|von|par|por|af|av)\s?:\s[^.!?:\n]{2,60}$",
    ),
    "stamp": _rule(
        r"^(?:veröffentlicht|aktualisiert|stand|publié(?:e)?|mis à jour|publicado|actualizado|atualizado|pubblicato|aggiornato|gepubliceerd|bijgewerkt|udgivet|opdateret|publisert|oppdatert"
        r"|publicerad|uppdaterad|julkaistu|päivitetty|opublikowano|aktualizacja|zaktualizowano|vydáno|aktualizováno|опубликовано|обновлено|δημοσιεύτηκε|ενημερώθηκε|avaldatud|uuendatud"
        r"|objavljeno|posodobljeno|yayınlanma|güncelleme)(?:\s(?:am|le|el|em|il|op|den|w dniu|dne))?\s?:?\s{1,2}\d[^!?\n]{2,45}(?<!\.)$",
        r"^(?:lesezeit|temps de lecture|tiempo de lectura|tempo de leitura|tempo di lettura|leestijd|læsetid|lesetid|lästid|lukuaika|czas czytania|doba čtení|время чтения)\b[^.!?\n]{0,30}$",
    ),
    "legal": _rule(
        r"^[^\n]{0,80}\b(?:alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|todos os direitos reservados|tutti i diritti riservati|alle rechten voorbehouden"
        r"|alla rättigheter förbehåll\w{2,4}|alle rettigheter (?:forbeholdt|reservert)|kaikki oikeudet pidätetään|wszelkie prawa zastrzeżone|všechna práva vyhrazena|все права защищены"
        r"|tüm hakları saklıdır|με την επιφύλαξη παντός δικαιώματος|kõik õigused kaitstud|vse pravice pridržane)\b[^\n]{0,120}$",
        r"^(?:impressum|datenschutz(?:erklärung)?|mentions légales|aviso legal|pol[ií]tica de (?:privacidad|privacidade|cookies)|note legali|privacybeleid|tietosuojaseloste|polityka prywatności)"
        r"(?:\s?[|·•/][^\n]{0,150})?$",
    ),
}
"""Kinds of clutter by the names of `service.text.layout.boilerplate`, and the lines that are it."""
