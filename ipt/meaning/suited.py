"""What the suited measures of a protocol must mean: measures, areas and words that are there, each once."""

from collections.abc import Iterator

from ipt.meaning.beside import Beside
from ipt.meaning.problem import Problem, one_of, twice
from ipt.measure import Measure
from ipt.protocol import Protocol
from ipt.strict import shown
from ipt.suited import SuitedMeasure
from ipt.vocabulary import Vocabulary


def suited_problems(protocol: Protocol, *, beside: Beside) -> Iterator[Problem]:
    """Everything that does not hold together in what a protocol names beside the measures it asks for."""
    yield from twice("suited_measures", ids=[one.measure for one in protocol.suited_measures])
    known = [source.id for source in protocol.sources]
    for index, one in enumerate(protocol.suited_measures):
        key = f"suited_measures[{index}]"
        yield from beside.missing(Measure, id_=one.measure, key=f"{key}.measure")
        if one.source not in known:
            yield f"{key}.source", one_of(known), shown(one.source)
        if not one.when or len(set(one.when)) < len(one.when):
            yield f"{key}.when", "at least one time, each once", shown(list(one.when))
        yield from _word_problems(one, key=key, protocol=protocol, beside=beside)


def _word_problems(one: SuitedMeasure, *, key: str, protocol: Protocol, beside: Beside) -> Iterator[Problem]:
    """Areas the protocol does not have, and people and conditions that are no words of their vocabulary."""
    kinds: tuple[tuple[str, tuple[str, ...], tuple[str, ...] | None], ...] = (
        ("areas", one.areas, protocol.areas),
        ("people", one.people, _words("evidence-people", beside=beside)),
        ("conditions", one.conditions, _words("conditions", beside=beside)),
    )
    for name, words, among in kinds:
        for word in words:
            if among is not None and word not in among:
                yield f"{key}.{name}", one_of(among), shown(word)


def _words(vocabulary_id: str, *, beside: Beside) -> tuple[str, ...] | None:
    """The words of a vocabulary; nothing to hold against where it is broken, which is told elsewhere."""
    vocabulary = beside.one(Vocabulary, id_=vocabulary_id)
    if vocabulary:
        return tuple(word.id for word in vocabulary.words)
    return None if beside.is_there(Vocabulary, id_=vocabulary_id) else ()
