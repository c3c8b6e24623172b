"""The algorithms that an object knows, by name."""

from collections.abc import Sequence

from .. import _native
from .algorithms import Algorithm, get_default_algorithms
from .hooks import Hookable

_NAMES_OF_THE_CORE = frozenset(get_default_algorithms()).union(_native.algorithms())
"""Under every other name, the core knows nothing."""

ALGORITHMS = "algorithms"
"""The change of an object that knows other algorithms than ours."""


class AlgorithmRegistry(Hookable):
    """What a `PyJWS` knows at all; each decode() names what it allows."""

    def _know(self, names: Sequence[str] | None) -> None:
        known = get_default_algorithms()
        self._valid_algs = set(known if names is None else names)
        self._algorithms = {name: known[name] for name in known if name in self._valid_algs}
        if names is not None:
            self._note(ALGORITHMS, True)

    def register_algorithm(self, alg_id: str, alg_obj: Algorithm) -> None:
        """Adds an algorithm. ValueError if that name is taken, TypeError for what is no Algorithm."""
        if alg_id in self._algorithms:
            raise ValueError("Algorithm already has a handler.")
        if not isinstance(alg_obj, Algorithm):
            raise TypeError("Object is not of type `Algorithm`")
        self._algorithms[alg_id] = alg_obj
        self._valid_algs.add(alg_id)
        if alg_id in _NAMES_OF_THE_CORE:
            self._note(ALGORITHMS, True)

    def unregister_algorithm(self, alg_id: str) -> None:
        """Takes an algorithm away. KeyError if there is none of that name."""
        if alg_id not in self._algorithms:
            raise KeyError("The specified algorithm could not be removed because it is not registered.")
        del self._algorithms[alg_id]
        self._valid_algs.remove(alg_id)
        self._note(ALGORITHMS, True)

    def get_algorithms(self) -> list[str]:
        """The names that this object knows."""
        return list(self._valid_algs)

    def get_algorithm_by_name(self, alg_name: str) -> Algorithm:
        """The algorithm of that name. NotImplementedError if there is none."""
        try:
            return self._algorithms[alg_name]
        except KeyError as error:
            raise NotImplementedError("Algorithm not supported") from error
