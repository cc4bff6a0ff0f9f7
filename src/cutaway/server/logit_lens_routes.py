"""Routes of the prediction room: logit_lens."""

from fastapi import APIRouter

from cutaway.server.asking import PROBLEMS, State


def logit_lens_router(state: State) -> APIRouter:
    """Routes."""
    return APIRouter(prefix="/api", responses=PROBLEMS)
