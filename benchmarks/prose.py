"""Made-up prose, the same for the same seed.

Each tree coins words of its own besides the common ones, because the vocabulary of real prose grows with its
length, and the size of a search index follows the vocabulary.
"""

from __future__ import annotations

from random import Random

NOUNS = """
account alarm archive backlog batch budget buffer bundle cabinet cache caller channel charter claim
cluster column consumer contract copy counter customer deadline delay digest drawer engine entry event
fallback figure filter folder forecast gateway gauge guard handler harbour invoice journal kernel label
ladder lantern ledger letter limit lock machine margin market message meter mirror module monitor notice
offer order outage owner packet parcel partner pattern payment permit pipeline plan platform policy pool
portal price printer process producer profile proof quarter queue quota reader receipt record region
register relay release replica report request reserve retry review route rule sample schedule schema
season sensor service session shelf signal snapshot socket source spare stamp station stock stream
supplier switch system table target team tenant ticket timer token topic tracker transfer truck update
user valve vendor version volume voucher warehouse window worker zone
""".split()

VERBS = """
accept announce answer approve archive arrive balance begin block buffer cancel change charge check clear
close collapse collect commit compare confirm count cross cut decide defer delay deliver depend depart
drain drop edit empty end exceed expand expire fail fetch fill finish follow forget forward freeze grow
halt handle hold ignore join keep lag lapse last leave lose match merge miss move open order outlive
overtake own pass pause persist poll print publish pull queue read recover refuse register release remain
remember repeat replace reply report reset restart resume retry return reverse roll rotate run scale send
settle shift shrink signal skip split stall start stay stop store survive swap sync tell tolerate travel
trip trust turn update vanish wait
""".split()

ADJECTIVES = """
ample annual average blank blocked brief broken busy calm careful central cheap clean closed coarse cold
common complete current daily damaged dear deep dense direct distant double early eager empty even exact
fair false fast final fine first fixed flat former fresh full global grave hard heavy hidden hourly idle
inner joint large last late lean light local long loose lost low major manual minor missing mixed modest
narrow nearby new noisy old open orderly outer paired partial past patient plain prompt proper public
quick quiet rare raw ready recent remote rough safe second secret separate severe shared sharp short
silent simple single slow small solid sound spare stable stale steady strict strong sudden third tight
total true uneven unique urgent usual vacant valid vast visible warm weak weekly whole wide
""".split()

_OPENINGS = (
    "Ask whether",
    "Before anything else, see whether",
    "Find out whether",
    "It matters most that",
    "Make sure that",
    "Take it that",
    "The usual mistake is to think that",
    "Write down when",
)
_JOINTS = ("although", "and", "because", "but", "so that", "unless", "until", "when", "while")
_SYLLABLES = """
ba bre cor dan del dor fen gal hol ister kan lum mar nel or pas quin ros sel tav ul ver wen zo
""".split()


class Writer:
    """Writes prose from a seed.

    Args:
        seed: Equal seeds write equal prose.
    """

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - nothing here is secret
        self._coined = [self.coin() for _ in range(24)]

    def coin(self) -> str:
        """Coin a word."""
        return "".join(self.random.choices(_SYLLABLES, k=3))

    def noun(self) -> str:
        """A noun; one in eight is a coined word."""
        return self.random.choice(NOUNS if self.random.random() < 7 / 8 else self._coined)

    def thing(self) -> str:
        """An adjective and a noun."""
        return f"{self.random.choice(ADJECTIVES)} {self.noun()}"

    def clause(self) -> str:
        """A clause such as "the stale record may outlive the urgent letter"."""
        modal = self.random.choice(("can", "may", "must", "should", "will"))
        return f"the {self.thing()} {modal} {self.random.choice(VERBS)} the {self.thing()}"

    def question(self) -> str:
        """A question of a line."""
        modal = self.random.choice(("Can", "May", "Must", "Should", "Will"))
        return f"{modal} the {self.thing()} {self.random.choice(VERBS)} before the {self.thing()}?"

    def sentence(self) -> str:
        """A sentence, here and there with code or emphasis."""
        words = (
            f"{self.random.choice(_OPENINGS)} {self.clause()} {self.random.choice(_JOINTS)} {self.clause()}"
        )
        match self.random.randrange(8):
            case 0:
                return f"{words} (`{self.noun()}.{self.noun()}`)."
            case 1:
                return f"{words}, **{self.thing()}** or not."
            case _:
                return f"{words}."

    def paragraph(self, sentences: int) -> str:
        """So many sentences on one line."""
        return " ".join(self.sentence() for _ in range(sentences))

    def points(self, count: int) -> str:
        """A paragraph of one sentence and a list of so many points."""
        return "\n".join((self.sentence(), "", *(f"- {self.clause().capitalize()}." for _ in range(count))))
