"""The way through in languages that the models do not read: word for word, and honest about it."""

from __future__ import annotations

import pytest

from service.text.punkt import LANGUAGES
from service.types import Length, Mode
from tests.service.builders import pipeline, request

# Each: two reports of a ferry that sank, written for this test.
REPORTS = {
    "de": (
        "Die Fähre Alba ist am Montag vor der Küste von Orre gesunken. An Bord waren neunzig Menschen, wie "
        "die Küstenwache mitteilte. Vier Fischerboote brachten die Überlebenden in den Hafen.",
        "Vor der Küste von Orre ist am Montag die Fähre Alba gesunken. Der Kapitän sagte, eine Welle habe "
        "ein Fenster eingedrückt. Die Boote kamen aus dem Nachbarort.",
    ),
    "fr": (
        "Le ferry Alba a coulé lundi au large d'Orre. Quatre-vingt-dix personnes étaient à bord, selon les "
        "garde-côtes. Quatre bateaux de pêche ont recueilli les survivants et les ont ramenés au port.",
        "Lundi, au large d'Orre, le ferry Alba a coulé. Le capitaine a déclaré qu'une vague avait brisé une "
        "fenêtre. Une enquête a été ouverte dans la capitale.",
    ),
    "es": (
        "El transbordador Alba se hundió el lunes frente a la costa de Orre. A bordo viajaban noventa "
        "personas, informó la guardia costera. Cuatro barcos de pesca recogieron a los supervivientes.",
        "El lunes se hundió frente a la costa de Orre el transbordador Alba. El capitán dijo que una ola "
        "había roto una ventana. La fiscalía abrió una investigación.",
    ),
    "it": (
        "Il traghetto Alba è affondato lunedì al largo di Orre. A bordo c'erano novanta persone, ha riferito "
        "la guardia costiera. Quattro pescherecci hanno raccolto i superstiti e li hanno portati nel porto.",
        "Lunedì è affondato al largo di Orre il traghetto Alba. Il comandante ha detto che un'onda aveva "
        "rotto un finestrino. La procura ha aperto un'inchiesta.",
    ),
    "pl": (
        "Prom Alba zatonął w poniedziałek u wybrzeży Orre. Na pokładzie było dziewięćdziesiąt osób, podała "
        "straż przybrzeżna. Cztery kutry rybackie zabrały ocalałych i przewiozły ich do portu.",
        "W poniedziałek u wybrzeży Orre zatonął prom Alba. Kapitan powiedział, że fala wybiła okno. "
        "Prokuratura wszczęła śledztwo w tej sprawie.",
    ),
    "ru": (
        "Паром «Альба» затонул в понедельник у берегов Орре. На борту находились девяносто человек, сообщила "
        "береговая охрана. Четыре рыбацких судна подобрали выживших и доставили их в порт.",
        "В понедельник у берегов Орре затонул паром «Альба». Капитан сказал, что волна выбила окно. "
        "Прокуратура начала расследование.",
    ),
    "el": (
        "Το πλοίο Άλμπα βυθίστηκε τη Δευτέρα ανοιχτά του Όρε. Στο πλοίο επέβαιναν ενενήντα άνθρωποι, "
        "ανακοίνωσε η ακτοφυλακή. Τέσσερα αλιευτικά παρέλαβαν τους επιζώντες και τους μετέφεραν στο λιμάνι.",
        "Τη Δευτέρα βυθίστηκε ανοιχτά του Όρε το πλοίο Άλμπα. Ο καπετάνιος είπε ότι ένα κύμα έσπασε ένα "
        "παράθυρο. Η εισαγγελία άρχισε έρευνα για το ναυάγιο.",
    ),
    "tr": (
        "Alba feribotu pazartesi günü Orre açıklarında battı. Sahil güvenliğin açıklamasına göre gemide "
        "doksan kişi vardı. Dört balıkçı teknesi kurtulanları aldı ve limana götürdü.",
        "Pazartesi günü Orre açıklarında Alba feribotu battı. Kaptan, bir dalganın camı kırdığını söyledi. "
        "Savcılık olayla ilgili soruşturma başlattı.",
    ),
    "nl": (
        "De veerboot Alba is maandag voor de kust van Orre gezonken. Er waren negentig mensen aan boord, "
        "meldde de kustwacht. Vier vissersboten namen de overlevenden op en brachten hen naar de haven.",
        "Maandag is voor de kust van Orre de veerboot Alba gezonken. De kapitein zei dat een golf een raam "
        "had ingedrukt. Justitie is een onderzoek begonnen.",
    ),
    "cs": (
        "Trajekt Alba se v pondělí potopil u pobřeží Orre. Na palubě bylo devadesát lidí, uvedla pobřežní "
        "stráž. Čtyři rybářské lodě vzaly přeživší na palubu a odvezly je do přístavu.",
        "V pondělí se u pobřeží Orre potopil trajekt Alba. Kapitán řekl, že vlna prorazila okno. Státní "
        "zastupitelství zahájilo vyšetřování.",
    ),
    "da": (
        "Færgen Alba sank mandag ud for kysten ved Orre. Der var halvfems mennesker om bord, oplyste "
        "kystvagten. Fire fiskerbåde tog de overlevende op og sejlede dem ind til havnen.",
        "Mandag sank færgen Alba ud for kysten ved Orre. Kaptajnen sagde, at en bølge havde knust en rude. "
        "Politiet har indledt en efterforskning af ulykken.",
    ),
    "no": (
        "Fergen Alba sank mandag utenfor kysten av Orre. Det var nitti mennesker om bord, opplyste "
        "kystvakten. Fire fiskebåter plukket opp de overlevende og fraktet dem inn til havnen.",
        "Mandag sank fergen Alba utenfor kysten av Orre. Kapteinen sa at en bølge hadde knust en rute. "
        "Politiet har innledet etterforskning av ulykken.",
    ),
    "sv": (
        "Färjan Alba sjönk i måndags utanför kusten vid Orre. Det fanns nittio människor ombord, uppgav "
        "kustbevakningen. Fyra fiskebåtar tog upp de överlevande och förde dem in till hamnen.",
        "I måndags sjönk färjan Alba utanför kusten vid Orre. Kaptenen sade att en våg hade krossat en ruta. "
        "Polisen har inlett en förundersökning om olyckan.",
    ),
    "fi": (
        "Lautta Alba upposi maanantaina Orren rannikon edustalla. Aluksella oli yhdeksänkymmentä ihmistä, "
        "kertoi rannikkovartiosto. Neljä kalastusvenettä poimi eloonjääneet ja vei heidät satamaan.",
        "Maanantaina Orren rannikon edustalla upposi lautta Alba. Kapteenin mukaan aalto oli rikkonut "
        "ikkunan. Poliisi on aloittanut onnettomuuden tutkinnan.",
    ),
    "et": (
        "Parvlaev Alba uppus esmaspäeval Orre ranniku lähedal. Pardal oli üheksakümmend inimest, teatas "
        "rannavalve. Neli kalalaeva korjasid ellujäänud üles ja viisid nad sadamasse.",
        "Esmaspäeval uppus Orre ranniku lähedal parvlaev Alba. Kapteni sõnul oli laine akna purustanud. "
        "Politsei alustas õnnetuse asjus uurimist.",
    ),
    "sl": (
        "Trajekt Alba je v ponedeljek potonil pred obalo Orre. Na krovu je bilo devetdeset ljudi, je "
        "sporočila obalna straža. Štiri ribiške ladje so pobrale preživele in jih odpeljale v pristanišče.",
        "V ponedeljek je pred obalo Orre potonil trajekt Alba. Kapitan je povedal, da je val razbil okno. "
        "Tožilstvo je začelo preiskavo nesreče.",
    ),
    "pt": (
        "O ferry Alba afundou na segunda-feira ao largo de Orre. Havia noventa pessoas a bordo, informou a "
        "guarda costeira. Quatro barcos de pesca recolheram os sobreviventes e levaram-nos para o porto.",
        "Na segunda-feira afundou ao largo de Orre o ferry Alba. O comandante disse que uma onda tinha "
        "partido uma janela. O Ministério Público abriu uma investigação.",
    ),
    "ml": (
        "ആൽബ എന്ന കപ്പൽ തിങ്കളാഴ്ച ഓറെ തീരത്ത് മുങ്ങി. കപ്പലിൽ തൊണ്ണൂറ് പേർ ഉണ്ടായിരുന്നുവെന്ന് തീരസംരക്ഷണ സേന അറിയിച്ചു. "
        "നാല് മത്സ്യബന്ധന ബോട്ടുകൾ രക്ഷപ്പെട്ടവരെ കയറ്റി തുറമുഖത്ത് എത്തിച്ചു.",
        "തിങ്കളാഴ്ച ഓറെ തീരത്ത് ആൽബ എന്ന കപ്പൽ മുങ്ങി. ഒരു തിര ജനൽ തകർത്തുവെന്ന് കപ്പിത്താൻ പറഞ്ഞു. "
        "പോലീസ് അപകടത്തെക്കുറിച്ച് അന്വേഷണം തുടങ്ങി.",
    ),
}
ENGLISH = (
    "The ferry Alba sank off the coast of Orre on Monday with ninety people on board, the coast guard said. "
    "Four fishing boats took up the survivors and brought them to the harbour."
)


@pytest.mark.parametrize("language", list(REPORTS))
def test_another_language_is_told_word_for_word_with_a_warning(language):
    summary = pipeline().summarize(request(*REPORTS[language], length=Length(words=200)))
    assert {d.language for d in summary.documents} == {language}
    texts = [d.text for d in summary.documents]
    assert len(summary.sentences) >= 4
    for placed in summary.sentences:
        assert placed.claim.mode is Mode.EXTRACTIVE
        assert any(placed.claim.text in text for text in texts)
        for citation in placed.claim.citations:
            assert texts[citation.doc][citation.start : citation.end] == citation.cited_text
    (warning,) = summary.warnings
    assert f"sentences in {language} were compared by their letters" in warning
    assert "nothing is fused" in warning


@pytest.mark.parametrize("language", list(REPORTS))
def test_what_both_tell_is_told_once_and_cites_both(language):
    summary = pipeline().summarize(request(*REPORTS[language], mode=Mode.EXTRACTIVE))
    assert [p.claim.corroboration for p in summary.sentences].count(2) == 1
    assert "fused" not in "".join(summary.warnings)


def test_every_language_that_sentences_are_cut_for_is_tried():
    assert set(LANGUAGES.values()) == {LANGUAGES[language] for language in (*REPORTS, "en")}


def test_english_beside_another_language_is_still_read():
    texts = [ENGLISH, *REPORTS["de"]]
    summary = pipeline().summarize(request(*texts, mode=Mode.EXTRACTIVE, length=Length(words=200)))
    assert [d.language for d in summary.documents] == ["en", "de", "de"]
    assert {c.doc for p in summary.sentences for c in p.claim.citations} == {0, 1, 2}
    assert all(role.role == "main" for role in summary.roles)


def test_english_alone_brings_no_warning():
    assert pipeline().summarize(request(ENGLISH)).warnings == ()
