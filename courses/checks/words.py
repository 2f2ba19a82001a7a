"""Words that hurt, blame or promise too much, with what to write instead.

Person first: somebody has a diagnosis and is none. People name themselves as they like;
a word in quotation marks is somebody else's and is left alone. Each entry is a pattern
on whole words. Finnish and Swedish entries name stems, because words are inflected;
their lists await review by native speakers of the field.
"""

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from .parts import Finding, Heading, Part, Picture, Text

# Pattern, and what to write instead in the same language.
AVOIDED = {
    "en": [
        (r"(?:a |an |the )?schizophrenics?(?! (?:disorder|illness|symptom|spectrum))",
         "person with schizophrenia"),
        (r"(?:a |the )?psychotics", "people who experience psychosis"),
        (r"a psychotic(?! (?:episode|symptom|disorder|illness|experience|phase))",
         "a person who experiences psychosis"),
        (r"the mentally ill", "people with mental illness"),
        (r"(?:a |the )?bipolars", "people with bipolar disorder"),
        (r"manic[- ]depressives?", "person with bipolar disorder"),
        (r"suffer(?:s|ed|ing)? from", "has, lives with"),
        (r"sufferers?", "person with …"),
        (r"victims? of (?:mental|psychosis|schizophrenia|depression|illness)",
         "person with …"),
        (r"afflicted (?:with|by)", "has, lives with"),
        (r"crazy|insane|lunatics?|madm[ae]n|nuts|psychos?", "say what happens"),
        (r"addicts?|junkies?|alcoholics?", "person with a … use disorder"),
        (r"the disabled|handicapped", "people with disabilities"),
        (r"wheelchair[- ]bound", "person who uses a wheelchair"),
        (r"(?:low|high)[- ]functioning", "say what the person needs, or does well"),
        (r"non[- ]?complian(?:t|ce)", "did not take, did not want; ask why"),
        (r"treatment[- ]resistant patients?", "people whom the treatment did not help"),
        (r"commit(?:s|ted|ting)? suicide", "died by suicide"),
        (r"(?:failed|successful|unsuccessful) (?:suicide|attempt)",
         "suicide attempt; died by suicide"),
        (r"hard to engage|hard[- ]to[- ]reach (?:people|clients?|patients?)",
         "people whom the service has not reached"),
        (r"unmotivated", "say what the person wants, and what is in the way"),
        (r"guaranteed?s?|miracles?|proven to", "say what was found, and in how many"),
    ],
    "fi": [
        (r"skitsofreeniko\w*|skitsofreenik\w*", "ihminen, jolla on skitsofrenia"),
        (r"psykootik\w*", "ihminen, jolla on psykoosi"),
        (r"mielisairaa\w*|mielisairas\w*|mielenvikais\w*",
         "ihminen, jolla on mielenterveyden häiriö"),
        (r"\w+st[aä] kärsi(?:i|ä|vät|vä|vän|vää|vien|viä|nyt|neet)",
         "ihminen, jolla on …; hän elää … kanssa"),
        (r"kärsi(?:i|ä|vät|nyt|neet) \w+st[aä]", "hänellä on …, hän elää … kanssa"),
        (r"hullu\w*|kahjo\w*|sekopä\w*|houruinho\w*", "kerro, mitä tapahtuu"),
        (r"narkomaan\w*|narkkar\w*|alkoholist\w*|juopo\w*|päihdeongelmais\w*",
         "ihminen, jolla on päihdehäiriö"),
        (r"vammaiset|invalid\w*", "vammainen ihminen; ihminen, jolla on vamma"),
        (r"pyörätuoliin sidot\w*", "pyörätuolia käyttävä ihminen"),
        (r"hoitokielteis\w*|hoitomyöntyvyy\w*|hoitovastais\w*",
         "ei halunnut hoitoa; kysy miksi"),
        (r"(?:tehdä|teki|tehnyt|tekevä\w*) itsemurha\w*", "kuoli itsemurhaan"),
        (r"(?:onnistun\w+|epäonnistun\w+) itsemurh\w*",
         "kuoli itsemurhaan; itsemurhayritys"),
        (r"huonokuntois\w*", "kerro, mitä ihminen tarvitsee"),
        (r"motivoitumat\w+", "kerro, mitä ihminen haluaa ja mikä on esteenä"),
    ],
    "sv": [
        (r"schizofrenik\w*|schizofren(?:a|er|erna)",
         "person med schizofreni"),
        (r"psykotiker\w*", "person med psykos"),
        (r"(?:de )?(?:psykiskt sjuka|sinnessjuk\w*|mentalsjuk\w*)",
         "personer med psykisk sjukdom"),
        (r"lid(?:er|a|it|ande) av", "har, lever med"),
        (r"drabba(?:d|t|de|s) av (?:psyk|schizo|depress|bipol)\w*", "har, lever med"),
        (r"galen\w*|galna|tok(?:ig|iga)\w*|vansinn\w*|dår(?:e|ar)\w*",
         "säg vad som händer"),
        (r"missbrukare\w*|narkoman\w*|alkoholist\w*|knarkare\w*",
         "person med skadligt bruk"),
        (r"handikappad\w*|de funktionshindrade",
         "person med funktionsnedsättning"),
        (r"rullstolsbund\w+", "person som använder rullstol"),
        (r"(?:hög|låg)fungerande", "säg vad personen behöver eller klarar"),
        (r"begå(?:r|tt|ngna)? självmord|begick självmord", "dog genom suicid"),
        (r"(?:lyckat|misslyckat) (?:självmord\w*|suicid\w*)",
         "suicidförsök; dog genom suicid"),
        (r"omotiverad\w*", "säg vad personen vill, och vad som hindrar"),
    ],
}  # fmt: skip

# What stands in quotation marks is cited, as in a lesson on words.
CITED = re.compile(r"“[^”]*”|”[^”]*”|\"[^\"]*\"|‘[^’]*’|»[^»«]*[»«]|«[^»]*»")


def _compiled(language: str) -> list[tuple[re.Pattern, str]]:
    return [
        (re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE), instead)
        for pattern, instead in AVOIDED.get(language, [])
    ]


PATTERNS = {language: _compiled(language) for language in AVOIDED}


def check(parts: Sequence[Part], language: str) -> Iterator[Finding]:
    """Yield the words to avoid that stand outside of quotation marks."""
    for part in parts:
        match part:
            case Text(text=text) | Heading(text=text):
                pass
            case Picture(alt=text):
                pass
            case _:
                continue
        open_text = CITED.sub(" ", text)
        for pattern, instead in PATTERNS.get(language, []):
            for found in pattern.finditer(open_text):
                yield part.finding(
                    "words",
                    _("“%(words)s” can hurt or mislead. Better: %(instead)s.")
                    % {"words": found.group().strip(), "instead": instead},
                    found.group().strip(),
                )
