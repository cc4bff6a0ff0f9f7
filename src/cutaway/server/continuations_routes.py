"""Routes of the prediction room: continuations."""

from fastapi import APIRouter

from cutaway.server.asking import PROBLEMS, State


def continuations_router(state: State) -> APIRouter:
    """Routes."""
    return APIRouter(prefix="/api", responses=PROBLEMS)
