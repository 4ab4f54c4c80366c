import time

import pytest

from service.text.layout.boilerplate import CLUTTER, DIGEST_LABEL, clutter_name
from service.text.layout.clutter_within import OPEN


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Home » World » Europe", "breadcrumb"),
        ("NEWS > WORLD NEWS", "breadcrumb"),
        ("You are here: Front page", "breadcrumb"),
        ("HomePolitics“Bridge closed”", "glued breadcrumb"),
        ("By admin", "byline"),
        ("By Mara Quill", "byline"),
        ("By Lantern reporters", "byline"),
        ("By Mara Quill, at the town hall", "byline"),
        ("Words: Mara Quill-Hart", "byline"),
        ("(Reporting by Mara Quill; editing by Tom Hart)", "byline"),
        ("FILE PHOTO: The bridge at dawn.", "photo"),
        ("Image Source: lantern.example", "photo"),
        ("[Photo: The market. Picture by a reader]", "photo"),
        ("The bridge on Monday (Mara Quill/Getty Images)", "photo"),
        ("Share this: Email | Print", "share"),
        ("Read more: Why bridges sing", "more"),
        ("Related articles", "more"),
        ("Also in this issue: On gravel", "more"),
        ("Latest posts", "more"),
        ("Follow us on:", "follow us"),
        ("Connect with us for the latest news", "follow us"),
        ("Stay Connected", "follow"),
        ("Sign up for our morning newsletter", "newsletter"),
        ("If you liked this post, buy me a coffee", "newsletter"),
        ("Leave a Reply", "comments"),
        ("NO COMMENTS", "comments"),
        ("Please enter your comment!", "comments"),
        ("Your email address will not be published. Required fields are marked *", "comments"),
        ("© 2031 The Lantern. All rights reserved.", "legal"),
        ("We and our 12 partners store information on your device.", "legal"),
        ("— ENDS —", "end mark"),
        ("Exit mobile version", "page controls"),
        ("en", "page controls"),
        ("— Mara Quill (@maraquill) May 6, 2031", "tweet"),
        ("LNT – Discover the bridge that sings.", "teaser of itself"),
        ("Filed under: bridges, rivers", "breadcrumb"),
        ("Reading time: 4 minutes", "reading time"),
        ("2 years ago", "page controls"),
        ("Local News More>>", "page controls"),
        ("WARNING: The video shows scenes that some may find disturbing.", "page controls"),
        ("JUST WATCHED The bridge falls Replay More Videos ... MUST WATCH", "page controls"),
        ("Publicado por: Mara Quill", "byline"),
        ("5:45 AM PST 11/19/2031 by Mara Quill", "stamp"),
        ("The bridge, still whole. (credit: Lantern/Mara Quill)", "photo"),
        ("(Lantern Staff Photo/Mara Quill)", "photo"),
        ("MARA QUILL / Reuters", "photo"),
        ("Image The mayor, Petra Holm, at the bridge on Monday.", "caption"),
        ("[K-bridges: why they sing]", "in brackets"),
        ("Lantern Newsletter", "newsletter"),
        ("JavaScript is disabled", "no page"),
        ("You need to enable JavaScript to use Lanternsound", "no page"),
        ("To read on, please allow cookies.", "no page"),
        ("Error 404 - Not found", "no page"),
        ("Sorry, the page you requested could not be found.", "no page"),
        ("Oops! That page can’t be found.", "no page"),
        ("The story you are looking for has moved.", "no page"),
        ("If you are looking for an older story, it may no longer be here.", "no page"),
        ("Please choose a county from the navigation at the top of this page.", "no page"),
        ("If you have trouble finding a story, please contact the desk.", "no page"),
        ("This video is no longer available", "no page"),
        ("Verify you are human", "no page"),
        ("Get the day's best stories and bridges you love.", "newsletter"),
        ("GET THE LANTERN ON THE GO BY CLICKING HERE", "newsletter"),
        ("SEE MORE: The bridge in pictures", "more"),
        ('poster="https://lantern.example/bridge.jpg"', "markup"),
    ],
)
def test_clutter_is_named(line: str, name: str) -> None:
    assert clutter_name(line) == name


@pytest.mark.parametrize(
    "line",
    [
        "By Tuesday the water had fallen below the bridge.",
        "By the time rescuers came, the valley was empty.",
        "Share prices fell after the news of the closure.",
        "Follow-up inspections are planned for June.",
        "Subscribers left the service in droves this year.",
        "Like most engineers, she kept the inbox of the inspection team open.",
        "Support for the mayor fell in March.",
        "Join US forces, he told them, or stay at home.",
        "Republicans in the council voted against the bridge.",
        "Reproduction rates of the river trout fell by half.",
        "Photographs taken on Monday show cracks in the pier.",
        "Video recorded from the bank shows the arch falling.",
        "Comments made by the mayor angered the fire brigade.",
        "Home insurance will not pay for the flood.",
        "More than 40 people were brought to safety.",
        "Watching the river is a job for two people.",
        "The bridge will close next week: nobody knows for how long.",
        "Legal, but foolish, was how the engineer described it.",
        "Contact with the village was lost at midnight.",
        "Get used to it, the governor said.",
        "Like me, she had never seen the river so high.",
        "Read aloud, the report takes nine hours.",
        "Images of the bridge were shown to the council.",
        "Two years ago the bridge was painted.",
        "Get the day's work done, she told the divers.",
        "Warning: the river is rising.",
        "[The bridge] will stand, she said.",
        "404 people were taken across the river on Monday.",
        "Cookies are baked at the fair on Monday, the mayor said.",
        "The page was removed from the site after the mayor complained.",
        "If you have trouble breathing, call a doctor, the county said.",
        "If you are looking for a house by the river, prices have doubled.",
        "Sorry, we could not find anybody who would swim, the mayor said.",
        "Please check on your neighbours, the county asked.",
    ],
)
def test_real_sentences_are_spared(line: str) -> None:
    assert clutter_name(line) is None


def test_long_lines_are_never_clutter() -> None:
    assert clutter_name("Leave a Reply " + "word " * 200) is None


@pytest.mark.parametrize("char", ["a", " ", "»", ".", "(", "by ", "A ", "@", "1 "])
def test_no_pattern_is_slow(char: str) -> None:
    line = (char * 400)[:400]
    began = time.process_time()
    for pattern in (*CLUTTER.values(), *(form.pattern for forms in OPEN.values() for form in forms)):
        pattern.match(line)
        pattern.match("By " + line[:390])
    assert time.process_time() - began < 0.5


def test_labels_of_digests() -> None:
    assert DIGEST_LABEL.match("In Short")
    assert DIGEST_LABEL.match("Key points:")
    assert not DIGEST_LABEL.match("In short, the bridge is closed.")
