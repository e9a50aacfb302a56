"""What a vocabulary must mean: each word once, ranks for all or none, and a meaning somewhere."""

from collections.abc import Iterator

from ipt.meaning.beside import Beside
from ipt.meaning.problem import Problem, twice
from ipt.prompts import PromptSet
from ipt.strict import shown
from ipt.vocabulary import Vocabulary


def vocabulary_problems(vocabulary: Vocabulary, *, beside: Beside) -> Iterator[Problem]:
    """Everything that does not hold together in a vocabulary."""
    yield from twice("words", ids=[word.id for word in vocabulary.words])
    ranks = [word.rank for word in vocabulary.words]
    for index, rank in enumerate(ranks):
        if (rank is None) != (ranks[0] is None):
            yield f"words[{index}].rank", "a rank for every word or for none", shown(rank) if rank else "nothing"
        elif rank is not None and rank in ranks[:index]:
            yield f"words[{index}].rank", "a rank of its own", str(rank)
    texts = f"wordings/vocabulary/{vocabulary.id}/{vocabulary.version}."
    has_texts = any(name.startswith(texts) for name in beside.names)
    for index, word in enumerate(vocabulary.words):
        if not word.meaning.strip() and not has_texts:
            yield f"words[{index}].meaning", "a text, here or in a wording of this vocabulary", "nothing"
        if word.prompts:
            yield from beside.missing(PromptSet, id_=word.prompts, key=f"words[{index}].prompts")
        yield from twice(f"words[{index}].goals", ids=word.goals)
        yield from twice(f"words[{index}].strategies", ids=word.strategies)
