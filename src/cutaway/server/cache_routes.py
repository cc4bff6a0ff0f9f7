"""Routes of the prediction room: cache."""

from fastapi import APIRouter

from cutaway.server.asking import PROBLEMS, State


def cache_router(state: State) -> APIRouter:
    """Routes."""
    return APIRouter(prefix="/api", responses=PROBLEMS)
