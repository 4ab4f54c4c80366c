"""Which sentences of a request may be used at all."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from service.text.orders import gives_orders
from service.types import BlockKind, DocumentRole, Role, Sentence


def eligible(
    sentences: Sequence[Sentence], roles: Sequence[DocumentRole], kinds: Collection[BlockKind]
) -> NDArray[np.bool_]:
    """Whether each sentence is of these kinds, on the main event, in no copy, and no order to a machine."""
    main = {role.doc for role in roles if role.role is Role.MAIN}
    return np.array(
        [s.kind in kinds and s.doc in main and not gives_orders(s.display) for s in sentences], bool
    )
