"""Routes of the prediction room: sampling."""

from fastapi import APIRouter

from cutaway.server.asking import PROBLEMS, State


def sampling_router(state: State) -> APIRouter:
    """Routes."""
    return APIRouter(prefix="/api", responses=PROBLEMS)
