"""Which sentences of a request may be used at all."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from service.text.orders import gives_orders
from service.text.style import breaks_off, is_indirect_question
from service.types import BlockKind, DocumentRole, Role, Sentence


def eligible(
    sentences: Sequence[Sentence], roles: Sequence[DocumentRole], kinds: Collection[BlockKind]
) -> NDArray[np.bool_]:
    """Whether each sentence is of these kinds, on the main event, in no copy, and tells something.

    An order to a machine, a question told and what breaks off tell nothing.
    """
    main = {role.doc for role in roles if role.role is Role.MAIN}
    return np.array([s.kind in kinds and s.doc in main and _tells(s.display) for s in sentences], bool)


def _tells(text: str) -> bool:
    return not gives_orders(text) and not is_indirect_question(text) and not breaks_off(text)
