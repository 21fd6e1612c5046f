"""Which words of a child or a parent cannot wait until tomorrow; pure."""

import re
from typing import Final

# Beginnings of words that people write of harm, with the spellings of those who are young or in a hurry. The list errs
# to one side: a message that did not need it costs somebody a minute, one that is missed may cost a child.
_HARM: Final = (
    *("hurt", "hert", "hit", "beat", "punch", "kick", "slap", "bruis", "bleed", "blood", "burn", "strangl", "chok"),
    *("kill", "kil", "die", "dying", "dead", "murder", "suicid", "overdos", "self.?harm"),
    "cut(?:s|ting)? (?:my|her|him)",
    *("rape", "raped", "touch", "naked", "nude", "sex", "abus", "groom"),
    *("knife", "knive", "gun", "weapon", "stab", "threat", "blackmail"),
    *("scared", "frighten", "terrifi", "afraid", "not safe", "unsafe", "danger", "emergency", "help me", "help us"),
    *("run(?:ning)? away", "ran away", "missing", "locked", "starv", "hungry", "no food", "trafficked", "county line"),
)
_SOUNDS = re.compile(rf"\b(?:{'|'.join(_HARM)})", re.IGNORECASE)


def is_urgent(*, says_danger: bool, words: str) -> bool:
    """Test whether somebody must read it today: they say that somebody is in danger, or may be, or their words do."""
    return says_danger or _SOUNDS.search(words) is not None
