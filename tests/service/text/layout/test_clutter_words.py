import time

import pytest

from service.text.layout.boilerplate import clutter_name, labels_links
from service.text.layout.clutter_words import FOREIGN


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Anzeige", "page controls"),
        ("РЕКЛАМА", "page controls"),
        ("Mainos", "page controls"),
        ("Foto: Laternenbote/Hart", "photo"),
        ("Crédit photo : La Lanterne", "photo"),
        ("Фото: Мара Квилл", "photo"),
        ("Kuva: Lyhty", "photo"),
        ("Lesen Sie auch: Warum Brücken singen", "more"),
        ("À lire aussi", "more"),
        ("Lea también:", "more"),
        ("Leia mais", "more"),
        ("Leggi anche", "more"),
        ("Lees ook: Bruggen die zingen", "more"),
        ("Læs også", "more"),
        ("Läs också: Broar som sjunger", "more"),
        ("Lue myös", "more"),
        ("Czytaj też: Śpiewające mosty", "more"),
        ("Čtěte také", "more"),
        ("Читайте также:", "more"),
        ("Διαβάστε επίσης", "more"),
        ("Loe ka:", "more"),
        ("Preberite tudi:", "more"),
        ("İlgili haberler", "more"),
        ("Auf Facebook teilen", None),
        ("Teilen auf Facebook", "share"),
        ("Partager sur X", "share"),
        ("Paylaş", "share"),
        ("12 Kommentare", "comments"),
        ("Commentaires (3)", "comments"),
        ("Deja un comentario", "comments"),
        ("Оставить комментарий", "comments"),
        ("Abonnieren Sie unseren Newsletter!", "newsletter"),
        ("Inscrivez-vous à notre lettre d’information", "newsletter"),
        ("Tilaa uutiskirje", "newsletter"),
        ("Suivez-nous", "newsletter"),
        ("Síguenos en Facebook", "newsletter"),
        ("Autor: Mara Quill", "byline"),
        ("Автор: Мара Квилл", "byline"),
        ("Veröffentlicht am 12.03.2031", "stamp"),
        ("Mis à jour le 12/03/2031 à 10h", "stamp"),
        ("Lesezeit: 4 Minuten", "stamp"),
        ("© Laternenbote. Alle Rechte vorbehalten.", "legal"),
        ("Tutti i diritti riservati", "legal"),
        ("Impressum | Kontakt", "legal"),
    ],
)
def test_clutter_is_named_in_other_languages(line: str, name: str | None) -> None:
    assert clutter_name(line) == name


@pytest.mark.parametrize(
    "line",
    [
        "Anzeige erstattete der Bürgermeister am Montag.",
        "Werbung für die Brücke gibt es nicht mehr.",
        "Fotos des Pfeilers zeigen tiefe Risse.",
        "Tilaa on vähän, sanoi pormestari.",
        "Teilen will die Stadt die Kosten mit dem Land.",
        "Kommentare wollte der Bürgermeister nicht geben.",
        "Stand der Brücke: Sie bleibt gesperrt.",
        "Le pont est fermé depuis lundi, a dit la maire.",
        "Publié en 2029, le rapport parlait déjà de fissures dans la pile du pont.",
        "Por: la noche, el puente se cierra. Nadie cruza.",
        "Читайте отчёт, сказал мэр, в нём всё есть.",
        "Lea el informe, dijo la alcaldesa.",
        "Autor knjige o mostovima je vodja občine.",
    ],
)
def test_sentences_of_other_languages_are_spared(line: str) -> None:
    assert clutter_name(line) is None


def test_labels_over_links() -> None:
    assert labels_links("Mehr zum Thema:")
    assert labels_links("Related articles")
    assert not labels_links("Mehr zum Thema: " + "Brücken, die im Winter singen und im Sommer nicht " * 2)
    assert not labels_links("Mehr Brücken")


@pytest.mark.parametrize("char", ["a", " ", ":", "foto: ", "teilen ", "1 "])
def test_no_pattern_is_slow(char: str) -> None:
    line = (char * 400)[:400]
    began = time.process_time()
    for pattern in FOREIGN.values():
        pattern.match(line)
    assert time.process_time() - began < 0.5
