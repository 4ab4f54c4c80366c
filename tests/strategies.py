"""Named hypothesis strategies for text as hostile as what people post."""

from hypothesis import strategies as st

CLUTTER_LINES = (
    "Leave a Reply",
    "Related articles",
    "Home » World » Europe",
    "FILE PHOTO: A bridge at dawn. Agency/Handout",
    "By Mara Quill",
    "Your email address will not be published. Required fields are marked *",
    "— ENDS —",
    "Share this: Email | Print",
    "In short",
    "• One point of the digest",
    "© 2031 The Lantern. All rights reserved.",
)
PROSE = (
    "The bridge at Ostrava Ford was closed on Monday after an inspection found cracks.",
    "“We lost a night, not a bridge,” said Mayor J. R. Holt. “It will reopen.”",
    "Dr. Wynn arrived at 7.30 a.m. from the U.S. with two engineers.",
    "Нас никто не предупредил. Вода пришла ночью.",
    "桥在星期一关闭。没有人受伤！",
    "هل أغلق الجسر؟ نعم، أغلق يوم الاثنين.",
)
MARKDOWN_SCRAPS = (
    "# ",
    "## Heading",
    "**bold**",
    "[link](http://x.example/)",
    "- ",
    "> ",
    "---",
    "`code`",
    "![i](u)",
    "|a|b|",
)
HTML_SCRAPS = (
    "<p>",
    "</p>",
    "<script>alert(1)</script>",
    "<div style='display:none'>x</div>",
    "&amp;",
    "<!--",
    "]]>",
)
ODDITIES = (
    *(
        "\ufeff",
        "\x00",
        "\r\n",
        "\r",
        "\n",
        "\n\n",
        "\t",
        "\u00a0",
        "\u2028",
        "\u2029",
        "\x85",
        "\x0b",
        "\x0c",
    ),
    *(
        "e\u0301",
        "👩\u200d👩\u200d👧",
        "🇮🇸",
        "\u202eabc\u202c",
        "\ud800",
        "\udfff",
        "\u200b",
        "\u00ad",
        "\ufffd",
    ),
    *("...", "…", ". . . .", '"', "“", "”", "'", "’", "(", "]", "!", "?!", "。", "।", "؟", " ", "   "),
)

any_text = st.text(alphabet=st.characters(codec=None), max_size=200)
"""Any code points at all, lone surrogates included."""

hostile_text = st.lists(
    st.one_of(
        st.sampled_from(CLUTTER_LINES),
        st.sampled_from(PROSE),
        st.sampled_from(MARKDOWN_SCRAPS),
        st.sampled_from(HTML_SCRAPS),
        st.sampled_from(ODDITIES),
        any_text,
    ),
    min_size=1,
    max_size=20,
).map("".join)
"""Real sentences and clutter, cut and joined with everything that breaks parsers."""

hostile_lines = st.lists(
    st.one_of(st.sampled_from((*CLUTTER_LINES, *PROSE, "", "")), hostile_text), max_size=12
).map("\n".join)
"""The same, with more of a document's shape: lines, and blank ones between them."""

hostile_bytes = st.one_of(
    st.binary(max_size=300),
    hostile_text.map(lambda text: text.encode("utf-8", "surrogatepass")),
    hostile_text.map(lambda text: text.encode("utf-16", "replace")),
    hostile_text.map(lambda text: text.encode("cp1252", "replace")),
)
"""Files in right, wrong and mixed encodings."""
