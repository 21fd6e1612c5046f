"""The words of the invented winter newsletter and its neighbours, block by block."""

from typing import Any, Final

Block = tuple[str, Any]


def heading(words: str, level: int = 2) -> Block:
    """Return a heading."""
    return ("heading", {"level": str(level), "text": words})


def text(html: str) -> Block:
    """Return paragraphs or a list."""
    return ("text", html)


def contact(name: str, phone: str, email: str) -> Block:
    """Return whom to reach."""
    return ("contact", {"name": name, "phone": phone, "email": email})


WELCOME: Final[list[Block]] = [
    heading("Welcome"),
    text(
        "<p>This is the first newsletter of the new partnership. In it you find what an audit of knife crime told us, "
        "and how several agencies together helped one young person out of it. You will also read of a new unit against "
        "violence, of workshops in the new year, and of a toolkit for work with families before a birth.</p>"
        "<p>Thank you for what you do for the children of Larkshire. Tell us what you would like to read next.</p>"
    ),
    ("quote", {"words": "Nobody asked me why I had stopped going in. Then somebody did.", "who": "A young person"}),
    text("<p><b>Orla Finch</b><br/>Business manager</p>"),
    heading("How to reach us"),
    contact("Business unit", "01632 960 101", "office@larkshire.example.org"),
    contact("Training team", "01632 960 102", "training@larkshire.example.org"),
    text("<p>Our address for mail is new; the telephone numbers and this website are as they were.</p>"),
]
ARRANGEMENTS: Final[list[Block]] = [
    text(
        "<p>Since <b>29 September</b> the three safeguarding partners – the council, the police and the clinical "
        "commissioning group – answer together for how children in Larkshire are kept safe. The safeguarding board and "
        "the children’s trust have become one partnership.</p>"
    ),
    heading("What stays"),
    text(
        "<ul><li>Early help</li><li>Working together when a child is at risk</li><li>Neglect</li>"
        "<li>Exploitation</li></ul><p>These four priorities stay, and the groups that work on them go on meeting.</p>"
    ),
    heading("What is new"),
    text(
        "<p>The board’s chair retired in September after seven years; we are grateful for every one of them. The "
        "partners now look for an <b>independent scrutineer</b>, who will ask in the first year whether all "
        "this works. "
        "We are also writing down how children’s own voices are to be heard in every part of the partnership.</p>"
    ),
]
AUDIT_NEXT: Final[list[Block]] = [
    heading("What stood out"),
    text(
        "<ul><li>Many agencies were around the young people who were looked after, and for some it made little "
        "difference that could be seen.</li><li>One young person had met the police over a hundred times "
        "before the age "
        "of ten. Today the monthly panel would look at such a child far sooner.</li><li>Some referrals asked for a "
        "service and never said that there was a risk of violence, so workers went to a home without knowing.</li></ul>"
    ),
    heading("What happens now"),
    text(
        "<p>Quality and Performance answers each finding with an action, an owner and a date. It also looks at how "
        "young people who are looked after get back into education.</p>"
    ),
]
WORKSHOPS: Final[list[Block]] = [
    text(
        "<p>Workshops for practitioners of all agencies will take up what a serious case review taught us, which is "
        "published after Christmas. They are about seeing <b>neglect</b>, and sexual abuse inside the family, while "
        "there is time to help.</p>"
        "<p><b>Dates and places are to be confirmed.</b> They will be in several parts of the county, cost "
        "nothing, and "
        "are booked on this site.</p>"
    ),
    contact("Training team", "01632 960 102", "training@larkshire.example.org"),
]
TOOLKIT: Final[list[Block]] = [
    text(
        "<p>What parents are offered before a birth can keep a baby from harm, and gives those who find it hard the "
        "help that they need to care well.</p>"
        "<p>The <b>pre-birth planning toolkit</b> has been revised: a shorter assessment, one birth plan for every "
        "hospital, and a checklist by week of the pregnancy.</p>"
    ),
]
BULLETIN: Final[list[Block]] = [
    text("<p>In three audits in a row, school attendance fell before anything else was noticed.</p>"),
    heading("How it goes"),
    ("case_step", {"name": "Autumn", "text": "<p>A lesson is missed here and there. Each has a reason.</p>"}),
    ("case_step", {"name": "Winter", "text": "<p>Whole days are missed. A letter goes home.</p>"}),
    (
        "case_step",
        {"name": "Spring", "text": "<p>The child is excluded, and is now in town when others are in class.</p>"},
    ),
    heading("What to do differently"),
    text(
        "<ol><li>Ask the child what changed, before asking the parent.</li><li>Tell the school nurse and the youth "
        "worker in the same week.</li><li>Write down what you asked, and what was said, in the child’s own "
        "words.</li></ol>"
    ),
]
REVIEW: Final[list[Block]] = [
    heading("What we looked at"),
    text(
        "<p>We read referrals from one agency to another, and asked whether the reader would have known the risk.</p>"
    ),
    heading("What we found"),
    text(
        "<ul><li>A referral that asks for advocacy or a mentor tends to say what is wanted and not what is feared.</li>"
        "<li>Where the form asks for the risk in a box of its own, it is almost always named.</li></ul>"
    ),
    heading("What changed"),
    text("<p>No referral can now be sent before the risk of violence has been named, or said to be unknown.</p>"),
]
REPORT: Final[list[Block]] = [
    heading("What we set out to do"),
    text(
        "<p>To help families early, to act as one when a child is at risk, to name neglect, and to keep children from "
        "those who would use them.</p>"
    ),
    heading("What changed for children"),
    text(
        "<p>More children were asked what they wished and felt, and more plans say so. Fewer families told their story "
        "more than once. The county still hears too little from its youngest children.</p>"
    ),
]
