"""The beginning of a draft: out of one line that says all of a saying, or out of the message that is replied to."""

import re
from typing import NamedTuple

from msgspec.structs import replace

from bot.corpus import editing
from bot.corpus.checks import Flaw, flaw_of, tidied
from bot.corpus.fields import Known
from bot.corpus.quote import Kind
from bot.services.incoming import Replied
from bot.services.topics import Topics
from bot.store.drafts import Draft, Step
from bot.text.language import Language, detect
from bot.text.normalise import normalise

# Parts of a saying given in one line: /add words | who said it | where it stands | #topic #topic
_PART = "|"
_HASHES = ("#", "＃")
_HASH = re.compile("|".join(_HASHES))


class Begun(NamedTuple):
    """A *draft* as far as what was typed is sound; its first *flaw*, and names among it that are *unknown*, since no topic has them."""

    draft: Draft
    flaw: Flaw | None = None
    unknown: tuple[str, ...] = ()


def from_reply(draft: Draft, replied: Replied, language: Language, known: Known) -> Draft:
    """The *draft* of what was *replied* to, as it would be saved; as it was, where that cannot be taken."""
    text = tidied(replied.text)
    if flaw_of(text):
        return draft
    quote = editing.begun(text, language_of(text, language), known)
    if replied.author and not flaw_of(author := tidied(replied.author)):
        quote = editing.with_kind(editing.with_speaker(quote, author, quote.language, known), Kind.QUOTE, known)
    quote = replace(quote, date=replied.date.isoformat() if replied.date else None)
    return replace(draft, quote=quote, step=Step.PREVIEW, guided=False)


def from_line(draft: Draft, words: str, language: Language, known: Known, topics: Topics) -> Begun:
    """The *draft* of a saying given in one line of *words*."""
    text, *parts = (tidied(part) for part in words.split(_PART))
    if flaw := flaw_of(text):
        return Begun(draft, flaw)
    quote = editing.begun(text, language_of(text, language), known)
    draft = replace(draft, quote=quote, step=Step.PREVIEW, guided=False)
    tags = [part for part in parts if part.startswith(_HASHES)]
    speaker, *titles = [*(part for part in parts if not part.startswith(_HASHES)), ""]
    # Whatever stands behind the second mark is the title's: nothing that was typed is left out.
    source = f" {_PART} ".join(title for title in titles if title)
    for part in (speaker, source):
        if part and (flaw := flaw_of(part)):
            return Begun(draft, flaw)
    if speaker:
        quote = editing.with_kind(editing.with_speaker(quote, speaker, quote.language, known), Kind.QUOTE, known)
    quote = editing.with_source(quote, source or None)
    found, unknown = _topics_of(" ".join(tags), topics)
    for topic_id in found:
        quote = editing.with_topic(quote, topic_id)
    # Whoever names a topic that there is not chooses among those there are.
    return Begun(replace(draft, quote=quote, step=Step.TOPICS if unknown else Step.PREVIEW), None, unknown)


def _topics_of(tags: str, topics: Topics) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The ids of the topics that *tags* such as "#friendship #silk road" name, and the names that no topic has."""
    found: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for tag in filter(None, map(str.strip, _HASH.split(tags))):
        # Of "#friendship, work" each word is one.
        for name in [tag] if topics.find(tag) else tag.replace(",", " ").split():
            if topic := topics.find(name):
                found[topic[0].id] = None
            else:
                unknown[name] = None
    return tuple(found), tuple(unknown)


def language_of(text: str, otherwise: Language) -> Language:
    """The language a text seems to be in; it is shown, and can be changed."""
    guess = detect(text)
    return guess.language if guess and (guess.sure or normalise(text)) else otherwise
