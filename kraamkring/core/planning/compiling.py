"""Compiled functions: plain Python that numba turns into machine code once, and keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar, cast

import numpy as np
import numpy.typing as npt
from numba import njit

Whole: TypeAlias = npt.NDArray[np.int64]
Real: TypeAlias = npt.NDArray[np.float64]
Seed: TypeAlias = npt.NDArray[np.uint64]

_Function = TypeVar("_Function", bound=Callable[..., Any])


def compiled(function: _Function) -> _Function:
    """The same function as machine code, compiled when first called and kept on disk between runs."""
    return cast("_Function", njit(cache=True, nogil=True, error_model="numpy")(function))
